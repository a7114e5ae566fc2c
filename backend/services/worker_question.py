"""One question to a worker process, one answer back: JSON in, JSON out, a time limit, and nothing left running."""

import asyncio
import os
import signal
import sys
from dataclasses import dataclass

from backend.runtime.blas import worker_environment
from backend.settings import PROJECT


@dataclass(frozen=True)
class Answer:
    """What a worker wrote before it ended."""

    out: bytes
    err: bytes
    returncode: int | None

    def last_words(self) -> str:
        """The last line on standard error, or the exit code."""
        lines = self.err.decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else f"exit code {self.returncode}"


async def ask_worker(module: str, question: bytes, seconds: float | None) -> Answer:
    """Start `python -m <module>`, give it one line, wait for its end.

    Raises TimeoutError once it has been killed, OSError where it does not start. No `seconds`: however long it takes.
    """
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=worker_environment(None),
        cwd=PROJECT,
        start_new_session=True,
    )
    try:
        out, err = await asyncio.wait_for(child.communicate(question + b"\n"), seconds)
    except (TimeoutError, asyncio.CancelledError):
        if child.returncode is None:
            os.killpg(child.pid, signal.SIGKILL)
        await child.wait()
        raise
    return Answer(out, err, child.returncode)
