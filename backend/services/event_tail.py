"""A run's events for one listener: what is already there, then what comes, until the run has ended.

Each listener reads the file from its own place, part by part in a thread, so a slow one holds nobody up, a long replay
keeps no request waiting, and nothing is kept in memory but the part at hand.
"""

import asyncio
from collections.abc import AsyncIterator, Callable

from backend.errors import StorageFailed
from backend.runtime.event_log import EventLog, ReadEvent
from backend.services.run_store import RunStore

_LOOK_SECONDS = 0.1


def readable_log(store: RunStore, run_id: str) -> EventLog:
    """The event log of a run, also of a broken one; one that is missing has no events. Raises `NotFound`, `StorageFailed`."""
    log = store.place(run_id).events
    try:
        with log.path.open("rb"):
            return log
    except (FileNotFoundError, NotADirectoryError):
        return log
    except OSError as error:
        raise StorageFailed(
            f"events.jsonl of this run cannot be read: {error.strerror}. Allow access to it."
        ) from error


async def tail(log: EventLog, after: int, ended: Callable[[], bool]) -> AsyncIterator[list[ReadEvent]]:
    """Events numbered above `after` in order, never an empty list; ends once `ended()` holds and all has been given out."""
    offset = 0
    while True:
        over = ended()
        while log.size() > offset:
            part = await asyncio.to_thread(log.read_part, after, offset)
            if part.end == offset:
                break
            offset = part.end
            if part.events:
                yield part.events
        if over:
            return
        await asyncio.sleep(_LOOK_SECONDS)
