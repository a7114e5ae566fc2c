"""Runs as single files: taken elsewhere, and taken in."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import StreamingResponse

from backend.api.deps import SettingsDep, StoreDep
from backend.api.problems import RESPONSES
from backend.domain.run import Run
from backend.runtime.new_files import plain_stem
from backend.services import bundle_export, bundle_import

router = APIRouter(prefix="/api", tags=["bundles"], responses=RESPONSES)
_BODY = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string"}}}}}
_ZIP: dict[int | str, dict[str, Any]] = {
    200: {"description": "The bundle.", "content": {"application/zip": {"schema": {"type": "string"}}}}
}
WithAdapter = Annotated[bool, Query(description="Pack the adapter too: the last weights and the best ones.")]
FileName = Annotated[str, Query(min_length=1, max_length=255, description="Name of the bundle's file.")]


@router.get("/runs/{run_id}/bundle", response_class=StreamingResponse, responses=_ZIP)
def export_bundle(run_id: str, store: StoreDep, settings: SettingsDep, adapter: WithAdapter = False) -> Response:
    """Give an ended run as a zip file: what was asked, what happened and what was proven, without a row of its data."""
    bundle = bundle_export.export_bundle(store, run_id, settings.home, adapter=adapter)
    disposition = f'attachment; filename="{plain_stem(bundle.name)}.zip"'
    return StreamingResponse(bundle.content, media_type="application/zip", headers={"Content-Disposition": disposition})


@router.post("/bundles", status_code=201, openapi_extra=_BODY)
async def import_bundle(
    request: Request,
    store: StoreDep,
    settings: SettingsDep,
    response: Response,
    name: FileName = "bundle.zip",
    content_length: Annotated[int | None, Header()] = None,
) -> Run:
    """Take a bundle in as a run of this home; the body is the file, checked part by part. It keeps its id."""
    run = await bundle_import.import_bundle(store, settings.imports, name, content_length, request.stream())
    response.headers["Location"] = f"/api/runs/{run.id}"
    return run
