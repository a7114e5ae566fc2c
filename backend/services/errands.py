"""Short work that shares the queue with runs."""

from collections.abc import Callable
from typing import Protocol


class Errands(Protocol):
    """Takes places in the queue as runs do, and goes before those that wait."""

    async def open(self) -> None:
        """Take up what there was before; the runs are read by now."""

    @property
    def busy(self) -> int:
        """Places that are taken."""

    def begin_next(self) -> bool:
        """Begin the first one that can begin; False where none can."""

    def attach(self, wake: Callable[[], None]) -> None:
        """Whom to tell that something waits, or that a place is free."""
