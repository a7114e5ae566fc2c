"""Curves of runs, read from their event logs. A log that has grown is read on from where it was left."""

import re
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path

from backend.domain.curve_fold import CurveFold
from backend.domain.curves import RunCurves
from backend.errors import StorageFailed
from backend.runtime.event_log import parse_event
from backend.runtime.run_entries import Stamp, entry_stamp
from backend.services.run_store import RunStore

_KEPT = 16
_TYPE = re.compile(rb'\{"seq":\d{1,18},"time":"[^"]{1,40}","type":"(\w+)"')
_SAYS_NOTHING = frozenset({b"log", b"message", b"completion", b"checkpoint", b"plan", b"preparation", b"step"})
"""Neither figures nor, within a second, the time: passed over unread. Steps come between any two reports."""


@dataclass
class _Read:
    """A log as far as it was read."""

    stamp: Stamp | None = None
    offset: int = 0
    fold: CurveFold = field(default_factory=CurveFold)


class CurveCache:
    """Curves by run; the ones asked for last are kept."""

    def __init__(self, store: RunStore) -> None:
        self._store = store
        self._read: OrderedDict[Path, _Read] = OrderedDict()
        self._reading = threading.Lock()

    def curves(self, run_id: str, points: int) -> RunCurves:
        """The curves of a run, each thinned to at most `points`. Raises `NotFound`, `StorageFailed`."""
        path = self._store.place(run_id).events.path
        with self._reading:
            try:
                return self._up_to_date(path).fold.curves(points)
            except OSError as error:
                raise StorageFailed(f"events.jsonl of this run cannot be read: {error.strerror}.") from error

    def _up_to_date(self, path: Path) -> _Read:
        stamp = entry_stamp(str(path))
        known = self._read.pop(path, None) or _Read()
        if stamp is None or (known.stamp is not None and not _has_grown(known, stamp)):
            known = _Read()
        if stamp is not None and stamp != known.stamp:
            _read_on(path, known)
            known.stamp = stamp
        self._read[path] = known
        while len(self._read) > _KEPT:
            self._read.popitem(last=False)
        return known


def _has_grown(known: _Read, stamp: Stamp) -> bool:
    """Whether a log is the one that was read, with nothing changed but its end."""
    if known.stamp == stamp:
        return True
    return known.stamp is not None and known.stamp[0] == stamp[0] and stamp[1] > known.stamp[1]


def _read_on(path: Path, known: _Read) -> None:
    with path.open("rb") as file:
        file.seek(known.offset)
        for line in file:
            if not line.endswith(b"\n"):
                return
            known.offset += len(line)
            found = _TYPE.match(line)
            if found is not None and found[1] in _SAYS_NOTHING:
                continue
            event = parse_event(line)
            if event is None:
                known.fold.skipped_lines += bool(line.strip())
            else:
                known.fold.take(event)
