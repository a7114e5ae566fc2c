"""A run's events: replayed, and live over a socket."""

from typing import Annotated

from fastapi import APIRouter, Query, WebSocket, WebSocketDisconnect

from backend.api.deps import StoreDep
from backend.api.problems import RESPONSES
from backend.domain.events import RunEvent
from backend.domain.run import END_STATES
from backend.errors import NotFound
from backend.services.event_tail import tail

router = APIRouter(prefix="/api/runs", tags=["runs"], responses=RESPONSES)
After = Annotated[int, Query(ge=0, description="Leave out events up to this number.")]

NOT_FOUND = 4404
ENDED = 1000


@router.get("/{run_id}/events")
def replay_events(run_id: str, store: StoreDep, after: After = 0) -> list[RunEvent]:
    """Give every event numbered above `after` that has happened so far."""
    return [read.event for read in store.folder(run_id).events.read(after=after)]


@router.websocket("/{run_id}/events")
async def stream_events(socket: WebSocket, run_id: str, store: StoreDep, after: After = 0) -> None:
    """Replay events above `after`, then send new ones as they happen; closes with 1000 when the run has ended."""
    await socket.accept()
    try:
        log = store.folder(run_id).events
    except NotFound as error:
        await socket.close(NOT_FOUND, error.detail[:120])
        return
    try:
        async for read in tail(log, after, lambda: store.get(run_id).state in END_STATES):
            await socket.send_text(read.line.decode())
        await socket.close(ENDED, "The run has ended.")
    except NotFound as error:
        await socket.close(NOT_FOUND, error.detail[:120])
    except WebSocketDisconnect:
        return
