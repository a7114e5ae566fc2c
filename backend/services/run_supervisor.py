"""Policy over runs: what may start, what is stopped or taken up again, and what an ended trainer means.

As many runs train at once as the queue allows, the others wait in its order. The trainer writes its own events; a follower
reads them, and this class gives every run an end. After a restart it finds running trainers again.
"""

import asyncio
import logging
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from backend.domain.enhanced_choices import EnhancedKind
from backend.domain.enhanced_config import EnhancedConfig
from backend.domain.exit_cause import Evidence, RunExit, classify_exit
from backend.domain.remedies import remedies
from backend.domain.run import ACTIVE_STATES, END_STATES, Run, RunKind, RunState
from backend.domain.run_queue import RunQueue
from backend.domain.training_config import TrainingConfig
from backend.errors import Conflict
from backend.runtime.blas import find_blas, worker_environment
from backend.runtime.child_process import STOP_LADDER, ChildProcess, Rung
from backend.runtime.disk_room import free_bytes
from backend.runtime.oom import oom_kills
from backend.runtime.power import keep_awake, on_battery
from backend.services import enhanced_preflight, preflight
from backend.services.errands import Errands
from backend.services.inspectors import Inspectors
from backend.services.queue_store import QueueStore
from backend.services.run_follower import RunFollower
from backend.services.run_resume import check_resume
from backend.services.run_store import RunStore
from backend.settings import PROJECT

_FOLLOW_SECONDS = 0.2
_RETRY_SECONDS = 2
_ON_BATTERY = "This computer runs on its battery: training may be slowed down, and a night will empty it."
_log = logging.getLogger(__name__)


