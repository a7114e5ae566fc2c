"""Where sessions are made and kept: sides found, prompts counted, work handed to the queue."""

import asyncio
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from backend.domain.compare import CompareSession, SessionKind
from backend.domain.compare_sides import SideSpec
from backend.domain.generation_protocol import Prompt
from backend.domain.model_map import ModelMap
from backend.errors import NotFound
from backend.services.compare_measures import PerplexityWork
from backend.services.compare_queue import CompareQueue
from backend.services.compare_requests import check_length
from backend.services.compare_sessions import Session
from backend.services.compare_sides import CompareSides, FoundSide
from backend.services.compare_works import BatchWork, GenerateWork
from backend.services.model_inspector import ModelInspector
from backend.services.same_model import canonical_model

MAX_SESSIONS = 200
_LISTENED = frozenset({SessionKind.COMPARE, SessionKind.SCRUB})
"""Kinds that nobody wants any more once nobody listens."""


@dataclass(frozen=True)
class Found:
    """A base and the sides on it."""

    model_path: str
    model: ModelMap
    sides: tuple[FoundSide, ...]


class CompareDesk:
    """Keeps the newest sessions. All methods belong to the event loop's thread."""

    def __init__(self, inspector: ModelInspector, sides: CompareSides, queue: CompareQueue) -> None:
        self._inspector = inspector
        self._sides = sides
        self._queue = queue
        self.sessions: OrderedDict[str, Session] = OrderedDict()

    async def find(self, model_path: str, specs: Sequence[SideSpec]) -> Found:
        """Look at the base and the sides' files. Raises `InvalidInput`, `WorkerFailed`."""
        name = canonical_model(model_path)
        model = await self._inspector.inspect(name)
        sides = await asyncio.to_thread(self._sides.find, specs, name, model)
        return Found(name, model, tuple(sides))

    async def count(self, found: Found, prompt: Prompt, *, force: bool) -> int | None:
        """Tokens of a prompt; None where only the answer itself will tell. Raises `InvalidInput`, `Conflict`."""
        tokens = await self._queue.count(found.model_path, found.model, prompt, force=force)
        if tokens is not None:
            check_length(tokens, found.model)
        return tokens

    def submit(self, work: GenerateWork | BatchWork | PerplexityWork) -> CompareSession:
        """Keep a session and queue its work; the oldest ended ones are forgotten."""
        session = work.session
        self.sessions[session.id] = session
        ended = [old.id for old in self.sessions.values() if old.ended]
        for old in ended[: max(0, len(self.sessions) - MAX_SESSIONS)]:
            del self.sessions[old]
        session.tell("queued", ahead=self._queue.length)
        self._queue.submit(work)
        return session.snapshot()

    def session(self, session_id: str) -> Session:
        """A session that is still kept. Raises `NotFound`."""
        if session_id not in self.sessions:
            raise NotFound(f"There is no comparison {session_id[:80]!r}. Only the newest {MAX_SESSIONS} are kept.")
        return self.sessions[session_id]

    def cancel(self, session: Session) -> None:
        """Stop a session; one that has ended stays as it is."""
        self._queue.cancel(session.id)

    @contextmanager
    def listening(self, session: Session) -> Iterator[None]:
        """Count a listener; when the last one leaves a prompt that is being answered, the answers stop."""
        session.listeners += 1
        try:
            yield
        finally:
            session.listeners -= 1
            if not session.listeners and not session.ended and session.asked.kind in _LISTENED:
                self.cancel(session)
