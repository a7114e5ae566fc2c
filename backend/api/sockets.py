"""Sending over a socket while watching whether anybody is still there.

A page that is closed says so at once; without listening for it, a silent run would keep a task for every page that ever
looked at it.
"""

import asyncio
from collections.abc import AsyncIterator

from fastapi import WebSocket, WebSocketDisconnect

NOT_FOUND = 4404
ENDED = 1000


async def send_all(socket: WebSocket, messages: AsyncIterator[str]) -> bool:
    """Send every message; whether the other side stayed to the end. Raises what `messages` raises."""
    sending = asyncio.ensure_future(_send(socket, messages))
    leaving = asyncio.ensure_future(_until_left(socket))
    done, waiting = await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    if leaving in done:
        return False
    return sending.result()


async def _send(socket: WebSocket, messages: AsyncIterator[str]) -> bool:
    try:
        async for message in messages:
            await socket.send_text(message)
    except WebSocketDisconnect:
        return False
    return True


async def _until_left(socket: WebSocket) -> None:
    """What comes in is thrown away: sockets here only tell."""
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass
