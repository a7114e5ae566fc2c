"""Who may talk to the server: checks of Host, Origin and token in front of every request and socket.

A page of another site can make a browser send requests here, and a name of its own can be made to point at this computer;
both are refused by looking at the two headers that the browser itself writes.
"""

import hmac
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, QueryParams
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Receive, Scope, Send

from backend.api.problems import problem_response
from backend.errors import Forbidden

_COOKIE = "droid_token"
_AUTHORITY = re.compile(r"//[A-Za-z0-9.\-\[\]:]*")
_LOCAL_NAMES = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})
SECURITY_HEADERS = (
    (
        b"content-security-policy",
        b"default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        b"connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
)


class Guard:
    """ASGI middleware. With a token, names are free and the token decides; without one only this computer's names pass."""

    def __init__(self, app: ASGIApp, *, names: Iterable[str] = _LOCAL_NAMES, token: str | None = None) -> None:
        self._app = app
        self._names = frozenset(names)
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on with security headers added to the answer."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is None:
            await self._app(scope, receive, _with_headers(send, self._cookie(scope)))
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 4403, "reason": refusal[:120]})
        else:
            await problem_response(Forbidden(refusal))(scope, receive, send)

    def _refusal(self, scope: Scope) -> str | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if self._token is None and _name(f"//{host}") not in self._names:
            return (
                f"The host name {host[:80]!r} is not one of this computer's. Open the address that the server printed."
            )
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != host:
            return "Requests from pages of another origin are refused. Open the page from this server."
        if self._token is not None and scope["path"].startswith("/api") and not self._holds_token(scope, headers):
            return "The token is missing or wrong. Open the address with the token that the server printed."
        return None

    def _holds_token(self, scope: Scope, headers: Headers) -> bool:
        given = (
            headers.get("authorization", "").removeprefix("Bearer "),
            QueryParams(scope["query_string"]).get("token", ""),
            cookie_parser(headers.get("cookie", "")).get(_COOKIE, ""),
        )
        return any(hmac.compare_digest(token.encode(), (self._token or "").encode()) for token in given)

    def _cookie(self, scope: Scope) -> tuple[tuple[bytes, bytes], ...]:
        """The header that lets a page opened with the right token in its address call the API from then on."""
        given = QueryParams(scope["query_string"]).get("token", "")
        if self._token is None or not hmac.compare_digest(given.encode(), self._token.encode()):
            return ()
        return ((b"set-cookie", f"{_COOKIE}={self._token}; HttpOnly; SameSite=Strict; Path=/".encode()),)


def _name(netloc: str) -> str:
    if not _AUTHORITY.fullmatch(netloc):
        return ""
    try:
        return urlsplit(netloc).hostname or ""
    except ValueError:
        return ""


def _with_headers(send: Send, extra: tuple[tuple[bytes, bytes], ...]) -> Send:
    async def add(message: dict[str, object]) -> None:
        if message["type"] == "http.response.start":
            given: list[tuple[bytes, bytes]] = message["headers"]  # type: ignore[assignment]
            named = {name for name, _ in given}
            message["headers"] = [*given, *(line for line in SECURITY_HEADERS if line[0] not in named), *extra]
        await send(message)

    return add  # type: ignore[return-value]
