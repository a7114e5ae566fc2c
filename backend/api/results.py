"""The results table: every run at a glance, and what a person keeps about one."""

from typing import Annotated

from fastapi import APIRouter, Header, Response

from backend.api.deps import ResultsDep
from backend.api.problems import RESPONSES
from backend.domain.result import ResultRow
from backend.domain.run_notes import NotesChange

router = APIRouter(prefix="/api", tags=["results"], responses=RESPONSES)

IfNoneMatch = Annotated[
    str | None, Header(description="The ETag of the answer at hand: unchanged rows answer with 304.")
]


@router.get("/results", response_model=list[ResultRow])
def list_results(results: ResultsDep, if_none_match: IfNoneMatch = None) -> Response:
    """List every run as a row, newest first, broken folders included. A row says in `problem` what is wrong with it."""
    body = results.body()
    headers = {"ETag": body.etag, "Cache-Control": "no-cache"}
    if if_none_match == body.etag:
        return Response(status_code=304, headers=headers)
    return Response(body.content, media_type="application/json", headers=headers)


@router.patch("/runs/{run_id}")
def annotate_run(run_id: str, change: NotesChange, results: ResultsDep) -> ResultRow:
    """Star a run, tag it, or keep a note about it."""
    return results.annotate(run_id, change)
