"""Evaluations on disk, and what is known of them in memory. The only writer of `evaluations/<id>.json`."""

import asyncio
from contextlib import suppress

from backend.domain.evaluation import WAITS_OR_WORKS, Evaluation, EvaluationState, moved
from backend.errors import NotFound
from backend.runtime.evaluation_folder import EvaluationFolder
from backend.services.run_store import RunStore


class EvaluationStore:
    """Evaluations by run and id. One changes only through `move` and `note`."""

    def __init__(self, runs: RunStore) -> None:
        self._runs = runs
        self._open: dict[str, Evaluation] = {}
        self._ends: dict[str, asyncio.Event] = {}

    def load(self) -> None:
        """Take up what waits or is at work, from every run's folder."""
        for run in self._runs.all():
            found = EvaluationFolder(self._runs.folder(run.id).path).read_all()
            self._open |= {one.id: one for one in found if one.state in WAITS_OR_WORKS}

    def folder(self, run_id: str) -> EvaluationFolder:
        """Where a run's evaluations lie. Raises `NotFound`."""
        return EvaluationFolder(self._runs.folder(run_id).path)

    def of_run(self, run_id: str) -> list[Evaluation]:
        """Every evaluation of a run, newest first. Raises `NotFound`."""
        found = {one.id: one for one in self.folder(run_id).read_all()}
        found |= {one.id: one for one in self.open_ones() if one.run_id == run_id}
        return sorted(found.values(), key=lambda one: (one.created_at, one.id), reverse=True)

    def get(self, run_id: str, evaluation_id: str) -> Evaluation:
        """One evaluation. Raises `NotFound`."""
        for one in self.of_run(run_id):
            if one.id == evaluation_id:
                return one
        raise NotFound(f"The run has no evaluation {evaluation_id[:80]!r}. It may have been deleted.")

    def current(self, evaluation: Evaluation) -> Evaluation:
        """What is known of an open one now."""
        return self._open.get(evaluation.id, evaluation)

    def open_ones(self) -> list[Evaluation]:
        """What waits or is at work, first come first."""
        return sorted(self._open.values(), key=lambda one: (one.created_at, one.id))

    def is_there(self, evaluation: Evaluation) -> bool:
        """Whether the run that it belongs to still is."""
        try:
            return self._runs.folder(evaluation.run_id).path.is_dir()
        except NotFound:
            return False

    def add(self, evaluation: Evaluation) -> None:
        """Write a new one. Raises `NotFound`, OSError."""
        self.folder(evaluation.run_id).write(evaluation)
        self._open[evaluation.id] = evaluation

    def move(self, evaluation: Evaluation, state: EvaluationState, **changes: object) -> Evaluation:
        """Take one to another state through the table of moves, on the disk first. Raises `NotFound`, OSError."""
        now = evaluation.model_copy(update={"state": moved(evaluation.state, state), **changes})
        self.folder(now.run_id).write(now)
        if state in WAITS_OR_WORKS:
            self._open[now.id] = now
        else:
            self.forget(now)
        return now

    def note(self, evaluation: Evaluation, *, write: bool = False, **changes: object) -> Evaluation:
        """Remember figures of an open one; `write` puts them on the disk as well. Raises OSError."""
        if "state" in changes:
            raise ValueError("a state changes through move() only")
        now = evaluation.model_copy(update=changes)
        if write:
            self.folder(now.run_id).write(now)
        self._open[now.id] = now
        return now

    def remove(self, evaluation: Evaluation) -> None:
        """Delete an ended one. Raises `NotFound`, OSError."""
        self.folder(evaluation.run_id).remove(evaluation.id)

    def forget(self, evaluation: Evaluation) -> None:
        """It has ended, or its run is gone, and with it everything there was."""
        self._open.pop(evaluation.id, None)
        if evaluation.id in self._ends:
            self._ends.pop(evaluation.id).set()

    async def settled(self, evaluation_id: str, seconds: float) -> None:
        """Wait until one is no longer open, or for so many seconds."""
        if evaluation_id not in self._open or not seconds:
            return
        end = self._ends.setdefault(evaluation_id, asyncio.Event())
        with suppress(TimeoutError):
            await asyncio.wait_for(end.wait(), seconds)
