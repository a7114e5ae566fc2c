"""Commands as they come in: read on a thread of their own, so that a stop is heeded at the next token."""

import os
import queue
import threading
from collections import deque
from collections.abc import Iterator

from backend.domain.generation_protocol import COMMAND, CancelCommand, Command, CountCommand, OpenCommand, Work


class Inbox:
    """Work in the order in which it came; counts and cancels aside. Ends the process when its input closes."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._work: queue.SimpleQueue[OpenCommand | Work | None] = queue.SimpleQueue()
        self._counts: deque[CountCommand] = deque()
        self._cancelled: set[str] = set()
        threading.Thread(target=self._read, name="commands", daemon=True).start()

    def next(self) -> OpenCommand | Work | None:
        """Wait for a command; None when only prompts wait to be counted."""
        return self._work.get()

    def next_count(self) -> CountCommand | None:
        """A prompt that waits to be counted, if one does."""
        return self._counts.popleft() if self._counts else None

    def is_cancelled(self, job: str) -> bool:
        """Whether this piece of work shall end."""
        return job in self._cancelled

    def forget(self, job: str) -> None:
        """A piece of work has ended."""
        self._cancelled.discard(job)

    def _read(self) -> None:
        for line in _lines(self._descriptor):
            self._take(COMMAND.validate_json(line))
        os._exit(
            0
        )  # the server is gone: nothing here is worth keeping, and the main thread may be deep in a forward pass

    def _take(self, command: Command) -> None:
        if isinstance(command, CancelCommand):
            self._cancelled.add(command.job)
        elif isinstance(command, CountCommand):
            self._counts.append(command)
            self._work.put(None)
        else:
            self._work.put(command)


def _lines(descriptor: int) -> Iterator[bytes]:
    """Lines from a descriptor, without a buffered file whose lock this thread would hold while the process ends."""
    rest = b""
    while block := os.read(descriptor, 1 << 16):
        *lines, rest = (rest + block).split(b"\n")
        yield from lines
