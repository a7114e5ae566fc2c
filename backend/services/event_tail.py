"""A run's events for one listener: what is already there, then what comes, until the run has ended.

Each listener reads the file from its own place, so a slow one holds nobody up and nothing is kept for it in memory.
"""

import asyncio
from collections.abc import AsyncIterator, Callable

from backend.runtime.event_log import EventLog, ReadEvent

_LOOK_SECONDS = 0.1


async def tail(log: EventLog, after: int, ended: Callable[[], bool]) -> AsyncIterator[ReadEvent]:
    """Events numbered above `after` in order; ends once `ended()` holds and everything written has been given out."""
    offset = 0
    while True:
        over = ended()
        if log.size() > offset:
            for read in log.read(after=after, offset=offset):
                offset = read.end
                yield read
        if over:
            return
        await asyncio.sleep(_LOOK_SECONDS)
