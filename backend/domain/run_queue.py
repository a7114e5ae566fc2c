"""The order in which waiting runs begin, and how many train at once."""

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict, Field

from backend.domain.run import Run, RunState


class RunQueue(BaseModel):
    """What a person arranged; runs that it does not name wait behind those, first come, first served."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    order: list[str] = Field(
        default_factory=list, max_length=10_000, description="Ids of waiting runs, next one first."
    )
    parallel: int = Field(
        default=1,
        ge=1,
        le=8,
        title="Runs at Once",
        description="How many runs may train at the same time. They share memory and speed.",
    )

    def waiting(self, runs: Iterable[Run]) -> list[Run]:
        """The runs that wait, next one first."""
        place = {run_id: number for number, run_id in enumerate(self.order)}
        queued = [run for run in runs if run.state is RunState.QUEUED]
        return sorted(queued, key=lambda run: (place.get(run.id, len(place)), run.queued_at or run.created_at, run.id))

    def arranged(self, order: list[str], runs: Iterable[Run]) -> "RunQueue":
        """The queue in a new order: named runs first, the others behind them as they were; ended runs are left out."""
        now = [run.id for run in self.waiting(runs)]
        named = [run_id for run_id in dict.fromkeys(order) if run_id in now]
        return self.model_copy(update={"order": named + [run_id for run_id in now if run_id not in named]})
