"""Comparisons: checks what is asked and has one resident worker answer it."""

import asyncio
import logging
from pathlib import Path

from backend.domain.compare import CompareRequest, CompareSession, ScoreRequest, ScrubRequest, SessionKind
from backend.domain.compare_answers import AnswerScores
from backend.domain.compare_events import CompareEvent
from backend.domain.compare_sides import SideChoices
from backend.domain.compare_worker import IDLE_SECONDS, UnloadRequest, WorkerSettings, WorkerStatus
from backend.domain.generation_protocol import Prompt, ScoreCommand
from backend.domain.run import Run
from backend.errors import Conflict, DroidError, FieldError, InvalidInput, NotFound
from backend.services.compare_batches import CompareBatches
from backend.services.compare_desk import CompareDesk
from backend.services.compare_measures import ScoreWork
from backend.services.compare_memory import Available, available_memory, room_for_run
from backend.services.compare_queue import CompareQueue
from backend.services.compare_requests import check_conversation, length_warnings, shuffled
from backend.services.compare_sessions import Asked, Session
from backend.services.compare_sides import CompareSides
from backend.services.compare_voting import CompareVoting
from backend.services.compare_works import GenerateWork
from backend.services.model_inspector import ModelInspector
from backend.services.run_store import RunStore
from backend.services.same_model import canonical_model
from backend.services.vote_store import VoteStore

_log = logging.getLogger(__name__)


class CompareService:
    """Prompts, checkpoints, scores and the worker; `batches` and `votes` stand beside."""

    def __init__(
        self,
        store: RunStore,
        inspector: ModelInspector,
        folder: Path,
        *,
        available: Available = available_memory,
        idle_seconds: float = IDLE_SECONDS,
    ) -> None:
        self._store = store
        self._inspector = inspector
        self._available = available
        self._sides = CompareSides(store)
        self._queue = CompareQueue(store, available, idle_seconds)
        self.desk = CompareDesk(inspector, self._sides, self._queue)
        self.batches = CompareBatches(store, self.desk)
        self.votes = CompareVoting(VoteStore(folder / "votes.jsonl"), self.desk)
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Begin to work; no model is loaded yet."""
        self._queue.open()

    async def close(self) -> None:
        """End every session and the worker."""
        for task in list(self._tasks):
            task.cancel()
        await self._queue.close()

    async def start(self, request: CompareRequest) -> CompareSession:
        """Check and queue a comparison. Raises `InvalidInput`, `Conflict`, `WorkerFailed`."""
        check_conversation(request)
        found = await self.desk.find(request.model_path, request.sides)
        prompt = Prompt(messages=request.messages, system=request.system)
        tokens = await self.desk.count(found, prompt, force=request.force)
        asked = Asked(
            kind=SessionKind.COMPARE,
            model_path=found.model_path,
            found=tuple(shuffled(found.sides)) if request.blind else found.sides,
            settings=request.settings,
            messages=tuple(request.messages),
            system=request.system,
            reference=request.reference,
            score=request.score,
            blind=request.blind,
            warnings=length_warnings(tokens, request.settings, found.model),
        )
        return self.desk.submit(GenerateWork(Session(asked), found.model, force=request.force))

    async def scrub(self, request: ScrubRequest) -> CompareSession:
        """Queue one prompt for every checkpoint of a run. Raises `InvalidInput`, `Conflict`, `WorkerFailed`."""
        check_conversation(request)
        run = self._run(request.run_id)
        specs = await asyncio.to_thread(self._sides.scrub_specs, run)
        if not specs:
            raise InvalidInput.of(
                FieldError("run_id", "The run has saved no weights.", "Choose a run with checkpoints.")
            )
        found = await self.desk.find(run.config.model_path, specs)
        prompt = Prompt(messages=request.messages, system=request.system)
        tokens = await self.desk.count(found, prompt, force=request.force)
        asked = Asked(
            kind=SessionKind.SCRUB,
            model_path=found.model_path,
            found=found.sides,
            settings=request.settings,
            messages=tuple(request.messages),
            system=request.system,
            one_by_one=True,
            warnings=length_warnings(tokens, request.settings, found.model),
        )
        return self.desk.submit(GenerateWork(Session(asked), found.model, force=request.force))

    async def score(self, compare_id: str, request: ScoreRequest) -> AnswerScores:
        """Score one side's answer under all sides. Raises `NotFound`, `InvalidInput`, `Conflict`, `WorkerFailed`."""
        session = self.desk.session(compare_id)
        if request.answer_of >= len(session.asked.found):
            last = len(session.asked.found) - 1
            raise InvalidInput.of(
                FieldError("answer_of", f"There is no side {request.answer_of}.", f"Use 0 to {last}.")
            )
        tokens = session.tokens.get(request.answer_of)
        if not tokens or request.answer_of not in session.answers:
            raise Conflict("That side has no whole answer to score. Wait until it has ended, or ask again.")
        model = await self._inspector.inspect(session.asked.model_path)
        command = ScoreCommand(
            job=f"{session.id} score {request.answer_of}",
            sides=session.asked.sources,
            prompt=session.asked.prompt,
            answer_of=request.answer_of,
            tokens=tokens,
        )
        work = ScoreWork(command, session.asked.model_path, model)
        self._queue.submit(work)
        return await work.result

    def get(self, session_id: str) -> CompareSession:
        """A session as it stands. Raises `NotFound`."""
        return self.desk.session(session_id).snapshot()

    def events(self, session_id: str, after: int) -> list[CompareEvent]:
        """Events numbered above `after`. Raises `NotFound`."""
        return self.desk.session(session_id).events[after:]

    def cancel(self, session_id: str) -> CompareSession:
        """Stop a session. Raises `NotFound`."""
        session = self.desk.session(session_id)
        self.desk.cancel(session)
        return session.snapshot()

    def choices(self, model: str) -> SideChoices:
        """What can be compared on a base."""
        return self._sides.choices(canonical_model(model))

    def worker_status(self) -> WorkerStatus:
        """What is in memory."""
        return self._queue.status()

    def set_idle(self, settings: WorkerSettings) -> WorkerStatus:
        """Change how long an unused base stays."""
        self._queue.set_idle(settings)
        return self._queue.status()

    async def unload(self, request: UnloadRequest) -> WorkerStatus:
        """Take one adapter, or everything, out of memory. Raises `Conflict`."""
        await self._queue.unload(request.side)
        return self._queue.status()

    def step_aside(self, run: Run) -> None:
        """Make room for a run that starts, in the background; for whoever cannot wait."""
        task = asyncio.get_running_loop().create_task(self.make_room(run))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def make_room(self, run: Run) -> None:
        """Where memory is short for a run, end an idle worker now and a busy one after the answer at hand."""
        try:
            model = await self._inspector.inspect(run.config.model_path)
        except DroidError as error:
            _log.warning("Room for run %s could not be judged: %s", run.id, error)
            return
        trainable = 0 if run.plan is None else run.plan.trainable_parameters
        if room_for_run(model, trainable, self._available).is_short:
            await self._queue.step_aside()

    def _run(self, run_id: str) -> Run:
        try:
            return self._store.get(run_id)
        except NotFound as error:
            raise InvalidInput.of(FieldError("run_id", error.detail, "Choose another run.")) from error
