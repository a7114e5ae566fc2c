"""How a data job talks with the server: one JSON line in, JSON lines out, and an end when the server ends.

Out come {"progress": {...}} lines, then one {"result": {...}} or {"problem": {...}}. Standard input stays open for as long
as somebody waits: when it closes, this process and its helpers end. Whatever libraries print goes to standard error.
"""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from typing import TextIO, TypeVar

from pydantic import BaseModel, ValidationError

from backend.domain.data_jobs import JobProblem, JobProgress
from backend.domain.dataset import RowProblem
from backend.runtime.json_lines import FileChanged
from backend.workers.inspection_error import InspectionError
from backend.workers.tokenizer_source import NoChatTemplate

_TELL_SECONDS = 0.2
Request = TypeVar("Request", bound=BaseModel)


class JobRefused(Exception):
    """A job that cannot be done, as a person should read it."""

    def __init__(self, field: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.problem = JobProblem(field=field, message=message, hint=hint)


EXPECTED = (
    JobRefused,
    InspectionError,
    NoChatTemplate,
    RowProblem,
    BrokenProcessPool,
    ValidationError,
    MemoryError,
    OSError,
)
"""What a job may end with without being broken; anything else is a defect and leaves a trace."""


class JobChannel:
    """The lines that go out."""

    def __init__(self, output: TextIO) -> None:
        self._output = output
        self._told = 0.0

    def progress(self, done: int, total: int | None, unit: str) -> None:
        """Tell how far; a few times a second at most, and always at the end."""
        now = time.monotonic()
        if done == total or now - self._told >= _TELL_SECONDS:
            self._told = now
            self._write("progress", JobProgress(done=done, total=total, unit=unit))

    def result(self, made: BaseModel) -> None:
        """The last word of a job that worked."""
        self._write("result", made)

    def problem(self, problem: JobProblem) -> None:
        """The last word of a job that did not."""
        self._write("problem", problem)

    def _write(self, key: str, value: BaseModel) -> None:
        self._output.write(f'{{"{key}": {value.model_dump_json()}}}\n')
        self._output.flush()


def claim_standard_output() -> TextIO:
    """The original standard output; descriptor 1 then leads to standard error, for libraries that print."""
    original = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return original


def run_job(request_type: type[Request], work: Callable[[Request, JobChannel], BaseModel]) -> None:
    """Read the request, do the work, say how it ended."""
    channel = JobChannel(claim_standard_output())
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    line = sys.stdin.readline()
    threading.Thread(target=_end_with_owner, daemon=True).start()
    try:
        channel.result(work(request_type.model_validate_json(line), channel))
    except EXPECTED as error:
        channel.problem(explain(error))


def explain(error: Exception) -> JobProblem:
    """What to tell about an error that a job expects."""
    match error:
        case JobRefused():
            return error.problem
        case InspectionError():
            return JobProblem(field="model", message=error.message, hint=error.hint)
        case NoChatTemplate():
            return JobProblem(
                field="model", message=str(error), hint="Choose a model with a chat template, or use text rows."
            )
        case RowProblem():
            return JobProblem(field="path", message=error.message, hint=error.hint)
        case FileChanged():
            return JobProblem(
                field="path",
                message=f"{error.filename} changed while it was being read.",
                hint="Wait until it is written in full, then try again.",
            )
        case OSError():
            return JobProblem(
                field="path",
                message=f"{error.filename or 'A file'}: {error.strerror or error}.",
                hint="Check the path, the permissions and the free space.",
            )
        case MemoryError():
            return JobProblem(
                field="path",
                message="The file needs more memory than it may have.",
                hint="Part it, or shorten its rows.",
            )
        case BrokenProcessPool():
            return JobProblem(
                field="",
                message="A helper process ended before its work was done.",
                hint="It may have run out of memory: close other programs and try again.",
            )
        case _:
            return JobProblem(field="", message=f"The request is not understood: {error}.", hint="Try again.")


def _end_with_owner() -> None:
    """Standard input closes when the server lets go of this process or dies."""
    while os.read(0, 4096):
        pass
    if os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGTERM)
