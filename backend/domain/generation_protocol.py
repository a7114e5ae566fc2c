"""What server and generation worker say to each other: one JSON object a line, commands down, replies up.

The worker answers one piece of work at a time, in the order of the commands; `count` is answered between two tokens and
`cancel` is heeded at the next. Every piece of work ends with one `done` or one `refused`.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from backend.domain.compare import Turn
from backend.domain.compare_settings import GenerationSettings
from backend.domain.compare_worker import ResidentSide


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, protected_namespaces=())


class SideSource(_Line):
    """Where the weights of a side come from; no folder means the base itself."""

    side: int
    key: str
    label: str
    folder: str | None = None
    file: str | None = None


class Prompt(_Line):
    """A conversation to continue."""

    messages: list[Turn]
    system: str | None = None


class OpenCommand(_Line):
    """Load a base; the first command of a worker."""

    type: Literal["open"] = "open"
    model: str


class CountCommand(_Line):
    """Count a prompt's tokens."""

    type: Literal["count"] = "count"
    job: str
    prompt: Prompt


class GenerateCommand(_Line):
    """Let all sides answer, in turns or one after another, and score what was asked to be scored."""

    type: Literal["generate"] = "generate"
    job: str
    sides: list[SideSource]
    prompt: Prompt
    settings: GenerationSettings
    context_length: int | None = None
    one_by_one: bool = False
    reference: str | None = None
    score: bool = False


class RowCommand(_Line):
    """Let all sides answer one row of a batch; told as one `row` event."""

    type: Literal["row"] = "row"
    job: str
    sides: list[SideSource]
    prompt: Prompt
    settings: GenerationSettings
    context_length: int | None = None
    index: int
    reference: str | None = None


class ScoreCommand(_Line):
    """Score given answer tokens under all sides; the result is an `AnswerScores`."""

    type: Literal["score"] = "score"
    job: str
    sides: list[SideSource]
    prompt: Prompt
    answer_of: int
    tokens: list[int]


class PerplexityCommand(_Line):
    """Sum the losses of one side over rows; the result is a `LossSum`."""

    type: Literal["perplexity"] = "perplexity"
    job: str
    sides: list[SideSource]
    rows: list[dict[str, Any]]
    answers_only: bool
    context_length: int | None = None


class CancelCommand(_Line):
    """Stop a piece of work at the next token."""

    type: Literal["cancel"] = "cancel"
    job: str


class DropCommand(_Line):
    """Take one adapter out of memory."""

    type: Literal["drop"] = "drop"
    job: str
    key: str


Work = GenerateCommand | RowCommand | ScoreCommand | PerplexityCommand | DropCommand
Command = Annotated[OpenCommand | CountCommand | CancelCommand | Work, Field(discriminator="type")]
COMMAND: TypeAdapter[Command] = TypeAdapter(Command)


class LossSum(_Line):
    """Losses over some rows."""

    nll: float = Field(description="Sum of negative log-likelihoods, in nats.")
    tokens: int
    rows: int
    rows_cut: int


class EventReply(_Line):
    """Something happened: the fields of a `CompareEvent` without number and time."""

    type: Literal["event"] = "event"
    job: str
    event: dict[str, Any]


class CountedReply(_Line):
    """Tokens of a prompt."""

    type: Literal["counted"] = "counted"
    job: str
    tokens: int


class ResidentReply(_Line):
    """What is in memory now."""

    type: Literal["resident"] = "resident"
    base_bytes: int
    active_bytes: int
    sides: list[ResidentSide]


class DoneReply(_Line):
    """A piece of work ended."""

    type: Literal["done"] = "done"
    job: str
    cancelled: bool = False
    result: dict[str, Any] | None = None


class RefusedReply(_Line):
    """A piece of work (or, without a job, the base) cannot be done."""

    type: Literal["refused"] = "refused"
    job: str | None
    field: str
    message: str
    hint: str


Reply = Annotated[EventReply | CountedReply | ResidentReply | DoneReply | RefusedReply, Field(discriminator="type")]
REPLY: TypeAdapter[Reply] = TypeAdapter(Reply)