class RunSupervisor:
    """Starts, follows and ends runs."""

    def __init__(
        self,
        store: RunStore,
        queue: QueueStore,
        inspectors: Inspectors,
        before_start: Callable[[Run], None] = lambda _run: None,
        ladder: Sequence[Rung] = STOP_LADDER,
    ) -> None:
        self._store = store
        self._queue = queue
        self._inspectors = inspectors
        self._before_start = before_start
        self._ladder = ladder
        self._children: dict[str, ChildProcess] = {}
        self._errands: Errands | None = None
        self._when_ended: list[Callable[[str], None]] = []
        self._wake = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._creating = asyncio.Lock()

    def share_queue(self, errands: Errands) -> None:
        """From now on the places of the queue are shared with these."""
        self._errands = errands
        errands.attach(self._wake.set)

    def when_ended(self, tell: Callable[[str], None]) -> None:
        """From now on tell the id of each run whose trainer has ended."""
        self._when_ended.append(tell)

    async def open(self) -> None:
        """Read the runs, take up those that are still training, and begin to work off the queue."""
        await asyncio.to_thread(self._store.load)
        self._queue.load()
        for run in self._store.all():
            if run.state in ACTIVE_STATES:
                self._adopt(run)
        if self._errands is not None:
            await self._errands.open()
        self._spawn_task(self._work_off_queue())

    async def close(self) -> None:
        """Stop following. Trainers go on; the next server finds them."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def check(
        self, kind: RunKind, config: TrainingConfig | EnhancedConfig
    ) -> preflight.Preflight | enhanced_preflight.EnhancedPreflight:
        """Check a configuration without queueing it. Raises `InvalidInput`, `WorkerFailed`."""
        if isinstance(config, TrainingConfig):
            return await preflight.check(config, self._inspectors)
        return await enhanced_preflight.check(EnhancedKind(kind), config, self._inspectors)

    async def create(self, kind: RunKind, config: TrainingConfig | EnhancedConfig) -> Run:
        """Check a configuration and queue it. Raises `InvalidInput`, `StorageFailed`, `WorkerFailed`."""
        checked = await self.check(kind, config)
        async with self._creating:
            run = await asyncio.to_thread(self._store.create, kind, checked)
        self._wake.set()
        return run

    async def resume(self, run_id: str, iterations: int | None = None) -> Run:
        """Queue an ended run again from its saved state, with its own length or a greater one.

        Raises `NotFound`, `Conflict`, `InvalidInput`, `StorageFailed`.
        """
        async with self._creating:
            total = await asyncio.to_thread(
                check_resume, self._store.get(run_id), self._store.folder(run_id), iterations
            )
            run = self._store.take_up(run_id, total)
        self._wake.set()
        return run

    def stop(self, run_id: str) -> Run:
        """Ask a run to end and keep what it learned; a waiting run is taken off the queue. Raises `NotFound`, `Conflict`."""
        run = self._store.get(run_id)
        if run.state in END_STATES:
            raise Conflict(f"The run has already ended: it is {run.state}.")
        if run.state is RunState.QUEUED:
            saved = self._store.folder(run_id).adapter_file.exists()
            ended = classify_exit(Evidence("stopped", None, saved=saved, step=run.metrics.step, stop_requested=True))
            return self._store.move(run_id, RunState.STOPPED, ended_at=datetime.now(UTC), exit=ended)
        if run.state is RunState.STOPPING:
            return run
        run = self._store.move(run_id, RunState.STOPPING)
        if run_id in self._children:
            self._spawn_task(self._children[run_id].stop(self._ladder))
        return run

    def delete(self, run_id: str) -> None:
        """Move an ended, waiting or broken run to the trash. Raises `NotFound`, `Conflict`, `StorageFailed`."""
        if any(run.id == run_id and run.state in ACTIVE_STATES for run in self._store.all()):
            raise Conflict("The run is still training. Stop it first, then delete it.")
        self._store.remove(run_id)

    def restore(self, run_id: str) -> None:
        """Bring a run back from the trash; one that was waiting waits again. Raises `NotFound`, `Conflict`, `StorageFailed`."""
        run = self._store.restore(run_id)
        if run is not None and run.state in ACTIVE_STATES:
            self._adopt(run)
        self._wake.set()

    def queue(self) -> RunQueue:
        """The queue as it will be worked off now."""
        return self._queue.queue.arranged([], self._store.all())

    def arrange(self, order: list[str] | None, parallel: int | None) -> RunQueue:
        """Put waiting runs into another order, or let more or fewer train at once. Raises `StorageFailed`."""
        changed = self._queue.queue.model_copy(update={} if parallel is None else {"parallel": parallel})
        kept = self._queue.keep(changed.arranged(order or [], self._store.all()))
        self._wake.set()
        return kept

    @property
    def busy(self) -> bool:
        """Whether a run trains or is about to."""
        return bool(self._children)

    def _spawn_task(self, work: "asyncio._CoroutineLike[None]") -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._task_done)

    def _task_done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("A task of the run supervisor failed", exc_info=error)

    async def _work_off_queue(self) -> None:
        while True:
            while self._has_room() and self._errands is not None and self._errands.begin_next():
                pass
            for run in self._queue.queue.waiting(self._store.all()):
                if not self._has_room():
                    break
                try:
                    self._start(run)
                except OSError as error:
                    if self._forgotten(run.id):
                        continue
                    _log.warning("Run %s could not be started yet: %s", run.id, error)
                    asyncio.get_running_loop().call_later(_RETRY_SECONDS, self._wake.set)
                    break
            self._wake.clear()
            await self._wake.wait()

    def _has_room(self) -> bool:
        taken = len(self._children) + (0 if self._errands is None else self._errands.busy)
        return taken < self._queue.queue.parallel

    def _start(self, run: Run) -> None:
        folder = self._store.folder(run.id)
        self._store.move(run.id, RunState.STARTING, started_at=run.started_at or datetime.now(UTC))
        self._before_start(run)
        worker = "backend.workers.train" if run.kind is RunKind.SFT else "backend.workers.enhanced_train"
        command = [sys.executable, "-m", worker, str(folder.path)]
        try:
            child = ChildProcess.spawn(command, cwd=PROJECT, env=self._environment(), log=folder.trainer_log)
        except OSError as error:
            ended = classify_exit(
                Evidence(
                    "failed", None, saved=False, step=0, stop_requested=False, error_type="OSError", error=str(error)
                )
            )
            self._store.move(run.id, RunState.FAILED, ended_at=datetime.now(UTC), exit=ended)
            return
        self._follow(run.id, child)
        keep_awake(child.ref.pid)
        try:
            self._store.note(run.id, write=True, process=child.ref)
            if on_battery():
                folder.events.append("message", level="warning", text=_ON_BATTERY)
        except OSError as error:
            _log.warning("The process of run %s could not be written down yet: %s", run.id, error)

    def _environment(self) -> dict[str, str]:
        """Runs that train at the same time share the cores."""
        return worker_environment(find_blas(), sharing=self._queue.queue.parallel)

    def _adopt(self, run: Run) -> None:
        folder = str(self._store.folder(run.id).path)
        child = ChildProcess.search(folder) if run.process is None else ChildProcess.find(run.process)
        self._follow(run.id, child)
        if child is not None and run.state is RunState.STOPPING:
            self._spawn_task(child.stop(self._ladder))

    def _follow(self, run_id: str, child: ChildProcess | None) -> None:
        if child is not None:
            self._children[run_id] = child
        self._spawn_task(self._follow_to_the_end(run_id, child))

    async def _follow_to_the_end(self, run_id: str, child: ChildProcess | None) -> None:
        follower = RunFollower(self._store, run_id)
        kills_before = oom_kills()
        while child is not None and child.is_alive():
            if await self._caught_up(follower):
                follower.look_after(child)
            await asyncio.sleep(_FOLLOW_SECONDS)
        disk_free = free_bytes(self._store.root)
        while not await self._caught_up(follower):  # noqa: ASYNC110 - room on a disk raises no event
            await asyncio.sleep(_RETRY_SECONDS)
        stop_requested = self._store.get(run_id).state is RunState.STOPPING
        evidence = follower.evidence(
            child, oom_killed=oom_kills() > kills_before, stop_requested=stop_requested, disk_free=disk_free
        )
        while not self._end(run_id, follower, classify_exit(evidence)):  # noqa: ASYNC110 - room on a disk raises no event
            await asyncio.sleep(_RETRY_SECONDS)
        self._children.pop(run_id, None)
        for tell in self._when_ended:
            tell(run_id)
        self._wake.set()

    async def _caught_up(self, follower: RunFollower) -> bool:
        """Take in what the trainer wrote; False when the disk refused, to be tried again."""
        try:
            await follower.catch_up()
        except OSError as error:
            _log.warning("A run could not be followed for a moment: %s", error)
            return False
        return True

    def _end(self, run_id: str, follower: RunFollower, ended: RunExit) -> bool:
        """Write the end down; False when the disk refused, to be tried again once it has room."""
        state = _END_STATE.get(ended.cause.value, RunState.FAILED)
        told = {
            "ended_at": datetime.now(UTC),
            "exit": ended,
            "proof": follower.proof,
            "remedies": remedies(ended.cause, self._store.get(run_id).config),
        }
        try:
            self._store.move(run_id, state, **told)
        except OSError as error:
            if self._forgotten(run_id):
                return True
            _log.warning("The end of run %s could not be written yet: %s", run_id, error)
            return False
        return True

    def _forgotten(self, run_id: str) -> bool:
        """Whether somebody removed the folder of a run that was still to come to an end; it is forgotten then."""
        if self._store.folder(run_id).path.exists():
            return False
        self._store.forget(run_id)
        return True


_END_STATE = {
    "completed": RunState.COMPLETED,
    "early_stopped": RunState.COMPLETED,
    "stopped": RunState.STOPPED,
    "lost": RunState.LOST,
}
