"""Data through a model's own tokenizer: reports and single rows."""

from fastapi import APIRouter, Response

from backend.api.deps import DataDep, WaitSeconds
from backend.api.problems import RESPONSES
from backend.domain.data_jobs import ReportJob
from backend.domain.row_tokens import RowTokens, RowTokensRequest
from backend.domain.token_report import ReportRequest

router = APIRouter(prefix="/api/datasets", tags=["datasets"], responses=RESPONSES)


@router.post("/reports", status_code=201)
async def start_report(request: ReportRequest, data: DataDep, response: Response) -> ReportJob:
    """Begin a report on a file with a model's tokenizer; the same question twice is answered from the cache."""
    job = await data.start_report(request)
    response.headers["Location"] = f"/api/datasets/reports/{job.id}"
    return job


@router.get("/reports/{job_id}")
async def get_report(job_id: str, data: DataDep, wait: WaitSeconds = 0) -> ReportJob:
    """Give a report as far as it is."""
    return await data.jobs.settled(ReportJob, job_id, wait)


@router.delete("/reports/{job_id}", status_code=204)
async def cancel_report(job_id: str, data: DataDep) -> None:
    """Cancel a report that is being made; forget one that is done."""
    data.jobs.cancel(ReportJob, job_id)


@router.post("/tokens")
async def show_tokens(request: RowTokensRequest, data: DataDep) -> RowTokens:
    """Show a row as the trainer will see it, token by token."""
    return await data.show_row(request)
