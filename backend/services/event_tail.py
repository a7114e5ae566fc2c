"""A run's events for one listener: what is already there, then what comes, until the run has ended.

Each listener reads the file from its own place, part by part in a thread, so a slow one holds nobody up, a long replay
keeps no request waiting, and nothing is kept in memory but the part at hand.
"""

import asyncio
from collections.abc import AsyncIterator, Callable

from backend.runtime.event_log import EventLog, ReadEvent

_LOOK_SECONDS = 0.1


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
