"""What the trainer prints, as events too."""

import sys
from typing import Any

from backend.runtime.event_log import EventLog


class LogTee:
    """A text stream that also writes each whole line as a log event; used in place of stdout and stderr."""

    encoding = "utf-8"

    def __init__(self, events: EventLog, original: Any) -> None:
        self._events = events
        self._original = original
        self._pending = ""

    def write(self, text: str) -> int:
        """Pass text on; complete lines become events without colour codes."""
        self._original.write(text)
        *lines, self._pending = (self._pending + text).replace("\r", "\n").split("\n")
        for line in lines:
            clean = _without_colour(line).rstrip()
            if clean:
                self._events.append("log", line=clean)
        return len(text)

    def flush(self) -> None:
        """Flush the stream underneath."""
        self._original.flush()

    def isatty(self) -> bool:
        """Never a terminal."""
        return False

    def fileno(self) -> int:
        """The descriptor underneath."""
        return int(self._original.fileno())


def _without_colour(line: str) -> str:
    parts = line.split("\x1b[")
    return parts[0] + "".join(part.lstrip("0123456789;?")[1:] for part in parts[1:])


def tee_output(events: EventLog) -> None:
    """Send everything printed from now on to the events as well."""
    sys.stdout = LogTee(events, sys.stdout)
    sys.stderr = LogTee(events, sys.stderr)
