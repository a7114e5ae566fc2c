"""Sessions of comparisons in memory: what was asked, everything that has happened, and who listens.

A session lives on the event loop's thread: events are appended and listeners woken there. Each listener reads the list of
events from its own place, so a slow one holds nobody up.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from backend.domain.answer_difference import first_difference
from backend.domain.compare import BLIND_LABELS, CompareSession, SessionKind, SessionState, Turn
from backend.domain.compare_answers import Difference, Outcome, SideMemory
from backend.domain.compare_events import (
    COMPARE_EVENT,
    CompareEvent,
    CompareFinishedEvent,
    LoadedEvent,
    RowEvent,
    SideFailedEvent,
    SideFinishedEvent,
    TokenEvent,
)
from backend.domain.compare_settings import GenerationSettings
from backend.domain.compare_sides import SideInfo
from backend.domain.generation_protocol import Prompt, SideSource
from backend.services.compare_sides import FoundSide


@dataclass(frozen=True)
class Asked:
    """What a session was asked."""

    kind: SessionKind
    model_path: str
    found: tuple[FoundSide, ...]
    settings: GenerationSettings = field(default_factory=GenerationSettings)
    messages: tuple[Turn, ...] = ()
    system: str | None = None
    reference: str | None = None
    score: bool = False
    one_by_one: bool = False
    blind: bool = False
    warnings: tuple[str, ...] = ()
    source: str = ""
    total: int = 0

    @property
    def sides(self) -> list[SideInfo]:
        """The sides by their names."""
        return [side.info for side in self.found]

    @property
    def sources(self) -> list[SideSource]:
        """The sides by their files."""
        return [side.source for side in self.found]

    @property
    def prompt(self) -> Prompt:
        """The conversation to continue."""
        return Prompt(messages=list(self.messages), system=self.system)


@dataclass(eq=False)
class Session:
    """One session and its events."""

    asked: Asked
    id: str = field(default_factory=lambda: secrets.token_hex(8))
    created_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    state: SessionState = SessionState.QUEUED
    outcome: Outcome | None = None
    vote_id: str | None = None
    revealed: bool = False
    listeners: int = 0
    was_heard: bool = False
    failed: set[int] = field(default_factory=set)
    events: list[CompareEvent] = field(default_factory=list)
    tokens: dict[int, list[int]] = field(default_factory=dict)
    answers: dict[int, SideFinishedEvent] = field(default_factory=dict)
    rows: list[RowEvent] = field(default_factory=list)
    _lines: list[str] = field(default_factory=list)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def ended(self) -> bool:
        """Whether its last event was written."""
        return self.state is SessionState.ENDED

    def tell(self, event_type: str, **fields: object) -> None:
        """Append an event, unless the end was told already."""
        if not self.ended:
            self.append({"type": event_type, **fields})

    def begin(self) -> None:
        """The worker has taken it up."""
        if self.state is SessionState.QUEUED:
            self.state = SessionState.RUNNING

    def finish(self, outcome: Outcome, message: str | None = None) -> None:
        """Tell the end, once."""
        self.tell("finished", outcome=outcome, message=message)

    def fail(self, message: str, hint: str, side: int | None = None) -> None:
        """Tell every side that has no answer yet (or one of them) as failed, then the end."""
        for info in self.asked.sides:
            if side in (None, info.index) and info.index not in self.answers and info.index not in self.failed:
                self.tell("side_failed", side=info.index, message=message, hint=hint)
        self.finish(Outcome.FAILED, f"{message} {hint}".strip())

    def append(self, fields: dict[str, object]) -> CompareEvent:
        """Number, date, keep and tell one event. Raises ValidationError."""
        event = COMPARE_EVENT.validate_python({**fields, "seq": len(self.events) + 1, "time": datetime.now(UTC)})
        event = self._take_in(event)
        self.events.append(event)
        self._lines.append(event.model_dump_json())
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()
        return event

    def _take_in(self, event: CompareEvent) -> CompareEvent:
        match event:
            case TokenEvent() if event.token >= 0:
                self.tokens.setdefault(event.side, []).append(event.token)
            case SideFinishedEvent():
                event = event.model_copy(update={"difference_from": self._difference(event)})
                self.answers[event.side] = event
                event = event.model_copy(update=self._withheld())
            case SideFailedEvent():
                self.failed.add(event.side)
            case LoadedEvent() if self.is_blind:
                memory = [SideMemory(side=side.side, bytes=None, loaded=False) for side in event.sides]
                event = event.model_copy(update={"sides": memory})
            case RowEvent():
                self.rows.append(event)
            case CompareFinishedEvent():
                self.state, self.outcome = SessionState.ENDED, event.outcome
            case _:
                pass
        return event

    def _difference(self, event: SideFinishedEvent) -> Difference | None:
        first = self.answers.get(0)
        if event.side == 0 or first is None:
            return None
        return Difference(
            side=0,
            character=first_difference(first.text, event.text),
            token=first_difference(self.tokens.get(0, []), self.tokens.get(event.side, [])),
        )

    def _withheld(self) -> dict[str, object]:
        """Speeds would tell the base from an adapter."""
        return {"seconds_to_first_token": None, "tokens_per_second": None} if self.is_blind else {}

    @property
    def is_blind(self) -> bool:
        """Whether names are withheld now."""
        return self.asked.blind and not self.revealed

    def sides(self) -> list[SideInfo]:
        """The sides, or letters in their place while names are withheld."""
        if not self.is_blind:
            return self.asked.sides
        return [SideInfo(index=side.index, label=BLIND_LABELS[side.index]) for side in self.asked.sides]

    def differences(self) -> list[SideFinishedEvent]:
        """Answers in the order in which they ended, each held against side 0 where that has ended by now."""
        found = []
        for answer in self.answers.values():
            late = {"difference_from": self._difference(answer)} if answer.difference_from is None else {}
            found.append(answer.model_copy(update=late | self._withheld()))
        return found

    def snapshot(self) -> CompareSession:
        """The session as it stands."""
        asked = self.asked
        return CompareSession(
            id=self.id,
            kind=asked.kind,
            state=self.state,
            outcome=self.outcome,
            created_at=self.created_at,
            model_path=asked.model_path,
            sides=self.sides(),
            blind=self.is_blind,
            messages=list(asked.messages),
            system=asked.system,
            settings=asked.settings,
            reference=asked.reference,
            answers=self.differences(),
            last_seq=len(self.events),
            warnings=[] if self.is_blind else list(asked.warnings),
            vote_id=self.vote_id,
        )

    async def listen(self, after: int = 0) -> AsyncIterator[str]:
        """Events numbered above `after` as JSON lines: those that are there, then those that come, until the end."""
        place = after
        while True:
            changed = self._changed
            while place < len(self._lines):
                place += 1
                yield self._lines[place - 1]
            if self.ended and place >= len(self._lines):
                return
            await changed.wait()
