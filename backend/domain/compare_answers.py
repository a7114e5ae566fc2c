"""What comparisons are told in: answers, figures and scores of single sides."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class FinishReason(StrEnum):
    """Why an answer ended."""

    STOP = "stop"
    LENGTH = "length"
    CANCELLED = "cancelled"
    ERROR = "error"


class Outcome(StrEnum):
    """How a session ended."""

    COMPLETED = "completed"
    CANCELLED = "cancelled"
    FAILED = "failed"


class SideMemory(BaseModel):
    """What one side adds to the base."""

    model_config = ConfigDict(frozen=True)

    side: int
    bytes: int | None = Field(description="The adapter's own tensors; 0 for the base; null in a blind comparison.")
    loaded: bool = Field(description="Whether it was loaded just now; false when it was resident already.")


class PromptSize(BaseModel):
    """Tokens that one side reads before it answers."""

    model_config = ConfigDict(frozen=True)

    side: int
    prompt_tokens: int


class Difference(BaseModel):
    """Where an answer leaves side 0's; nothing of it is equal from there on in general."""

    model_config = ConfigDict(frozen=True)

    side: int = Field(description="The side it is compared with.")
    character: int | None = Field(description="First differing character; null when the texts are equal.")
    token: int | None = Field(description="First differing token; null when the tokens are equal.")


class SideLogprobs(BaseModel):
    """How likely one side finds given tokens."""

    model_config = ConfigDict(frozen=True)

    side: int
    logprobs: list[float] = Field(description="Natural logarithm of each token's probability, given those before it.")
    total: float = Field(description="Sum: the log-likelihood of the whole answer.")
    mean: float = Field(description="By token.")


class ScoredToken(BaseModel):
    """One token that was scored."""

    model_config = ConfigDict(frozen=True)

    token: int
    text: str


class AnswerScores(BaseModel):
    """One answer, under every side (its own included)."""

    model_config = ConfigDict(frozen=True)

    answer_of: int | None = Field(description="The side whose answer it is; null for the reference answer.")
    tokens: list[ScoredToken]
    sides: list[SideLogprobs]


class RowAnswer(BaseModel):
    """What one side answered to one row."""

    model_config = ConfigDict(frozen=True)

    side: int
    text: str
    completion_tokens: int
    finish_reason: FinishReason
    exact: bool | None = Field(default=None, description="Equals the reference; null without one.")
    contains: bool | None = Field(default=None, description="Contains the reference; null without one.")
    problem: str | None = Field(default=None, description="Why there is no answer, where there is none.")
