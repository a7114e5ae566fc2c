"""The generation worker as a child process: started, spoken to in lines, and never outliving the server.

Knows the protocol and nothing of sessions. Its input is a pipe: when the server ends, however it ends, the pipe closes and
the worker ends by itself.
"""

import asyncio
import os
import secrets
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from backend.domain.generation_protocol import (
    REPLY,
    CancelCommand,
    CountCommand,
    CountedReply,
    DoneReply,
    EventReply,
    OpenCommand,
    Prompt,
    RefusedReply,
    Reply,
    ResidentReply,
    Work,
)
from backend.errors import FieldError, InvalidInput
from backend.runtime.blas import find_blas, worker_environment
from backend.runtime.oom import oom_kills

_PROJECT = Path(__file__).resolve().parents[2]
_MAX_LINE = 256 * 2**20
_GRACE_SECONDS = 5
_TAIL_BYTES = 4096

Tell = Callable[[dict[str, Any]], None]


class WorkerGone(Exception):
    """The worker ended before it had answered; the message says how, as far as that is known."""


class GenerationWorker:
    """One running worker. All methods belong to the event loop's thread."""

    def __init__(self, model: str, process: asyncio.subprocess.Process) -> None:
        self.model = model
        self.pid = process.pid
        self.resident: ResidentReply | None = None
        self._process = process
        self._oom_before = oom_kills()
        self._waiting: dict[str, asyncio.Future[Reply]] = {}
        self._tells: dict[str, Tell] = {}
        self._gone: Exception | None = None
        self._tail = b""
        self._reading = asyncio.ensure_future(self._read())
        self._draining = asyncio.ensure_future(self._drain())

    @classmethod
    async def start(cls, model: str) -> "GenerationWorker":
        """Start a process and ask it to load a base. Raises OSError."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "backend.workers.generate",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=worker_environment(find_blas()),
            cwd=_PROJECT,
            start_new_session=True,
            limit=_MAX_LINE,
        )
        worker = cls(model, process)
        worker._send(OpenCommand(model=model))
        return worker

    @property
    def alive(self) -> bool:
        """Whether it can be asked anything."""
        return self._gone is None and self._process.returncode is None

    async def count(self, prompt: Prompt) -> int:
        """Tokens of a prompt. Raises `InvalidInput` where it cannot be put to the model, `WorkerGone`."""
        job = secrets.token_hex(8)
        reply = await self._ask(CountCommand(job=job, prompt=prompt), job)
        assert isinstance(reply, CountedReply)  # noqa: S101 - the protocol answers a count with a count
        return reply.tokens

    async def work(self, command: Work, tell: Tell = lambda _: None) -> DoneReply:
        """Have a piece of work done; `tell` gets its events. Raises `InvalidInput`, `WorkerGone`."""
        self._tells[command.job] = tell
        try:
            reply = await self._ask(command, command.job)
        finally:
            del self._tells[command.job]
        assert isinstance(reply, DoneReply)  # noqa: S101 - the protocol ends work with done or refused
        return reply

    def cancel(self, job: str) -> None:
        """Ask a piece of work to stop at its next token."""
        if self.alive:
            self._send(CancelCommand(job=job))

    async def end(self) -> None:
        """Close its input, and kill it when it does not end by that."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), _GRACE_SECONDS)
        except TimeoutError:
            os.killpg(self.pid, signal.SIGKILL)
            await self._process.wait()
        await asyncio.gather(self._reading, self._draining, return_exceptions=True)

    async def _ask(self, command: BaseModel, job: str) -> Reply:
        if self._gone is not None:
            raise self._gone
        future: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._waiting[job] = future
        try:
            self._send(command)
            return await future
        finally:
            self._waiting.pop(job, None)

    def _send(self, command: BaseModel) -> None:
        assert self._process.stdin is not None  # noqa: S101 - it was started with a pipe
        self._process.stdin.write(command.model_dump_json().encode() + b"\n")

    async def _read(self) -> None:
        assert self._process.stdout is not None  # noqa: S101 - it was started with a pipe
        async for line in self._process.stdout:
            self._take(REPLY.validate_json(line))
        await self._process.wait()
        await self._draining
        if self._gone is None:
            self._gone = WorkerGone(self._how_it_ended())
        self._fail_all()

    async def _drain(self) -> None:
        assert self._process.stderr is not None  # noqa: S101 - it was started with a pipe
        while said := await self._process.stderr.read(_TAIL_BYTES):
            self._tail = (self._tail + said)[-_TAIL_BYTES:]

    def _take(self, reply: Reply) -> None:
        match reply:
            case EventReply():
                if (tell := self._tells.get(reply.job)) is not None:
                    tell(reply.event)
            case ResidentReply():
                self.resident = reply
            case RefusedReply():
                self._refuse(reply)
            case CountedReply() | DoneReply():
                self._settle(reply.job, reply)

    def _refuse(self, reply: RefusedReply) -> None:
        error = InvalidInput.of(FieldError(reply.field, reply.message, reply.hint))
        if reply.job is None:
            self._gone = error
            self._fail_all()
        elif (future := self._waiting.get(reply.job)) is not None and not future.done():
            future.set_exception(error)

    def _settle(self, job: str, reply: Reply) -> None:
        future = self._waiting.get(job)
        if future is not None and not future.done():
            future.set_result(reply)

    def _fail_all(self) -> None:
        for future in self._waiting.values():
            if not future.done() and self._gone is not None:
                future.set_exception(self._gone)

    def _how_it_ended(self) -> str:
        code = self._process.returncode or 0
        said = self._tail.decode(errors="replace").strip().splitlines()[-1:]
        if code == -signal.SIGKILL and oom_kills() > self._oom_before:
            return "The system ended the generation worker because memory ran out."
        if code < 0:
            return f"The generation worker was ended by {signal.Signals(-code).name}."
        return f"The generation worker ended with exit code {code}" + (f": {said[0].rstrip('.')}." if said else ".")
