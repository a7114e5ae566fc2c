"""No request may fill the memory: bodies beyond a limit are refused, whether or not they say how long they are."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.api.problems import problem_response
from backend.errors import TooLarge

MAX_BODY = 4 * 1024 * 1024
"""Bytes of an ordinary request; its largest honest part is a conversation."""


class _BodyTooLong(Exception):
    """More came than may come."""


class BodyLimit:
    """ASGI middleware. `streamed` names the paths whose routes take uploads and count for themselves."""

    def __init__(self, app: ASGIApp, *, most: int = MAX_BODY, streamed: frozenset[str] = frozenset()) -> None:
        self._app = app
        self._most = most
        self._streamed = streamed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is short enough."""
        if scope["type"] != "http" or scope["path"] in self._streamed:
            await self._app(scope, receive, send)
            return
        told = Headers(scope=scope).get("content-length", "")
        if told.isdecimal() and int(told) > self._most:
            await self._refuse(scope, receive, send)
            return
        taken = 0
        refused = False

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._most:
                raise _BodyTooLong
            return message

        async def corrected(message: Message) -> None:
            """Whatever the application makes of a body that was cut off, this is what is wrong with it."""
            nonlocal refused
            if taken <= self._most:
                await send(message)
            elif not refused:
                refused = True
                await self._refuse(scope, receive, send)

        await self._app(scope, counted, corrected)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        most = self._most // (1024 * 1024)
        error = TooLarge(f"The request is longer than {most} MB. Upload files under Data, or give a path.")
        await problem_response(error)(scope, receive, send)
