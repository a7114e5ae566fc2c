"""Deleted runs: listed, brought back, removed for good."""

from fastapi import APIRouter

from backend.api.deps import ResultsDep, StoreDep, SupervisorDep
from backend.api.problems import RESPONSES
from backend.domain.result import ResultRow
from backend.domain.trash import Trash
from backend.services.run_trash import empty_trash, list_trash

router = APIRouter(prefix="/api", tags=["trash"], responses=RESPONSES)


@router.get("/trash")
def get_trash(store: StoreDep) -> Trash:
    """List deleted runs that can still be brought back, newest first, with their sizes."""
    return list_trash(store.trash)


@router.delete("/trash", status_code=204)
def purge_trash(store: StoreDep) -> None:
    """Remove everything in the trash for good."""
    empty_trash(store.trash)


@router.post("/runs/{run_id}/restore")
async def restore_run(run_id: str, supervisor: SupervisorDep, results: ResultsDep) -> ResultRow:
    """Bring a deleted run back with everything that was in its folder."""
    supervisor.restore(run_id)
    return results.row(run_id)
