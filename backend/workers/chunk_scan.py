"""A file of rows gone through by several processes at once: each takes a range of bytes, results come back in order.

No row travels between processes on its way in: a helper is told where to read. At most a few results wait at any time, so
memory does not grow with the file. Helpers are started afresh (not forked), which is safe whatever was imported before.
"""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from backend.runtime.json_lines import Line, read_chunk, unchanged

CHUNK_BYTES = 1 << 20
_ALONE_BYTES = 2 * CHUNK_BYTES
_WAITING_EACH = 3
Result = TypeVar("Result")
Result_co = TypeVar("Result_co", covariant=True)


class ChunkTask(Protocol[Result_co]):
    """Work on the lines of a chunk; it is sent to every helper once, so it must be picklable."""

    def open(self) -> Callable[[list[Line]], Result_co]:
        """Called once in every helper: load what is needed, then give the function that takes lines."""
        ...


@dataclass(frozen=True)
class ChunkResult(Generic[Result]):
    """What came of a chunk. Its lines are numbered from `first_line`, its rows (lines that are not blank) from `first_row`."""

    value: Result
    first_line: int
    first_row: int


def helper_count() -> int:
    """How many helpers are worth starting: one a core that this process may use."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, 16))


def scan(
    path: Path, task: ChunkTask[Result], progress: Callable[[int, int], None], helpers: int | None = None
) -> Iterator[ChunkResult[Result]]:
    """Work on every chunk, results in the order of the file; `progress` is told bytes done and in all.

    Raises `FileChanged`, OSError, `BrokenProcessPool`, and whatever the task raises.
    """
    total = path.stat().st_size
    count = helper_count() if helpers is None else helpers
    with unchanged(path):
        if total <= _ALONE_BYTES or count < 2:
            yield from _numbered(_alone(path, total, task, progress))
        else:
            yield from _numbered(_together(path, total, task, progress, count))


def _numbered(parts: Iterator[tuple[Result, int, int]]) -> Iterator[ChunkResult[Result]]:
    line = row = 1
    for value, lines, rows in parts:
        yield ChunkResult(value, line, row)
        line += lines
        row += rows


def _alone(
    path: Path, total: int, task: ChunkTask[Result], progress: Callable[[int, int], None]
) -> Iterator[tuple[Result, int, int]]:
    work = task.open()
    for start in range(0, total, CHUNK_BYTES):
        yield _work_on(work, path, start, min(start + CHUNK_BYTES, total))
        progress(min(start + CHUNK_BYTES, total), total)


def _together(
    path: Path, total: int, task: ChunkTask[Result], progress: Callable[[int, int], None], helpers: int
) -> Iterator[tuple[Result, int, int]]:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(helpers, mp_context=context, initializer=_begin, initargs=(task,)) as pool:
        waiting: deque[tuple[int, Future[tuple[Result, int, int]]]] = deque()
        try:
            for start in range(0, total, CHUNK_BYTES):
                end = min(start + CHUNK_BYTES, total)
                waiting.append((end, pool.submit(_helper_work, path, start, end)))
                if len(waiting) > _WAITING_EACH * helpers:
                    yield _next(waiting, total, progress)
            while waiting:
                yield _next(waiting, total, progress)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _next(
    waiting: deque[tuple[int, Future[tuple[Result, int, int]]]], total: int, progress: Callable[[int, int], None]
) -> tuple[Result, int, int]:
    end, future = waiting.popleft()
    found = future.result()
    progress(end, total)
    return found


_work: Callable[[list[Line]], Any] | None = None


def _begin(task: ChunkTask[Any]) -> None:
    """Runs once in each helper."""
    global _work  # noqa: PLW0603 - the one thing that a helper keeps between chunks
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    _work = task.open()


def _helper_work(path: Path, start: int, end: int) -> tuple[Any, int, int]:
    assert _work is not None  # noqa: S101 - set by the initializer
    return _work_on(_work, path, start, end)


def _work_on(work: Callable[[list[Line]], Result], path: Path, start: int, end: int) -> tuple[Result, int, int]:
    lines, count = read_chunk(path, start, end)
    return work(lines), count, len(lines)
