"""What may be asked of evaluations: queue one, look at them, cancel or delete one."""

import asyncio
import secrets
from collections.abc import Callable
from datetime import UTC, datetime

from backend.domain.evaluation import (
    WAITS_OR_WORKS,
    Evaluation,
    EvaluationRequest,
    EvaluationState,
)
from backend.domain.run import Run
from backend.errors import StorageFailed
from backend.services.evaluation_plan import plan_evaluation
from backend.services.evaluation_store import EvaluationStore
from backend.services.evaluation_work import EvaluationWork
from backend.services.run_store import RunStore


class EvaluationDesk:
    """Takes in evaluations and gives them out; `work` does them."""

    def __init__(self, runs: RunStore, before_start: Callable[[Run], None] = lambda _run: None) -> None:
        self._runs = runs
        self._store = EvaluationStore(runs)
        self.work = EvaluationWork(runs, self._store, before_start)

    async def close(self) -> None:
        """Stop following what is at work."""
        await self.work.close()

    async def ask(self, run_id: str, request: EvaluationRequest) -> Evaluation:
        """Queue an evaluation. Raises `NotFound`, `Conflict`, `InvalidInput`, `StorageFailed`."""
        run, now = self._runs.get(run_id), datetime.now(UTC)
        try:
            plan = await asyncio.to_thread(plan_evaluation, run, self._runs.folder(run_id), request)
            evaluation = Evaluation(
                id=f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}",
                run_id=run_id,
                state=EvaluationState.QUEUED,
                plan=plan,
                created_at=now,
            )
            self._store.add(evaluation)
        except OSError as error:
            raise StorageFailed(f"The evaluation could not be written: {error.strerror}.") from error
        self.work.wake()
        return evaluation

    def of_run(self, run_id: str) -> list[Evaluation]:
        """A run's evaluations, newest first. Raises `NotFound`."""
        return self._store.of_run(run_id)

    async def settled(self, evaluation_id: str, seconds: float) -> None:
        """Wait until one has ended, or for so many seconds."""
        await self._store.settled(evaluation_id, seconds)

    def get(self, run_id: str, evaluation_id: str) -> Evaluation:
        """One evaluation. Raises `NotFound`."""
        return self._store.get(run_id, evaluation_id)

    def waiting(self) -> list[Evaluation]:
        """What waits or is at work, next one first."""
        return self._store.open_ones()

    def cancel(self, run_id: str, evaluation_id: str) -> None:
        """Cancel one that waits or is at work; delete one that has ended. Raises `NotFound`, `StorageFailed`."""
        evaluation = self._store.get(run_id, evaluation_id)
        try:
            if evaluation.state not in WAITS_OR_WORKS:
                self._store.remove(evaluation)
            elif evaluation.state is EvaluationState.QUEUED:
                self._store.move(evaluation, EvaluationState.CANCELLED, ended_at=datetime.now(UTC))
            elif evaluation.state is EvaluationState.RUNNING:
                self.work.cancel(evaluation)
        except OSError as error:
            raise StorageFailed(f"The evaluation could not be changed: {error.strerror}.") from error
