"""A session's events over a socket, and what a listener's leaving means."""

from typing import Annotated

from fastapi import Query, WebSocket

from backend.api.sockets import ENDED, NOT_FOUND, send_all
from backend.errors import NotFound
from backend.services.compare_desk import CompareDesk

After = Annotated[int, Query(ge=0, description="Leave out events up to this number.")]


async def stream_session(socket: WebSocket, compare: CompareDesk, session_id: str, after: int) -> None:
    """Send a session's events until it has ended or the other side has left."""
    await socket.accept()
    try:
        session = compare.session(session_id)
    except NotFound as error:
        await socket.close(NOT_FOUND, error.detail[:120])
        return
    with compare.listening(session):
        stayed = await send_all(socket, session.listen(after))
    if stayed:
        await socket.close(ENDED, "The session has ended.")
