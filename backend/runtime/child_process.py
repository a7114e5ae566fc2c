"""One child process: started in a session of its own, stopped by a ladder of signals, found again after a restart.

Knows nothing of runs. The child's output goes straight to a file, so it never blocks on a pipe and outlives its parent.
"""

import asyncio
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import psutil

from backend.domain.run import ProcessRef
from backend.runtime.process_start import boot, start_of

_POLL_SECONDS = 0.1


@dataclass(frozen=True)
class Rung:
    """One step of the stop ladder: a signal, to whom, and how long to wait before the next."""

    signal: signal.Signals
    whole_group: bool
    grace_seconds: float


STOP_LADDER = (
    Rung(signal.SIGINT, whole_group=False, grace_seconds=60),
    Rung(signal.SIGINT, whole_group=False, grace_seconds=10),
    Rung(signal.SIGTERM, whole_group=True, grace_seconds=5),
    Rung(signal.SIGKILL, whole_group=True, grace_seconds=5),
)
"""The first SIGINT asks the trainer to finish its step and save; the second to end at once; then it is no longer asked."""


class ChildProcess:
    """A process that was spawned here, or found again by number and start time."""

    def __init__(self, process: psutil.Process, popen: subprocess.Popen[bytes] | None) -> None:
        self._process = process
        self._popen = popen
        self.ref = ProcessRef(pid=process.pid, started_at=start_of(process), boot=boot())

    @classmethod
    def spawn(cls, command: Sequence[str], *, cwd: Path, env: Mapping[str, str], log: Path) -> Self:
        """Start `command` in a new session with its output appended to `log`. Raises OSError."""
        with log.open("ab") as output:
            popen = subprocess.Popen(
                list(command),
                cwd=cwd,
                env=dict(env),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return cls(psutil.Process(popen.pid), popen)

    @classmethod
    def find(cls, ref: ProcessRef) -> Self | None:
        """The running process that `ref` names, or None when it has ended or its number belongs to another now."""
        try:
            process = psutil.Process(ref.pid)
            same = abs(start_of(process) - ref.started_at) <= 0.05 and ref.boot == boot()
            if not same or process.status() == psutil.STATUS_ZOMBIE:
                return None
            return cls(process, None)
        except psutil.NoSuchProcess:
            return None

    @classmethod
    def search(cls, argument: str) -> Self | None:
        """A running worker with this last argument, for one whose number was never written down."""
        for process in psutil.process_iter(["cmdline"]):
            command = process.info["cmdline"] or []
            if command[-1:] == [argument] and any(part.startswith("backend.workers.") for part in command):
                return cls(process, None)
        return None

    def returncode(self) -> int | None:
        """The exit code once it has ended, as subprocess gives it; None while running or when it was not our child."""
        return None if self._popen is None else self._popen.poll()

    def is_alive(self) -> bool:
        """Whether it still runs. A child of ours that has ended is reaped here."""
        if self._popen is not None:
            return self._popen.poll() is None
        try:
            return self._process.is_running() and self._process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False

    def is_paused(self) -> bool:
        """Whether the system holds it stopped, as after SIGSTOP."""
        try:
            return bool(self._process.status() == psutil.STATUS_STOPPED)
        except psutil.NoSuchProcess:
            return False

    async def wait(self) -> int | None:
        """Wait for the end; the exit code where it is known."""
        while self.is_alive():  # noqa: ASYNC110 - the end of a process that is not our child raises no event
            await asyncio.sleep(_POLL_SECONDS)
        return self.returncode()

    async def stop(self, ladder: Sequence[Rung] = STOP_LADDER) -> None:
        """Climb the ladder until the process has ended."""
        for rung in ladder:
            if not self.is_alive():
                return
            self._send(rung)
            try:
                await asyncio.wait_for(self.wait(), rung.grace_seconds)
            except TimeoutError:
                continue

    def _send(self, rung: Rung) -> None:
        try:
            if rung.whole_group:
                os.killpg(self.ref.pid, rung.signal)
            else:
                self._process.send_signal(rung.signal)
        except (ProcessLookupError, psutil.NoSuchProcess):
            return
