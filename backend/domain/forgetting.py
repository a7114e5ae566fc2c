"""The forgetting meter: a small fixed probe scored under the base and under the adapter, and what that can show.

Scores leave padding out: training also trains the one padding token a row that mlx-lm counts, and that gain would pass for
a better memory.
"""

import math
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from backend.domain.losses import LossFigures

_UNMOVED = 0.02
"""Change of the loss, in nats a token, up to which a probe of a few hundred tokens has not moved."""
_GUESSING = 0.9
"""Share of the loss of blind guessing from which on the base does not know a text at all."""


class ProbeKind(StrEnum):
    """What a probe asks about."""

    GENERAL = "general"
    OLD_TASK = "old_task"


class ProbeResult(BaseModel):
    """One probe before and after."""

    model_config = ConfigDict(frozen=True)

    kind: ProbeKind
    title: str
    rows: int
    base: LossFigures
    tuned: LossFigures
    difference: float | None = Field(description="Loss under the adapter less loss under the base, in nats a token.")
    words: str = Field(description="What the difference shows, and what it cannot.")


def probe_result(kind: ProbeKind, title: str, base: LossFigures, tuned: LossFigures, vocabulary: int) -> ProbeResult:
    """A probe with its difference and words. `vocabulary` is the number of tokens that the model chooses from."""
    before, after = base.real_loss, tuned.real_loss
    difference = None if before is None or after is None else after - before
    words = f"{_finding(before, difference, vocabulary)} {_limits(kind, base.rows)}"
    return ProbeResult(
        kind=kind, title=title, rows=base.rows, base=base, tuned=tuned, difference=difference, words=words
    )


def _finding(before: float | None, difference: float | None, vocabulary: int) -> str:
    if before is None or difference is None:
        return "The loss on these rows is not a number, so nothing can be said."
    if before >= _GUESSING * math.log(vocabulary):
        return (
            f"The base itself does no better than guessing here (loss {before:.2f}, blind guessing {math.log(vocabulary):.2f}): "
            "what was never known cannot be forgotten, so the difference says little."
        )
    if abs(difference) <= _UNMOVED:
        return "The loss on these rows has not moved."
    factor = math.exp(abs(difference))
    if difference > 0:
        return f"The loss on these rows rose by {difference:.2f}: each token is {factor:.2f} times less expected than before."
    return f"The loss on these rows fell by {-difference:.2f}: the adapter makes them more expected, not less."


def _limits(kind: ProbeKind, rows: int) -> str:
    if kind is ProbeKind.OLD_TASK:
        return (
            f"{rows} rows of what the base was taught before. A rise may be lost knowledge or only the new manner of "
            "speaking: ask it in Compare."
        )
    return (
        f"{rows} short rows of plain English: enough to see a model come apart, too few to rank two that are close. It says "
        "nothing of other languages, of code in earnest, or of following instructions."
    )
