"""The queue: its order, and how many runs train at once."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from backend.api.deps import SupervisorDep
from backend.api.problems import RESPONSES
from backend.domain.run_queue import RunQueue

router = APIRouter(prefix="/api/queue", tags=["queue"], responses=RESPONSES)


class QueueRequest(BaseModel):
    """What to change; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    order: list[str] | None = Field(
        default=None, max_length=10_000, description="Ids of waiting runs, next one first; others stay behind them."
    )
    parallel: int | None = Field(default=None, ge=1, le=8, description="How many runs train at the same time.")


@router.get("")
async def get_queue(supervisor: SupervisorDep) -> RunQueue:
    """Give the ids of the waiting runs, next one first."""
    return supervisor.queue()


@router.put("")
async def arrange_queue(request: QueueRequest, supervisor: SupervisorDep) -> RunQueue:
    """Put waiting runs into another order, or let more or fewer train at once. Kept across restarts."""
    return supervisor.arrange(request.order, request.parallel)
