"""Policy over runs: what may start, what is stopped, and what an ended trainer means.

One run trains at a time, the others wait in the order in which they came. The trainer writes its own events; this class
follows them, keeps the newest figures, and gives every run an end. After a restart it finds running trainers again.
"""

import asyncio
import logging
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from backend.domain.enhanced_choices import EnhancedKind
from backend.domain.enhanced_config import EnhancedConfig
from backend.domain.events import FinishedEvent, ProofEvent
from backend.domain.exit_cause import Evidence, RunExit, classify_exit
from backend.domain.run import ACTIVE_STATES, END_STATES, Run, RunKind, RunState
from backend.domain.run_metrics import fold
from backend.domain.training_config import TrainingConfig
from backend.errors import Conflict
from backend.runtime.blas import find_blas, worker_environment
from backend.runtime.child_process import STOP_LADDER, ChildProcess, Rung
from backend.runtime.oom import oom_kills
from backend.services import enhanced_preflight, preflight
from backend.services.model_inspector import ModelInspector
from backend.services.run_store import RunStore

_FOLLOW_SECONDS = 0.2
_RETRY_SECONDS = 2
_log = logging.getLogger(__name__)
_PROJECT = Path(__file__).resolve().parents[2]


class RunSupervisor:
    """Starts, follows and ends runs."""

    def __init__(self, store: RunStore, inspector: ModelInspector, ladder: Sequence[Rung] = STOP_LADDER) -> None:
        self._store = store
        self._inspector = inspector
        self._ladder = ladder
        self._children: dict[str, ChildProcess] = {}
        self._wake = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._creating = asyncio.Lock()

    async def open(self) -> None:
        """Read the runs, take up those that are still training, and begin to work off the queue."""
        await asyncio.to_thread(self._store.load)
        for run in self._store.all():
            if run.state in ACTIVE_STATES:
                self._adopt(run)
        self._spawn_task(self._work_off_queue())

    async def close(self) -> None:
        """Stop following. Trainers go on; the next server finds them."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def create(self, kind: RunKind, config: TrainingConfig | EnhancedConfig) -> Run:
        """Check a configuration and queue it. Raises `InvalidInput`, `StorageFailed`, `WorkerFailed`."""
        checked: preflight.Preflight | enhanced_preflight.EnhancedPreflight
        if isinstance(config, TrainingConfig):
            checked = await preflight.check(config, self._inspector)
        else:
            checked = await enhanced_preflight.check(EnhancedKind(kind), config, self._inspector)
        async with self._creating:
            run = await asyncio.to_thread(self._store.create, kind, checked)
        self._wake.set()
        return run

    def stop(self, run_id: str) -> Run:
        """Ask a run to end and keep what it learned; a waiting run is taken off the queue. Raises `NotFound`, `Conflict`."""
        run = self._store.get(run_id)
        if run.state in END_STATES:
            raise Conflict(f"The run has already ended: it is {run.state}.")
        if run.state is RunState.QUEUED:
            ended = classify_exit(Evidence("stopped", None, saved=False, step=0, stop_requested=True))
            return self._store.move(run_id, RunState.STOPPED, ended_at=datetime.now(UTC), exit=ended)
        if run.state is RunState.STOPPING:
            return run
        run = self._store.move(run_id, RunState.STOPPING)
        if run_id in self._children:
            self._spawn_task(self._children[run_id].stop(self._ladder))
        return run

    def delete(self, run_id: str) -> None:
        """Delete an ended or waiting run with its folder. Raises `NotFound`, `Conflict`, `StorageFailed`."""
        if self._store.get(run_id).state in ACTIVE_STATES:
            raise Conflict("The run is still training. Stop it first, then delete it.")
        self._store.remove(run_id)

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
            waiting = [run for run in self._store.all() if run.state is RunState.QUEUED]
            if waiting and not self._children:
                self._start(waiting[-1])
            self._wake.clear()
            await self._wake.wait()

    def _start(self, run: Run) -> None:
        folder = self._store.folder(run.id)
        self._store.move(run.id, RunState.STARTING, started_at=datetime.now(UTC))
        worker = "backend.workers.train" if run.kind is RunKind.SFT else "backend.workers.enhanced_train"
        command = [sys.executable, "-m", worker, str(folder.path)]
        try:
            child = ChildProcess.spawn(
                command, cwd=_PROJECT, env=worker_environment(find_blas()), log=folder.trainer_log
            )
        except OSError as error:
            ended = classify_exit(
                Evidence(
                    "failed", None, saved=False, step=0, stop_requested=False, error_type="OSError", error=str(error)
                )
            )
            self._store.move(run.id, RunState.FAILED, ended_at=datetime.now(UTC), exit=ended)
            return
        self._store.note(run.id, write=True, process=child.ref)
        self._follow(run.id, child)

    def _adopt(self, run: Run) -> None:
        child = ChildProcess.find(run.process) if run.process is not None else None
        self._follow(run.id, child)
        if child is not None and run.state is RunState.STOPPING:
            self._spawn_task(child.stop(self._ladder))

    def _follow(self, run_id: str, child: ChildProcess | None) -> None:
        if child is not None:
            self._children[run_id] = child
        self._spawn_task(self._follow_to_the_end(run_id, child))

    async def _follow_to_the_end(self, run_id: str, child: ChildProcess | None) -> None:
        follower = _Follower(self._store, run_id)
        kills_before = oom_kills()
        while child is not None and child.is_alive():
            follower.catch_up()
            await asyncio.sleep(_FOLLOW_SECONDS)
        follower.catch_up()
        ended = classify_exit(follower.evidence(child, oom_kills() > kills_before))
        while not self._end(run_id, follower, ended):  # noqa: ASYNC110 - a disk that has room again raises no event
            await asyncio.sleep(_RETRY_SECONDS)
        self._children.pop(run_id, None)
        self._wake.set()

    def _end(self, run_id: str, follower: "_Follower", ended: RunExit) -> bool:
        """Write the end down; False when the disk refused, to be tried again once it has room."""
        state = _END_STATE.get(ended.cause.value, RunState.FAILED)
        try:
            self._store.move(run_id, state, ended_at=datetime.now(UTC), exit=ended, proof=follower.proof)
        except OSError as error:
            _log.warning("The end of run %s could not be written yet: %s", run_id, error)
            return False
        return True


_END_STATE = {
    "completed": RunState.COMPLETED,
    "early_stopped": RunState.COMPLETED,
    "stopped": RunState.STOPPED,
    "lost": RunState.LOST,
}


class _Follower:
    """Reads one run's events as they come and keeps what the supervisor needs of them."""

    def __init__(self, store: RunStore, run_id: str) -> None:
        self._store = store
        self._run_id = run_id
        self._log = store.folder(run_id).events
        self._offset = 0
        self._stop_requested = store.get(run_id).state is RunState.STOPPING
        self._finished: FinishedEvent | None = None
        self.proof = store.get(run_id).proof

    def catch_up(self) -> None:
        """Take in every event written since the last call."""
        run = self._store.get(self._run_id)
        metrics = run.metrics
        began = False
        for read in self._log.read(offset=self._offset):
            self._offset = read.end
            metrics = fold(metrics, read.event)
            began = began or read.event.type == "phase"
            if isinstance(read.event, ProofEvent):
                self.proof = read.event.proof
            elif isinstance(read.event, FinishedEvent):
                self._finished = read.event
        if metrics != run.metrics or self.proof is not run.proof:
            self._store.note(self._run_id, metrics=metrics, proof=self.proof)
        if began and run.state is RunState.STARTING:
            self._store.move(self._run_id, RunState.RUNNING)
        self._stop_requested = self._stop_requested or run.state is RunState.STOPPING

    def evidence(self, child: ChildProcess | None, oom_killed: bool) -> Evidence:
        """What is known now that the trainer has ended."""
        folder = self._store.folder(self._run_id)
        last = self._finished
        return Evidence(
            outcome=None if last is None else last.outcome,
            returncode=None if child is None else child.returncode(),
            saved=folder.adapter_file.exists() if last is None else last.saved,
            step=self._store.get(self._run_id).metrics.step if last is None else last.step,
            stop_requested=self._stop_requested,
            error_type="" if last is None else last.error_type or "",
            error="" if last is None else last.error or "",
            log_tail=folder.log_tail(),
            oom_killed=oom_killed,
        )
