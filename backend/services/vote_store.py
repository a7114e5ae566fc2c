"""`votes.jsonl`: votes and their undoing, appended a line at a time.

A line counts only once its newline is written; one that a crash cut short is removed by the next writer.
"""

import fcntl
import os
from pathlib import Path

from pydantic import ValidationError

from backend.domain.compare_votes import VOTE_LINE, Undo, Vote, standing
from backend.errors import StorageFailed


class VoteStore:
    """The votes of one home."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def append(self, line: Vote | Undo) -> None:
        """Keep one line. Raises `StorageFailed`; nothing of it stays when it does."""
        data = line.model_dump_json().encode() + b"\n"
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a+b", buffering=0) as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                end = _complete_end(file.fileno())
                os.ftruncate(file.fileno(), end)
                if file.write(data) != len(data):
                    os.ftruncate(file.fileno(), end)
                    raise OSError(28, "No space left on device")
                os.fsync(file.fileno())
        except OSError as error:
            raise StorageFailed(f"The vote could not be kept in {self._path}: {error.strerror}.") from error

    def votes(self) -> list[Vote]:
        """Votes that stand, in order; lines that are none are left out. Raises `StorageFailed`."""
        try:
            data = self._path.read_bytes()
        except FileNotFoundError:
            return []
        except OSError as error:
            raise StorageFailed(f"The votes in {self._path} cannot be read: {error.strerror}.") from error
        lines = data[: data.rfind(b"\n") + 1].splitlines()
        return standing(vote for vote in map(_parsed, lines) if vote is not None)


def _complete_end(descriptor: int) -> int:
    """Offset behind the last complete line."""
    size = os.fstat(descriptor).st_size
    while size > 0 and os.pread(descriptor, 1, size - 1) != b"\n":
        size -= 1
    return size


def _parsed(line: bytes) -> Vote | Undo | None:
    try:
        return VOTE_LINE.validate_json(line)
    except ValidationError:
        return None
