"""A run's events: replayed, and live over a socket."""

from collections.abc import AsyncIterator, Iterator
from typing import Annotated

from fastapi import APIRouter, Query, WebSocket
from fastapi.responses import StreamingResponse

from backend.api.deps import StoreDep
from backend.api.problems import RESPONSES
from backend.api.sockets import ENDED, NOT_FOUND, send_all
from backend.domain.events import RunEvent
from backend.errors import NotFound, StorageFailed
from backend.runtime.event_log import EventLog, ReadEvent
from backend.services.event_tail import readable_log, tail

router = APIRouter(prefix="/api/runs", tags=["runs"], responses=RESPONSES)
After = Annotated[int, Query(ge=0, description="Leave out events up to this number.")]
Batch = Annotated[bool, Query(description="Send arrays of events, as many at once as there are.")]


@router.get("/{run_id}/events", response_model=list[RunEvent])
def replay_events(run_id: str, store: StoreDep, after: After = 0) -> StreamingResponse:
    """Give every event numbered above `after` that has happened so far, however many they are."""
    return StreamingResponse(_array(readable_log(store, run_id), after), media_type="application/json")


@router.websocket("/{run_id}/events")
async def stream_events(
    socket: WebSocket, run_id: str, store: StoreDep, after: After = 0, batch: Batch = False
) -> None:
    """Replay events above `after`, then send new ones as they happen; closes with 1000 when the run has ended."""
    await socket.accept()
    try:
        events = tail(readable_log(store, run_id), after, lambda: store.has_ended(run_id))
        stayed = await send_all(socket, _messages(events, batch=batch))
    except (NotFound, StorageFailed) as error:
        await socket.close(NOT_FOUND, error.detail[:120])
        return
    if stayed:
        await socket.close(ENDED, "The run has ended.")


def _array(log: EventLog, after: int) -> Iterator[bytes]:
    """A JSON array, a part of the file at a time: what is already JSON is not parsed into a tree again."""
    yield b"["
    offset, comma = 0, b""
    while (part := log.read_part(after, offset)).end > offset:
        offset = part.end
        if part.events:
            yield comma + b",".join(read.line for read in part.events)
            comma = b","
    yield b"]"


async def _messages(parts: AsyncIterator[list[ReadEvent]], *, batch: bool) -> AsyncIterator[str]:
    async for part in parts:
        lines = [read.line.decode() for read in part]
        if batch:
            yield f"[{','.join(lines)}]"
            continue
        for line in lines:
            yield line
