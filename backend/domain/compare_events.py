"""Everything that can happen in a comparison, as one discriminated union.

`seq` counts from 1 without gaps; `time` is UTC; `side` is the index of a side in this comparison. A comparison of two
sides tells: queued, loading, loaded, started, token (many, sides taking turns), side_finished (one a side), finished.
`finished` is always the last event.
"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from backend.domain.compare_answers import (
    AnswerScores,
    Difference,
    FinishReason,
    Outcome,
    PromptSize,
    RowAnswer,
    SideMemory,
)


class _Event(BaseModel):
    model_config = ConfigDict(frozen=True)

    seq: int = Field(ge=1)
    time: datetime


class QueuedEvent(_Event):
    """Accepted; `ahead` others come first."""

    type: Literal["queued"] = "queued"
    ahead: int


class LoadingEvent(_Event):
    """The worker is getting what is not there yet: the base, or adapters."""

    type: Literal["loading"] = "loading"
    what: str


class LoadedEvent(_Event):
    """Everything is in memory. All sides share the base's arrays."""

    type: Literal["loaded"] = "loaded"
    base_bytes: int = Field(description="Active memory of the base alone.")
    active_bytes: int = Field(description="Active memory now: base and every resident adapter.")
    sides: list[SideMemory]
    seconds: float


class StartedEvent(_Event):
    """The sides begin to answer."""

    type: Literal["started"] = "started"
    sides: list[PromptSize]
    chat_template: bool = Field(description="False: the model has none and gets the last turn as plain text.")
    note: str | None = None


class TokenEvent(_Event):
    """One more token of a side. `text` may be empty while a character is incomplete."""

    type: Literal["token"] = "token"
    side: int
    text: str
    token: int = Field(description="Token id; -1 for text that was held back until the answer ended.")


class SideFinishedEvent(_Event):
    """A side's whole answer. Speeds are of the side's own steps, whatever answered in turn with it."""

    type: Literal["side_finished"] = "side_finished"
    side: int
    text: str
    prompt_tokens: int
    completion_tokens: int = Field(description="Tokens of the answer, without the one that ended it.")
    seconds_to_first_token: float | None = Field(description="Null when none came, and in a blind comparison.")
    tokens_per_second: float | None = Field(
        description="Steps after the first token by the time they took; null for shorter answers and blind comparisons."
    )
    finish_reason: FinishReason
    difference_from: Difference | None = Field(
        default=None, description="Against side 0; null for side 0 itself, and while side 0 has not ended."
    )


class SideFailedEvent(_Event):
    """A side has no (whole) answer, and why."""

    type: Literal["side_failed"] = "side_failed"
    side: int
    message: str
    hint: str


class ScoresEvent(_Event):
    """Log-probabilities of one answer, or of the reference, under every side."""

    type: Literal["scores"] = "scores"
    scores: AnswerScores


class ProgressEvent(_Event):
    """How far a longer job is."""

    type: Literal["progress"] = "progress"
    done: int
    total: int
    unit: str


class RowEvent(_Event):
    """One row of a batch, answered by all sides."""

    type: Literal["row"] = "row"
    index: int = Field(description="Position in the batch, from 0.")
    prompt: str = Field(description="The last user turn.")
    reference: str | None
    answers: list[RowAnswer]


class PerplexityEvent(_Event):
    """One side over the rows of a file."""

    type: Literal["perplexity"] = "perplexity"
    side: int
    perplexity: float = Field(description="exp of the mean loss.")
    mean_nll: float = Field(description="Mean negative log-likelihood by token, in nats.")
    tokens: int = Field(description="Tokens that were scored.")
    rows: int
    rows_cut: int = Field(description="Rows cut at the model's context.")
    answers_only: bool = Field(description="Whether prompts were left out of the mean.")


class CompareFinishedEvent(_Event):
    """The end. No event follows."""

    type: Literal["finished"] = "finished"
    outcome: Outcome
    message: str | None = Field(default=None, description="What went wrong and what to do, where something did.")


CompareEvent = Annotated[
    QueuedEvent
    | LoadingEvent
    | LoadedEvent
    | StartedEvent
    | TokenEvent
    | SideFinishedEvent
    | SideFailedEvent
    | ScoresEvent
    | ProgressEvent
    | RowEvent
    | PerplexityEvent
    | CompareFinishedEvent,
    Field(discriminator="type"),
]

COMPARE_EVENT: TypeAdapter[CompareEvent] = TypeAdapter(CompareEvent)
