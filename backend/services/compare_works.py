"""Pieces of work for the generation worker: one session each, done in steps, so that a prompt can pass between two rows."""

from collections.abc import Sequence
from typing import Any, Protocol

from backend.domain.compare_answers import Outcome
from backend.domain.compare_rows import PromptRow
from backend.domain.generation_protocol import GenerateCommand, RowCommand
from backend.domain.model_map import ModelMap
from backend.services.compare_sessions import Session
from backend.services.generation_worker import GenerationWorker

TRY_AGAIN = "Ask again: a new worker is started."


class Work(Protocol):
    """What the queue knows of a piece of work."""

    job: str
    model_path: str
    model: ModelMap
    force: bool
    interactive: bool

    @property
    def over(self) -> bool:
        """Whether it has ended, in whatever way."""

    def loading(self) -> None:
        """The base has to be loaded first."""

    def begin(self) -> None:
        """The worker is there."""

    async def step(self, worker: GenerationWorker) -> bool:
        """Do some of it; True when more is to come. Raises `InvalidInput`, `WorkerGone`."""

    def fail(self, message: str, hint: str) -> None:
        """It cannot be done."""

    def cancel(self) -> None:
        """It is not wanted any more."""


class SessionWork:
    """Work whose events go into a session."""

    interactive = False

    def __init__(self, session: Session, model: ModelMap, *, force: bool) -> None:
        self.session = session
        self.job = session.id
        self.model_path = session.asked.model_path
        self.model = model
        self.force = force

    @property
    def over(self) -> bool:
        """Whether the session has ended."""
        return self.session.ended

    def loading(self) -> None:
        """Tell that the base is loaded first."""
        self.session.tell("loading", what="the base model")

    def begin(self) -> None:
        """The session runs from now on."""
        self.session.begin()

    def fail(self, message: str, hint: str) -> None:
        """Tell the sides that are open, and the end."""
        self.session.fail(message, hint)

    def cancel(self) -> None:
        """Tell the end now."""
        self.session.finish(Outcome.CANCELLED)

    def tell(self, event: dict[str, Any]) -> None:
        """Put one of the worker's events into the session."""
        self.session.tell(**{"event_type" if key == "type" else key: value for key, value in event.items()})


class GenerateWork(SessionWork):
    """One prompt for all sides; done in one step."""

    interactive = True

    async def step(self, worker: GenerationWorker) -> bool:
        """Have all sides answer."""
        asked, session = self.session.asked, self.session
        command = GenerateCommand(
            job=self.job,
            sides=asked.sources,
            prompt=asked.prompt,
            settings=asked.settings,
            context_length=self.model.context_length,
            one_by_one=asked.one_by_one,
            reference=asked.reference,
            score=asked.score,
        )
        done = await worker.work(command, self.tell)
        if done.cancelled:
            session.finish(Outcome.CANCELLED)
        elif session.answers:
            session.finish(Outcome.COMPLETED)
        else:
            session.finish(Outcome.FAILED, "No side could answer. Each one says why.")
        return False


class BatchWork(SessionWork):
    """Rows for all sides; a step is a row."""

    def __init__(self, session: Session, model: ModelMap, rows: Sequence[PromptRow], *, force: bool) -> None:
        super().__init__(session, model, force=force)
        self._rows = rows
        self._done = 0

    async def step(self, worker: GenerationWorker) -> bool:
        """Have all sides answer the next row."""
        asked, row = self.session.asked, self._rows[self._done]
        command = RowCommand(
            job=self.job,
            sides=asked.sources,
            prompt=row.prompt(asked.system),
            settings=asked.settings,
            context_length=self.model.context_length,
            index=self._done,
            reference=row.reference,
        )
        done = await worker.work(command, self.tell)
        if done.cancelled:
            self.session.finish(Outcome.CANCELLED)
            return False
        self._done += 1
        self.session.tell("progress", done=self._done, total=len(self._rows), unit="rows")
        if self._done < len(self._rows):
            return True
        self.session.finish(Outcome.COMPLETED)
        return False
