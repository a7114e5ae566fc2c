"""`queue.json` in the home: the arranged queue, kept across restarts."""

from pathlib import Path

from pydantic import ValidationError

from backend.domain.run_queue import RunQueue
from backend.errors import StorageFailed
from backend.runtime.atomic_file import write_atomic


class QueueStore:
    """Holds the newest arrangement; what cannot be read counts as none."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.queue = RunQueue()

    def load(self) -> None:
        """Read what was arranged before. Raises OSError only where a file that is there cannot be read."""
        try:
            self.queue = RunQueue.model_validate_json(self._path.read_bytes())
        except (FileNotFoundError, ValidationError):
            self.queue = RunQueue()

    def keep(self, queue: RunQueue) -> RunQueue:
        """Replace the arrangement on the disk, then here. Raises `StorageFailed`."""
        try:
            write_atomic(self._path, queue.model_dump_json().encode())
        except OSError as error:
            raise StorageFailed(f"The queue could not be kept in {self._path.parent}: {error.strerror}.") from error
        self.queue = queue
        return queue
