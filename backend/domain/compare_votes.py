"""Votes: which answer a person preferred, what that says about pairs of sides, and preference pairs to train on."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import combinations
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from backend.domain.compare import Turn
from backend.domain.compare_sides import SideInfo
from backend.domain.interval import Interval, wilson

TIE = "tie"


class VoteRequest(BaseModel):
    """The side whose answer is better, or a tie."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    compare_id: str = Field(min_length=1, max_length=200)
    winner: Literal["tie"] | Annotated[int, Field(ge=0)] = Field(description="Index of the side, or tie.")


class VotedSide(BaseModel):
    """A side and what it had answered."""

    model_config = ConfigDict(frozen=True)

    key: str
    label: str
    text: str


class Vote(BaseModel):
    """One judgement. A line of `votes.jsonl`."""

    model_config = ConfigDict(frozen=True, protected_namespaces=())

    type: Literal["vote"] = "vote"
    id: str
    time: datetime
    compare_id: str
    model_path: str
    blind: bool
    messages: list[Turn]
    system: str | None
    sides: list[VotedSide]
    winner: Literal["tie"] | int


class Undo(BaseModel):
    """A vote taken back. A line of `votes.jsonl`."""

    model_config = ConfigDict(frozen=True)

    type: Literal["undo"] = "undo"
    time: datetime
    vote_id: str


VOTE_LINE: TypeAdapter[Vote | Undo] = TypeAdapter(Annotated[Vote | Undo, Field(discriminator="type")])


class VoteAnswer(BaseModel):
    """The vote as kept, with the sides' names."""

    model_config = ConfigDict(frozen=True)

    vote: Vote
    sides: list[SideInfo] = Field(description="Labels in the order of the comparison, no longer withheld.")


class PairTotals(BaseModel):
    """Everything voted between two sides."""

    model_config = ConfigDict(frozen=True)

    a: str = Field(description="Key of the first side.")
    b: str
    label_a: str
    label_b: str
    wins_a: int
    wins_b: int
    ties: int = Field(description="Told apart: they count for neither side.")
    win_rate_a: float | None = Field(description="Wins of a by decided votes; null while there is none.")
    interval_a: Interval | None = Field(description="Wilson's 95 % interval of that rate.")


class VoteTotals(BaseModel):
    """Votes by pair of sides, most voted first."""

    model_config = ConfigDict(frozen=True)

    votes: int
    pairs: list[PairTotals]


def standing(lines: Iterable[Vote | Undo]) -> list[Vote]:
    """Votes that were not taken back, in order."""
    votes: dict[str, Vote] = {}
    for line in lines:
        if isinstance(line, Vote):
            votes[line.id] = line
        else:
            votes.pop(line.vote_id, None)
    return list(votes.values())


def totals(votes: list[Vote], a: str | None = None, b: str | None = None) -> VoteTotals:
    """Totals of every pair, or of those that hold `a` (and `b`). A winner among more than two beats each other side."""
    counts: dict[tuple[str, str], list[int]] = {}
    labels: dict[str, str] = {}
    for vote in votes:
        for first, second in combinations(range(len(vote.sides)), 2):
            _count(vote, first, second, counts, labels)
    asked = {key for key in (a, b) if key is not None}
    pairs = [_pair(pair, count, labels) for pair, count in counts.items() if asked <= set(pair)]
    return VoteTotals(votes=len(votes), pairs=sorted(pairs, key=lambda pair: -(pair.wins_a + pair.wins_b + pair.ties)))


def _count(
    vote: Vote, first: int, second: int, counts: dict[tuple[str, str], list[int]], labels: dict[str, str]
) -> None:
    one, other = vote.sides[first], vote.sides[second]
    if one.key == other.key or (vote.winner not in (TIE, first, second)):
        return
    labels |= {one.key: one.label, other.key: other.label}
    pair = (one.key, other.key) if one.key < other.key else (other.key, one.key)
    count = counts.setdefault(pair, [0, 0, 0])
    if vote.winner == TIE:
        count[2] += 1
    else:
        winner = one.key if vote.winner == first else other.key
        count[pair.index(winner)] += 1


def _pair(pair: tuple[str, str], count: list[int], labels: dict[str, str]) -> PairTotals:
    wins_a, wins_b, ties = count
    decided = wins_a + wins_b
    return PairTotals(
        a=pair[0],
        b=pair[1],
        label_a=labels[pair[0]],
        label_b=labels[pair[1]],
        wins_a=wins_a,
        wins_b=wins_b,
        ties=ties,
        win_rate_a=wins_a / decided if decided else None,
        interval_a=wilson(wins_a, decided),
    )


def preference_pairs(votes: Iterable[Vote]) -> Iterator[dict[str, Any]]:
    """`prompt`, `chosen`, `rejected` (and `system`, `history` where there was one); ties and equal texts give none."""
    for vote in votes:
        if not isinstance(vote.winner, int):
            continue
        chosen = vote.sides[vote.winner].text
        for index, side in enumerate(vote.sides):
            if index != vote.winner and side.text != chosen:
                yield {**_prompt(vote), "chosen": chosen, "rejected": side.text}


def _prompt(vote: Vote) -> dict[str, Any]:
    *before, last = vote.messages
    found: dict[str, Any] = {"prompt": last.content}
    if vote.system:
        found["system"] = vote.system
    if before:
        found["history"] = [turn.model_dump() for turn in before]
    return found
