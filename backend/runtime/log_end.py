"""The end of an event log, looked at without reading the rest."""

import os
from pathlib import Path

from backend.runtime.event_log import parse_event

_TAIL = 8192


def log_problem(path: Path) -> str | None:
    """What is wrong with the end of an event log that nobody writes to any more; None where nothing is. Raises OSError."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _TAIL))
            tail = file.read()
    except FileNotFoundError:
        return "events.jsonl is missing, so there are no curves and no log."
    if not tail:
        return "events.jsonl is empty, so there are no curves and no log."
    if not tail.endswith(b"\n"):
        return "events.jsonl breaks off in the middle of its last line; what comes before it is shown."
    last = tail.rstrip(b"\n").rpartition(b"\n")[2]
    if len(last) < _TAIL - 1 and parse_event(last) is None:
        return "The last line of events.jsonl is damaged; what comes before it is shown."
    return None
