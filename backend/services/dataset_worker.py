"""A data worker as a child process: one request in, lines out, its whole group ended when nobody wants it any more."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections import deque
from collections.abc import AsyncIterator
from typing import Any, Self

from pydantic import BaseModel

from backend.runtime.blas import worker_environment
from backend.settings import PROJECT

_LINE_BYTES = 1 << 26
_GRACE_SECONDS = 5
_KEPT_LINES = 20


class DataWorker:
    """One running child."""

    def __init__(self, child: asyncio.subprocess.Process) -> None:
        self._child = child
        self._said: deque[str] = deque(maxlen=_KEPT_LINES)
        self._listening = asyncio.get_running_loop().create_task(self._listen())

    @classmethod
    async def start(cls, module: str) -> Self:
        """Start `python -m <module>` in a session of its own. Raises OSError."""
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
            limit=_LINE_BYTES,
        )
        return cls(child)

    async def ask(self, request: BaseModel) -> None:
        """Write one request. Raises OSError where the child has ended."""
        assert self._child.stdin is not None  # noqa: S101 - piped above
        self._child.stdin.write(request.model_dump_json().encode() + b"\n")
        await self._child.stdin.drain()

    async def line(self) -> dict[str, Any] | None:
        """The next line, or None once the child has ended."""
        assert self._child.stdout is not None  # noqa: S101 - piped above
        raw = await self._child.stdout.readline()
        return json.loads(raw) if raw.endswith(b"\n") else None

    async def lines(self) -> AsyncIterator[dict[str, Any]]:
        """Lines until the child ends."""
        while (line := await self.line()) is not None:
            yield line

    async def last_words(self) -> str:
        """The last line on standard error, or the exit code."""
        await self._listening
        code = await self._child.wait()
        return self._said[-1] if self._said else f"exit code {code}"

    async def _listen(self) -> None:
        """Empties standard error, so that a child that says much never blocks."""
        assert self._child.stderr is not None  # noqa: S101 - piped below
        while raw := await self._child.stderr.read(1 << 16):
            self._said.extend(line for line in raw.decode(errors="replace").splitlines() if line.strip())

    def ask_to_end(self) -> None:
        """Close its standard input: it ends by itself."""
        if self._child.stdin is not None:
            self._child.stdin.close()

    async def end(self) -> None:
        """End the whole group, first politely so that half-written files are removed."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            if self._child.returncode is not None:
                break
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._child.pid, number)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._child.wait(), _GRACE_SECONDS)
        self.ask_to_end()
