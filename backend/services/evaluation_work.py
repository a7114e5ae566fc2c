"""Works off evaluations: one process each, followed to its end, found again after a restart.

They share the queue with runs (`RunSupervisor.share_queue`): an evaluation takes a place like a run, waits while all places
are taken, and goes before waiting runs, because it takes seconds where they take hours.
"""

import asyncio
import logging
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from signal import SIGKILL, SIGTERM

from backend.domain.evaluation import (
    AT_WORK,
    Evaluation,
    EvaluationLine,
    EvaluationProblem,
    EvaluationProgress,
    EvaluationState,
)
from backend.domain.evaluation_end import WorkerEnd, end_of
from backend.domain.run import END_STATES, Run
from backend.runtime.blas import find_blas, worker_environment
from backend.runtime.child_process import ChildProcess, Rung
from backend.runtime.oom import oom_kills
from backend.services.evaluation_store import EvaluationStore
from backend.services.run_store import RunStore
from backend.settings import PROJECT

_FOLLOW_SECONDS = 0.2
_RETRY_SECONDS = 2
_LADDER = (Rung(SIGTERM, whole_group=True, grace_seconds=5), Rung(SIGKILL, whole_group=True, grace_seconds=5))
_log = logging.getLogger(__name__)


class EvaluationWork:
    """Begins, follows and ends evaluations."""

    def __init__(
        self,
        runs: RunStore,
        store: EvaluationStore,
        before_start: Callable[[Run], None] = lambda _run: None,
        ladder: Sequence[Rung] = _LADDER,
    ) -> None:
        self._runs = runs
        self._store = store
        self._before_start = before_start
        self._ladder = ladder
        self._children: dict[str, ChildProcess] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._wake: Callable[[], None] = lambda: None

    def attach(self, wake: Callable[[], None]) -> None:
        """Whom to tell that something waits, or that a place is free."""
        self._wake = wake

    def wake(self) -> None:
        """Something waits."""
        self._wake()

    async def open(self) -> None:
        """Take up what waits, and follow what is at work still. The runs are read by now."""
        await asyncio.to_thread(self._store.load)
        for evaluation in self._store.open_ones():
            if evaluation.state in AT_WORK:
                self._adopt(evaluation)

    async def close(self) -> None:
        """Stop following. Workers go on; the next server finds them."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def busy(self) -> int:
        """Places of the queue that are taken."""
        return len([one for one in self._store.open_ones() if one.state in AT_WORK])

    def begin_next(self) -> bool:
        """Begin the first one that can begin; False where none can."""
        for evaluation in self._store.open_ones():
            if evaluation.state is not EvaluationState.QUEUED or not self._store.is_there(evaluation):
                continue
            if self._runs.get(evaluation.run_id).state in END_STATES:
                return self._begin(evaluation)
        return False

    def cancel(self, evaluation: Evaluation) -> None:
        """End one that is at work. Raises `NotFound`, OSError."""
        self._end_child(self._store.move(evaluation, EvaluationState.CANCELLING))

    def _begin(self, evaluation: Evaluation) -> bool:
        folder = self._store.folder(evaluation.run_id)
        command = [sys.executable, "-m", "backend.workers.evaluate", str(folder.file(evaluation.id))]
        try:
            begun = self._store.move(evaluation, EvaluationState.RUNNING, started_at=datetime.now(UTC))
        except OSError as error:
            _log.warning("Evaluation %s could not be started yet: %s", evaluation.id, error)
            asyncio.get_running_loop().call_later(_RETRY_SECONDS, self._wake)
            return False
        self._before_start(self._runs.get(evaluation.run_id))
        try:
            child = ChildProcess.spawn(
                command, cwd=PROJECT, env=worker_environment(find_blas()), log=folder.log_file(evaluation.id)
            )
        except OSError as error:
            problem = EvaluationProblem(message=f"It could not be started: {error.strerror}.", hint="Free some memory.")
            self._store.move(begun, EvaluationState.FAILED, ended_at=datetime.now(UTC), problem=problem)
            return True
        self._children[evaluation.id] = child
        with suppress(OSError):  # found again by its argument where its number could not be written down
            begun = self._store.note(begun, write=True, process=child.ref)
        self._follow(begun)
        return True

    def _adopt(self, evaluation: Evaluation) -> None:
        place = str(self._store.folder(evaluation.run_id).file(evaluation.id))
        ref = evaluation.process
        child = ChildProcess.search(place) if ref is None else ChildProcess.find(ref)
        if child is not None:
            self._children[evaluation.id] = child
            if evaluation.state is EvaluationState.CANCELLING:
                self._end_child(evaluation)
        self._follow(evaluation)

    def _end_child(self, evaluation: Evaluation) -> None:
        child = self._children.get(evaluation.id)
        if child is not None:
            self._spawn_task(child.stop(self._ladder))

    def _follow(self, evaluation: Evaluation) -> None:
        self._spawn_task(self._follow_to_the_end(evaluation))

    async def _follow_to_the_end(self, evaluation: Evaluation) -> None:
        child = self._children.get(evaluation.id)
        kills_before = oom_kills()
        while child is not None and child.is_alive():
            if not self._store.is_there(evaluation):
                await child.stop(self._ladder)
                break
            told = self._told(evaluation)
            if isinstance(told, EvaluationProgress):
                self._store.note(self._store.current(evaluation), progress=told)
            await asyncio.sleep(_FOLLOW_SECONDS)
        returncode = None if child is None else child.returncode()
        while not self._end(evaluation, returncode, out_of_memory=oom_kills() > kills_before):  # noqa: ASYNC110 - room on a disk raises no event
            await asyncio.sleep(_RETRY_SECONDS)
        self._children.pop(evaluation.id, None)
        self._wake()

    def _told(self, evaluation: Evaluation) -> EvaluationLine | None:
        try:
            return self._store.folder(evaluation.run_id).told(evaluation.id)
        except OSError:
            return None

    def _end(self, evaluation: Evaluation, returncode: int | None, *, out_of_memory: bool) -> bool:
        """Write the end down; False when the disk refused, to be tried again once it has room."""
        if not self._store.is_there(evaluation):
            self._store.forget(evaluation)
            return True
        folder, now = self._store.folder(evaluation.run_id), self._store.current(evaluation)
        words = folder.last_words(evaluation.id)
        ended = end_of(now, WorkerEnd(self._told(evaluation), returncode, out_of_memory, words))
        try:
            self._store.move(
                now, ended.state, ended_at=datetime.now(UTC), result=ended.result, problem=ended.problem, process=None
            )
            if ended.state is not EvaluationState.FAILED:
                folder.forget_worker(evaluation.id)
        except OSError as error:
            _log.warning("The end of evaluation %s could not be written yet: %s", evaluation.id, error)
            return self._store.current(evaluation).id not in {one.id for one in self._store.open_ones()}
        return True

    def _spawn_task(self, work: "asyncio._CoroutineLike[None]") -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._task_done)

    def _task_done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("A task of the evaluations failed", exc_info=error)
