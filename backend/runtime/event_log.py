"""`events.jsonl`: numbered events of one run, appended by the trainer and by the server, read by anyone.

A line counts only once its newline is written. Appending holds a file lock, so two writers never give out the same
number; a line that a crash cut short is removed by the next writer and was never seen by a reader.
"""

import fcntl
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from pydantic import ValidationError

from backend.domain.events import RUN_EVENT, RunEvent

_TAIL_BLOCK = 65536
_SEQ = re.compile(rb'\{"seq":(\d{1,18}),"time":')
PART_EVENTS = 500
PART_BYTES = 1_000_000


@dataclass(frozen=True)
class ReadEvent:
    """One event and the line that holds it, without the newline."""

    event: RunEvent
    line: bytes
    end: int
    """Offset in the file just behind the line."""


@dataclass(frozen=True)
class Part:
    """Events read in one go, and the offset behind everything that was looked at."""

    events: list[ReadEvent]
    end: int


class EventLog:
    """The event file of one run."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._size = -1
        self._seq = 0

    def append(self, event_type: str, *, sync: bool = False, **fields: object) -> RunEvent:
        """Number, date and write one event; `sync` waits for the disk. Raises OSError, ValidationError."""
        with self.path.open("a+b", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            seq = self._last_seq(file) + 1
            event = RUN_EVENT.validate_python({"seq": seq, "time": datetime.now(UTC), "type": event_type, **fields})
            line = RUN_EVENT.dump_json(event) + b"\n"
            _write_whole(file, line)
            if sync:
                os.fsync(file.fileno())
            self._size, self._seq = file.seek(0, os.SEEK_END), seq
        return event

    def read(self, after: int = 0, offset: int = 0) -> Iterator[ReadEvent]:
        """Complete events with a number above `after`, from a byte `offset` on. Lines that are no events are skipped."""
        for line, position in self._lines(offset):
            event = None if _is_known(line, after) else parse_event(line)
            if event is not None and event.seq > after:
                yield ReadEvent(event, line.rstrip(b"\n"), position)

    def read_part(self, after: int, offset: int) -> Part:
        """The next events above `after`, at most `PART_EVENTS` or `PART_BYTES` of them, and where the next part begins."""
        events: list[ReadEvent] = []
        offset = offset or self._place_of(after)
        position, taken = offset, 0
        for line, end in self._lines(offset):
            position = end
            if _is_known(line, after):
                continue
            event = parse_event(line)
            if event is not None and event.seq > after:
                events.append(ReadEvent(event, line.rstrip(b"\n"), end))
                taken += len(line)
            if len(events) >= PART_EVENTS or taken >= PART_BYTES:
                break
        return Part(events, position)

    def _place_of(self, after: int) -> int:
        """An offset with no event above `after` before it, found by halving: numbers rise through the file."""
        low, high = 0, self.size()
        if not after or high <= _TAIL_BLOCK:
            return 0
        with self.path.open("rb") as file:
            while high - low > _TAIL_BLOCK:
                file.seek((low + high) // 2)
                file.readline()
                start = file.tell()
                found = _SEQ.match(file.readline())
                if found is None:
                    return low
                if int(found[1]) <= after:
                    low = start
                else:
                    high = (low + high) // 2
        return low

    def _lines(self, offset: int) -> Iterator[tuple[bytes, int]]:
        """Complete lines from a byte `offset` on, each with the offset behind it."""
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            file.seek(offset)
            for line in file:
                if not line.endswith(b"\n"):
                    return
                offset += len(line)
                yield line, offset

    def size(self) -> int:
        """Bytes in the file; 0 while there is none."""
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return 0

    def _last_seq(self, file: BinaryIO) -> int:
        size = file.seek(0, os.SEEK_END)
        if size == self._size:
            return self._seq
        complete = _cut_incomplete_line(file, size)
        return _seq_of_last_line(file, complete)


def _is_known(line: bytes, after: int) -> bool:
    """Whether a line as this program writes it is numbered `after` or below: told without reading the rest."""
    found = _SEQ.match(line) if after else None
    return found is not None and int(found[1]) <= after


def parse_event(line: bytes) -> RunEvent | None:
    """The event in a line, or None where there is none; never raises, whatever the bytes."""
    try:
        return RUN_EVENT.validate_json(line)
    except (ValidationError, ValueError):
        return None


def _write_whole(file: BinaryIO, line: bytes) -> None:
    written = file.write(line)
    if written != len(line):
        os.ftruncate(file.fileno(), file.seek(0, os.SEEK_END) - written)
        raise OSError(28, "No space left on device", file.name)


def _cut_incomplete_line(file: BinaryIO, size: int) -> int:
    start = size
    while start > 0:
        block_start = max(0, start - _TAIL_BLOCK)
        file.seek(block_start)
        newline = file.read(start - block_start).rfind(b"\n")
        if newline >= 0:
            start = block_start + newline + 1
            break
        start = block_start
    if start != size:
        os.ftruncate(file.fileno(), start)
    return start


def _seq_of_last_line(file: BinaryIO, size: int) -> int:
    """Number of the last line that is an event; walks further back only while it meets lines that are none."""
    events = (parse_event(line) for line in _lines_backwards(file, size))
    return next((event.seq for event in events if event is not None), 0)


def _lines_backwards(file: BinaryIO, size: int) -> Iterator[bytes]:
    """Lines that are not empty, last first, read a block at a time however long they are."""
    rest, start = b"", size
    while start > 0:
        block_start = max(0, start - _TAIL_BLOCK)
        file.seek(block_start)
        rest, *lines = (file.read(start - block_start) + rest).split(b"\n")
        yield from (line for line in reversed(lines) if line)
        start = block_start
    if rest:
        yield rest
