"""One resident worker, and the order in which work reaches it.

Work is done in the order in which it came; a prompt may pass between two rows of a batch on the same base. The worker of
another base is ended first. A worker that breaks down takes the work at hand with it and nothing else: the next piece
starts a new one.
"""

import asyncio
import logging

from backend.domain.compare_worker import IDLE_SECONDS, WorkerSettings, WorkerStatus
from backend.domain.generation_protocol import DropCommand, Prompt
from backend.domain.model_map import ModelMap
from backend.domain.run import ACTIVE_STATES
from backend.errors import Conflict, InvalidInput
from backend.services.compare_memory import Available, room_for_base
from backend.services.compare_works import TRY_AGAIN, Work
from backend.services.generation_worker import GenerationWorker, WorkerGone
from backend.services.run_store import RunStore

_log = logging.getLogger(__name__)


class CompareQueue:
    """Owns the worker. All methods belong to the event loop's thread."""

    def __init__(self, store: RunStore, available: Available, idle_seconds: float = IDLE_SECONDS) -> None:
        self._store = store
        self._available = available
        self._idle_seconds = idle_seconds
        self._works: list[Work] = []
        self._at_hand: Work | None = None
        self._worker: GenerationWorker | None = None
        self._switching = asyncio.Lock()
        self._wake = asyncio.Event()
        self._used_at = 0.0
        self._leaves = False
        self._task: asyncio.Task[None] | None = None

    def open(self) -> None:
        """Begin to work."""
        self._task = asyncio.get_running_loop().create_task(self._work_off())

    async def close(self) -> None:
        """Stop working and end the worker."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        for work in list(self._works):
            work.cancel()
        await self._end_worker()

    def submit(self, work: Work) -> None:
        """Take in a piece of work."""
        self._works.append(work)
        self._wake.set()

    @property
    def length(self) -> int:
        """Pieces of work that are not done, the one at hand included."""
        return len(self._works)

    def cancel(self, job: str) -> None:
        """Stop a piece of work: at the next token when it is at hand, now when it waits."""
        for work in list(self._works):
            if work.job != job:
                continue
            loaded = self._worker is not None and self._worker.resident is not None
            if work is self._at_hand and self._worker is not None:
                self._worker.cancel(job)
            if work is not self._at_hand or not loaded:
                work.cancel()
            if work is not self._at_hand:
                self._works.remove(work)

    async def count(self, model_path: str, model: ModelMap, prompt: Prompt, *, force: bool) -> int | None:
        """Tokens of a prompt; None where the worker serves another base now, or broke down. Raises `InvalidInput`, `Conflict`."""
        if any(work.model_path != model_path for work in self._works):
            return None
        try:
            worker = await self._worker_for(model_path, model, force=force)
            self._touch()
            return await worker.count(prompt)
        except WorkerGone:
            return None

    async def step_aside(self) -> None:
        """End the worker now when it idles, else after the answer at hand."""
        if self._works:
            self._leaves = self._worker is not None
        else:
            await self._end_worker()

    def set_idle(self, settings: WorkerSettings) -> None:
        """Change the time after which an unused base leaves."""
        self._idle_seconds = settings.idle_seconds
        self._wake.set()

    async def unload(self, side: str | None) -> None:
        """Let one adapter, or everything, go. Raises `Conflict` while something is being answered."""
        if self._works:
            raise Conflict("Something is being answered with it. Cancel that first, or wait until it has ended.")
        if side is None or self._worker is None:
            await self._end_worker()
            return
        try:
            await self._worker.work(DropCommand(job=f"drop {side}", key=side))
        except WorkerGone:
            await self._end_worker()

    def status(self) -> WorkerStatus:
        """What is in memory, and until when."""
        worker = self._worker if self._worker is not None and self._worker.alive else None
        held = None if worker is None else worker.resident
        idle = worker is not None and not self._works
        return WorkerStatus(
            model_path=None if worker is None else worker.model,
            pid=None if worker is None else worker.pid,
            loaded=held is not None,
            busy=bool(self._works),
            queued=max(0, len(self._works) - 1),
            base_bytes=None if held is None else held.base_bytes,
            active_bytes=None if held is None else held.active_bytes,
            sides=[] if held is None else held.sides,
            idle_seconds_left=max(0.0, self._idle_left()) if idle else None,
            idle_seconds=self._idle_seconds,
            stepping_aside=self._leaves,
        )

    async def _work_off(self) -> None:
        while True:
            self._wake.clear()
            if self._leaves:
                await self._end_worker()
            elif self._works:
                await self._serve(self._next())
            else:
                await self._rest()

    def _next(self) -> Work:
        """The first prompt on the base that is served, where a batch would go on; else what came first."""
        first = self._works[0]
        same = (work for work in self._works if work.interactive and work.model_path == first.model_path)
        return first if first.interactive else next(same, first)

    async def _serve(self, work: Work) -> None:
        self._at_hand = work
        more = False
        try:
            more = await self._step(work)
        except WorkerGone as gone:
            work.fail(str(gone), TRY_AGAIN)
        except (InvalidInput, Conflict) as refused:
            hint = refused.errors[0].hint if refused.errors else ""
            work.fail(refused.errors[0].message if refused.errors else refused.detail, hint)
        except OSError as error:
            work.fail(
                f"The generation worker could not be started: {error.strerror}.", "Free some memory, then ask again."
            )
        finally:
            self._at_hand = None
            if not more or work.over:
                self._works.remove(work)
            self._touch()

    async def _step(self, work: Work) -> bool:
        if self._worker is None or self._worker.model != work.model_path or not self._worker.alive:
            work.loading()
        worker = await self._worker_for(work.model_path, work.model, force=work.force)
        if work.over:
            return False
        work.begin()
        return await work.step(worker)

    async def _rest(self) -> None:
        has_worker = self._worker is not None
        try:
            await asyncio.wait_for(self._wake.wait(), max(0.0, self._idle_left()) if has_worker else None)
        except TimeoutError:
            if self._idle_left() <= 0:
                await self._end_worker()

    def _touch(self) -> None:
        self._used_at = asyncio.get_running_loop().time()

    def _idle_left(self) -> float:
        return self._used_at + self._idle_seconds - asyncio.get_running_loop().time()

    async def _worker_for(self, model_path: str, model: ModelMap, *, force: bool) -> GenerationWorker:
        async with self._switching:
            worker = self._worker
            if worker is not None and worker.alive and worker.model == model_path:
                return worker
            await self._end_worker()
            if not force:
                self._refuse_when_short(model)
            self._worker = await GenerationWorker.start(model_path)
            self._touch()
            return self._worker

    def _refuse_when_short(self, model: ModelMap) -> None:
        training = [run for run in self._store.all() if run.state in ACTIVE_STATES]
        room = room_for_base(model, self._available)
        if training and room.is_short:
            raise Conflict(
                f"{training[0].config.adapter_name} is training and memory is short: to load {model.model}, "
                f"{room.figures()}. Wait until the run has ended, or load it all the same."
            )

    async def _end_worker(self) -> None:
        worker, self._worker, self._leaves = self._worker, None, False
        if worker is not None:
            await worker.end()
