"""Lines of JSON, read one after the other or by byte ranges, each with what is wrong with it. Memory does not grow with rows."""

import errno
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from backend.domain.dataset import RowProblem

MAX_LINE_BYTES = 50_000_000
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Line:
    """A line that is not blank. `number` counts every line from 1, `offset` is where it begins, `size` its bytes."""

    number: int
    row: Any = None
    problem: RowProblem | None = None
    offset: int = 0
    size: int = 0
    duplicate_keys: bool = False


class FileChanged(OSError):
    """A file that was written to while it was being read."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.ESTALE, "It changed while it was being read", str(path))


@contextmanager
def unchanged(path: Path) -> Iterator[None]:
    """Compares size and times of a file before and after. Raises `FileChanged`, OSError."""
    before = file_stamp(path)
    yield
    if file_stamp(path) != before:
        raise FileChanged(path)


def file_stamp(path: Path) -> tuple[int, int, int]:
    """(inode, bytes, time of the last change): differs once a file was written to. Raises OSError."""
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


def read_lines(path: Path) -> Iterator[Line]:
    """Every line that is not blank. Raises OSError."""
    with path.open("rb") as file:
        yield from _lines_from(file, 0, 0, None)


def read_lines_from(path: Path, offset: int, number: int) -> Iterator[Line]:
    """The lines from the one that begins at a byte and has this number. Raises OSError."""
    with path.open("rb") as file:
        file.seek(offset)
        yield from _lines_from(file, offset, number - 1, None)


def unchanged_lines(path: Path) -> Iterator[Line]:
    """Every line that is not blank. Raises `FileChanged` at the end where the file was written to meanwhile, OSError."""
    with unchanged(path):
        yield from read_lines(path)


def read_chunk(path: Path, start: int, end: int) -> tuple[list[Line], int]:
    """The lines that begin in the bytes from `start` to `end`, numbered from 1, and how many lines begin there at all.

    Chunks that lie side by side give every line of a file exactly once. Raises OSError.
    """
    with path.open("rb") as file:
        position = start
        if start:
            file.seek(start - 1)
            head = file.readline(end - start + 1)
            position += len(head) - 1
            if not head.endswith(b"\n") or position >= end:
                return [], 0
        counter = _Counter()
        return list(_lines_from(file, position, 0, end, counter)), counter.lines


def read_line_at(path: Path, offset: int, number: int) -> Line:
    """The line that begins at a byte. Raises OSError, ValueError where there is none."""
    with path.open("rb") as file:
        file.seek(offset)
        found = next(_lines_from(file, offset, number - 1, offset + 1), None)
    if found is None:
        raise ValueError(f"no row begins at byte {offset}")
    return found


class _Counter:
    lines = 0


def _lines_from(
    file: BinaryIO, position: int, number: int, end: int | None, counter: _Counter | None = None
) -> Iterator[Line]:
    while (end is None or position < end) and (line := file.readline(MAX_LINE_BYTES)):
        number += 1
        if counter is not None:
            counter.lines = number
        size = len(line)
        if size == MAX_LINE_BYTES and not line.endswith(b"\n"):
            size += _skip_line(file)
            yield Line(number, problem=RowProblem("The line is longer than 50 MB.", "Split the row."), offset=position)
        else:
            text = line.removeprefix(_BOM) if position == 0 else line
            if text.strip():
                yield _parse(number, text, position, size)
        position += size


def _skip_line(file: BinaryIO) -> int:
    skipped = 0
    while piece := file.readline(1 << 20):
        skipped += len(piece)
        if piece.endswith(b"\n"):
            break
    return skipped


class _Pairs:
    """Builds objects and remembers whether a key came twice; the last value counts, as everywhere in Python."""

    def __init__(self) -> None:
        self.repeated = False

    def __call__(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        self.repeated = self.repeated or len(made) < len(pairs)
        return made


def _parse(number: int, line: bytes, offset: int, size: int) -> Line:
    pairs = _Pairs()
    try:
        row = json.loads(line.decode("utf-8"), object_pairs_hook=pairs)
        if b"\\ud" in line or b"\\uD" in line:
            json.dumps(row, ensure_ascii=False).encode("utf-8")
    except UnicodeDecodeError as error:
        problem = RowProblem(f"Byte {error.start + 1} is not UTF-8.", "Save the file as UTF-8.")
    except UnicodeEncodeError:
        problem = RowProblem("The row holds half of a surrogate pair.", "Correct the \\u escapes.")
    except json.JSONDecodeError as error:
        problem = _not_json(line, error)
    except RecursionError:
        problem = RowProblem("The row is nested too deeply.", "Flatten it.")
    except ValueError:
        problem = RowProblem("Not JSON: a number has too many digits.", "Write it as text, or shorten it.")
    else:
        return Line(number, row=row, offset=offset, size=size, duplicate_keys=pairs.repeated)
    return Line(number, problem=problem, offset=offset, size=size)


def _not_json(line: bytes, error: json.JSONDecodeError) -> RowProblem:
    if b"\0" in line:
        return RowProblem(
            f"Not JSON: there is a NUL byte at byte {line.index(0) + 1}.",
            "The file is damaged, or saved as UTF-16: save it as UTF-8.",
        )
    return RowProblem(f"Not JSON: {error.msg} at column {error.colno}.", "Correct or remove the line.")


def ascii_line(row: object) -> bytes:
    """A row as the trainer reads it: ASCII JSON and a newline."""
    return json.dumps(row, ensure_ascii=True).encode() + b"\n"


def flush_to_disk(file: BinaryIO) -> None:
    """Make what was written survive a power cut. Raises OSError."""
    file.flush()
    os.fsync(file.fileno())
