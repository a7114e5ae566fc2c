"""Votes on comparisons: when one may be cast, what is kept of it, and what all of them say."""

import json
import secrets
from datetime import UTC, datetime

from backend.domain.compare import SessionKind
from backend.domain.compare_votes import (
    Undo,
    Vote,
    VoteAnswer,
    VotedSide,
    VoteRequest,
    VoteTotals,
    preference_pairs,
    totals,
)
from backend.errors import Conflict, FieldError, InvalidInput, NotFound
from backend.services.compare_desk import CompareDesk
from backend.services.compare_sessions import Session
from backend.services.vote_store import VoteStore


class CompareVoting:
    """Casts, counts and takes back votes."""

    def __init__(self, store: VoteStore, desk: CompareDesk) -> None:
        self._store = store
        self._desk = desk

    def cast(self, request: VoteRequest) -> VoteAnswer:
        """Keep a vote and reveal the names. Raises `NotFound`, `InvalidInput`, `Conflict`, `StorageFailed`."""
        session = self._desk.session(request.compare_id)
        _check(session, request)
        asked = session.asked
        vote = Vote(
            id=secrets.token_hex(8),
            time=datetime.now(UTC),
            compare_id=session.id,
            model_path=asked.model_path,
            blind=session.is_blind,
            messages=list(asked.messages),
            system=asked.system,
            sides=[
                VotedSide(key=side.key or side.label, label=side.label, text=session.answers[side.index].text)
                for side in asked.sides
            ],
            winner=request.winner,
        )
        self._store.append(vote)
        session.vote_id, session.revealed = vote.id, True
        return VoteAnswer(vote=vote, sides=session.sides())

    def undo(self, vote_id: str) -> None:
        """Take a vote back; its comparison can be voted on again. Raises `NotFound`, `StorageFailed`."""
        for vote in self._store.votes():
            if vote.id == vote_id:
                self._store.append(Undo(time=datetime.now(UTC), vote_id=vote_id))
                if (session := self._desk.sessions.get(vote.compare_id)) is not None:
                    session.vote_id = None
                return
        raise NotFound(f"There is no vote {vote_id[:80]!r}. It may have been taken back already.")

    def totals(self, a: str | None, b: str | None) -> VoteTotals:
        """Votes by pair of sides. Raises `StorageFailed`."""
        return totals(self._store.votes(), a, b)

    def export(self) -> str:
        """Preference pairs as JSONL. Raises `StorageFailed`."""
        pairs = preference_pairs(self._store.votes())
        return "".join(json.dumps(pair, ensure_ascii=False) + "\n" for pair in pairs)


def _check(session: Session, request: VoteRequest) -> None:
    sides = session.asked.sides
    if session.asked.kind is not SessionKind.COMPARE or len(sides) < 2:
        raise InvalidInput.of(
            FieldError("compare_id", "A vote needs a comparison of two sides.", "Compare two sides, then vote.")
        )
    if isinstance(request.winner, int) and request.winner >= len(sides):
        raise InvalidInput.of(
            FieldError("winner", f"There is no side {request.winner}.", f"Use 0 to {len(sides) - 1}, or tie.")
        )
    if session.vote_id is not None:
        raise Conflict("This comparison has a vote already. Take it back first.")
    if len(session.answers) < len(sides):
        raise Conflict("Not every side has answered. Vote once all answers are there.")
