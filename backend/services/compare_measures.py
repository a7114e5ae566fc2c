"""Pieces of work that measure what is there already: rows under every side, and single answers."""

import asyncio
import math
from collections.abc import Sequence
from typing import Any

from backend.domain.compare_answers import AnswerScores, Outcome
from backend.domain.generation_protocol import LossSum, PerplexityCommand, ScoreCommand
from backend.domain.model_map import ModelMap
from backend.errors import InvalidInput, WorkerFailed
from backend.services.compare_sessions import Session
from backend.services.compare_works import SessionWork
from backend.services.generation_worker import GenerationWorker

_ROWS_AT_ONCE = 8


class PerplexityWork(SessionWork):
    """Rows under every side; a step is a few rows under one side."""

    def __init__(
        self, session: Session, model: ModelMap, rows: Sequence[dict[str, Any]], *, answers_only: bool, force: bool
    ) -> None:
        super().__init__(session, model, force=force)
        self._rows = rows
        self._answers_only = answers_only
        self._side = 0
        self._sums: list[LossSum] = []

    async def step(self, worker: GenerationWorker) -> bool:
        """Sum the losses of the next rows."""
        source = self.session.asked.sources[self._side]
        place = sum(done.rows for done in self._sums)
        command = PerplexityCommand(
            job=self.job,
            sides=[source],
            rows=list(self._rows[place : place + _ROWS_AT_ONCE]),
            answers_only=self._answers_only,
            context_length=self.model.context_length,
        )
        done = await worker.work(command, self.tell)
        if done.cancelled:
            self.session.finish(Outcome.CANCELLED)
            return False
        self._sums.append(LossSum.model_validate(done.result))
        total = len(self._rows)
        self.session.tell(
            "progress",
            done=self._side * total + place + len(command.rows),
            total=total * len(self.session.asked.found),
            unit="rows",
        )
        return True if place + len(command.rows) < total else self._side_is_done()

    def _side_is_done(self) -> bool:
        tokens = sum(done.tokens for done in self._sums)
        if not tokens:
            self.session.fail("No token of these rows can be scored.", "Choose rows with answers, or score whole rows.")
            return False
        mean = sum(done.nll for done in self._sums) / tokens
        self.session.tell(
            "perplexity",
            side=self._side,
            perplexity=math.exp(min(mean, 700.0)),
            mean_nll=mean,
            tokens=tokens,
            rows=len(self._rows),
            rows_cut=sum(done.rows_cut for done in self._sums),
            answers_only=self._answers_only and "text" not in self._rows[0],
        )
        self._side, self._sums = self._side + 1, []
        if self._side < len(self.session.asked.found):
            return True
        self.session.finish(Outcome.COMPLETED)
        return False


class ScoreWork:
    """An answer that is there already, scored; somebody waits for the result."""

    interactive = True
    force = False

    def __init__(self, command: ScoreCommand, model_path: str, model: ModelMap) -> None:
        self.job = command.job
        self.model_path = model_path
        self.model = model
        self.result: asyncio.Future[AnswerScores] = asyncio.get_running_loop().create_future()
        self._command = command

    @property
    def over(self) -> bool:
        """Whether there is a result, or nobody waits any more."""
        return self.result.done()

    def loading(self) -> None:
        """Nobody listens."""

    def begin(self) -> None:
        """Nobody looks."""

    async def step(self, worker: GenerationWorker) -> bool:
        """Score it."""
        try:
            done = await worker.work(self._command)
        except InvalidInput as refused:
            if not self.over:
                self.result.set_exception(refused)
            return False
        if not self.over:
            self.result.set_result(AnswerScores.model_validate(done.result))
        return False

    def fail(self, message: str, hint: str) -> None:
        """Say why there is no result."""
        if not self.over:
            self.result.set_exception(WorkerFailed(f"{message} {hint}"))

    def cancel(self) -> None:
        """Nobody waits any more."""
        self.result.cancel()
