"""Reads one run's events as they come: keeps its newest figures, and says what a person should be told meanwhile."""

import asyncio
from contextlib import suppress

from backend.domain.events import FinishedEvent, MessageEvent, ProofEvent, RunEvent, StateEvent
from backend.domain.exit_cause import Evidence
from backend.domain.run import RunMetrics, RunState
from backend.domain.run_metrics import fold
from backend.domain.run_watch import RunWatch
from backend.runtime.child_process import ChildProcess
from backend.runtime.clocks import awake, elapsed
from backend.services.run_store import RunStore


class RunFollower:
    """Follows one run from its first event on."""

    def __init__(self, store: RunStore, run_id: str) -> None:
        self._store = store
        self._run_id = run_id
        self._log = store.folder(run_id).events
        self._offset = 0
        self._finished: FinishedEvent | None = None
        self._watch = RunWatch(elapsed(), awake())
        self._messages: set[str] = set()
        self._notices: list[str] = []
        self.proof = store.get(run_id).proof

    async def catch_up(self) -> None:
        """Take in every event written since the last call; figures reach the store in one piece."""
        metrics = self._store.get(self._run_id).metrics
        began = False
        while self._log.size() > self._offset:
            part = await asyncio.to_thread(self._log.read_part, 0, self._offset)
            if part.end == self._offset:
                break
            self._offset = part.end
            for read in part.events:
                metrics = fold(metrics, read.event)
                began = began or read.event.type == "phase"
                self._take(read.event)
        self._note(metrics)
        if began and self._store.get(self._run_id).state is RunState.STARTING:
            self._store.move(self._run_id, RunState.RUNNING)

    def look_after(self, child: ChildProcess) -> None:
        """Tell what there is to tell of a run that is too silent, or was asleep."""
        notice = self._watch.tick(elapsed(), awake(), paused=child.is_paused())
        if notice is not None:
            self._notices.append(notice)
        while self._notices:
            text = self._notices.pop()
            if text not in self._messages:
                with suppress(OSError):  # a full disk has worse to tell
                    self._log.append("message", level="warning", text=text)

    def evidence(
        self, child: ChildProcess | None, *, oom_killed: bool, stop_requested: bool, disk_free: int | None
    ) -> Evidence:
        """What is known now that the trainer has ended."""
        folder = self._store.folder(self._run_id)
        last = self._finished
        return Evidence(
            outcome=None if last is None else last.outcome,
            returncode=None if child is None else child.returncode(),
            saved=folder.adapter_file.exists() if last is None else last.saved,
            step=self._store.get(self._run_id).metrics.step if last is None else last.step,
            stop_requested=stop_requested,
            error_type="" if last is None else last.error_type or "",
            error="" if last is None else last.error or "",
            log_tail=folder.log_tail(),
            oom_killed=oom_killed,
            disk_free=disk_free,
        )

    def _take(self, event: RunEvent) -> None:
        match event:
            case ProofEvent():
                self.proof = event.proof
            case FinishedEvent():
                self._finished = event
            case MessageEvent():
                self._messages.add(event.text)
                return
            case StateEvent(state=RunState.QUEUED):
                # The run was taken up again: what its last trainer said is no longer the end.
                self._finished, self.proof = None, None
        notice = self._watch.observe(event)
        if notice is not None:
            self._notices.append(notice)

    def _note(self, metrics: RunMetrics) -> None:
        run = self._store.get(self._run_id)
        if metrics != run.metrics or self.proof is not run.proof:
            self._store.note(self._run_id, metrics=metrics, proof=self.proof)
