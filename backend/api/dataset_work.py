"""Work on data: mending, importing, splitting, uploading. What takes long is a job that is asked after."""

from typing import Annotated, TypeVar

from fastapi import APIRouter, Header, Query, Request, Response
from pydantic import Field

from backend.api.deps import DataDep, SettingsDep, WaitSeconds
from backend.api.problems import RESPONSES
from backend.domain.data_fixes import FixJob, FixRequest
from backend.domain.data_jobs import Job
from backend.domain.data_mapping import ColumnsJob, ColumnsRequest, ImportJob, ImportRequest
from backend.domain.data_split import SplitJob, SplitRequest
from backend.services.dataset_room import data_job
from backend.services.dataset_uploads import StoredFile, store_stream

router = APIRouter(prefix="/api/datasets", tags=["datasets"], responses=RESPONSES)

AnyJob = TypeVar("AnyJob", bound=Job)
DataJob = Annotated[FixJob | ColumnsJob | ImportJob | SplitJob, Field(discriminator="kind")]
_BODY = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string"}}}}}


@router.put("/files", status_code=201, openapi_extra=_BODY)
async def upload_file(
    request: Request,
    settings: SettingsDep,
    name: Annotated[str, Query(min_length=1, max_length=255, description="The file's own name.")],
    content_length: Annotated[int | None, Header()] = None,
) -> StoredFile:
    """Keep a file of any known kind; the body is its bytes, written as they come."""
    return await store_stream(settings, name, content_length, request.stream())


@router.post("/columns", status_code=201)
async def read_columns(request: ColumnsRequest, data: DataDep, response: Response) -> ColumnsJob:
    """Begin a look into a table: its columns, the shapes they may be, the first rows."""
    return _located(await data.start_columns(request), response)


@router.post("/import", status_code=201)
async def import_data(request: ImportRequest, data: DataDep, response: Response) -> ImportJob:
    """Begin to turn a table into a new JSONL file under the home folder."""
    return _located(await data.start_import(request), response)


@router.post("/split", status_code=201)
async def split_data(request: SplitRequest, data: DataDep, response: Response) -> SplitJob:
    """Begin to part a file into training, validation and test rows; near duplicates never cross."""
    return _located(await data.start_split(request), response)


@router.post("/fixes", status_code=201)
async def preview_fix(request: FixRequest, data: DataDep, response: Response) -> FixJob:
    """Begin to work out what a fix would change. Nothing is written."""
    return _located(await data.start_fix(request, apply=False), response)


@router.post("/fixes/apply", status_code=201)
async def apply_fix(request: FixRequest, data: DataDep, response: Response) -> FixJob:
    """Begin to write the mended rows to a new file under the home folder."""
    return _located(await data.start_fix(request, apply=True), response)


@router.get("/jobs/{job_id}")
async def get_job(job_id: str, data: DataDep, wait: WaitSeconds = 0) -> DataJob:
    """Give a job as far as it is."""
    await data.jobs.settled(Job, job_id, wait)
    return data_job(data.jobs, job_id)


@router.delete("/jobs/{job_id}", status_code=204)
async def cancel_job(job_id: str, data: DataDep) -> None:
    """Cancel a job; forget one that is done."""
    data.jobs.cancel(Job, job_id)


def _located(job: AnyJob, response: Response) -> AnyJob:
    response.headers["Location"] = f"/api/datasets/jobs/{job.id}"
    return job
