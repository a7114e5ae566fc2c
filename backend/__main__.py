"""The command line: `python -m backend` serves the application."""

import argparse
import json
import math
import os
import secrets
import socket
import sys
import time
import webbrowser
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import FrameType

import uvicorn
from fastapi import FastAPI

from backend.main import create_app
from backend.runtime.home_lock import HomeLock, HomeTaken
from backend.runtime.typed_path import keep_reading_inside
from backend.settings import DEFAULT_PORT, Settings, default_home

MAX_SOCKET_MESSAGE = 64 * 1024
"""Bytes that a socket may send here; sockets listen, they have nothing long to say."""
TURN_SECONDS = 0.0001
"""How long a thread of the server works before another may. An answer needs several turns, and Python's are 5 ms long; a thread
that reads a long file takes each of them in full."""
SAME_WISH_SECONDS = 0.5
"""Signals that follow each other sooner are one person's one Ctrl+C."""


def main() -> None:
    """Read the arguments, print one address, serve until interrupted."""
    arguments = _parser().parse_args()
    if arguments.openapi:
        sys.stdout.write(json.dumps(create_app().openapi(), indent=2) + "\n")
        return
    settings = Settings(
        home=Path(arguments.home).expanduser().absolute(),
        host=arguments.host,
        port=arguments.port,
        roots=tuple(Path(root).expanduser().absolute() for root in arguments.root),
    )
    if not settings.is_local:
        settings = replace(settings, token=os.environ.get("DROID_TOKEN") or secrets.token_urlsafe(24))
    lock = _take(settings.home)
    keep_reading_inside(settings.readable)
    sys.setswitchinterval(TURN_SECONDS)
    _Server(create_app(settings), settings, lock, open_browser=not arguments.no_open).run()


def _take(home: Path) -> HomeLock:
    """The lock on a home that can be written to; ends the program with a sentence where there is none."""
    lock = HomeLock(home)
    try:
        home.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except HomeTaken as taken:
        where = f"It is at {taken.address}." if taken.address else "It is starting."
        sys.exit(
            f"Another server already works on {home}. {where} Open that one, or choose another folder with --home."
        )
    except OSError as error:
        sys.exit(f"{home} cannot be written to: {error.strerror}. Allow it, or choose another folder with --home.")
    return lock


class _Server(uvicorn.Server):
    """Prints the address once the socket is bound, because only then it is true. Ends quietly, with its work put away."""

    def __init__(self, app: FastAPI, settings: Settings, lock: HomeLock, *, open_browser: bool) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                host=settings.host,
                port=settings.port,
                log_level="warning",
                ws="websockets-sansio",
                timeout_graceful_shutdown=3,
                ws_max_size=MAX_SOCKET_MESSAGE,
            )
        )
        self._settings = settings
        self._lock = lock
        self._open_browser = open_browser
        self._asked_to_end = -math.inf

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve until a signal. Ctrl+C is an ordinary end."""
        with suppress(KeyboardInterrupt):
            super().run(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End after what is going on; on a second wish at once. Under npm, one Ctrl+C comes from each program in between."""
        now = time.monotonic()
        if now - self._asked_to_end >= SAME_WISH_SECONDS:
            super().handle_exit(sig, frame)
        self._asked_to_end = now

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        await super().startup(sockets)  # type: ignore[arg-type]
        if self.should_exit:
            return
        port = self.servers[0].sockets[0].getsockname()[1]
        query = f"/?token={self._settings.token}" if self._settings.token else ""
        url = f"http://{self._settings.host}:{port}{query}"
        self._lock.tell(f"http://{self._settings.host}:{port}")
        sys.stdout.write(f"Droid Fine-Tuning is at {url}\n")
        sys.stdout.flush()
        if self._open_browser:
            webbrowser.open(url)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m backend", description="Fine-tune language models with MLX.")
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to bind; any other than this computer's own demands a token"
    )
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="port; 0 takes a free one (default %(default)s)")
    parser.add_argument("--home", default=str(default_home()), help="folder for runs and data (default %(default)s)")
    parser.add_argument(
        "--root",
        action="append",
        default=[],
        metavar="FOLDER",
        help="with another bind address: a folder besides the home that models and data may be read from; may be repeated",
    )
    parser.add_argument("--no-open", action="store_true", help="do not open a browser")
    parser.add_argument("--openapi", action="store_true", help="print the OpenAPI document and end")
    return parser


if __name__ == "__main__":
    main()
