"""A comparison: what is asked, and what is known of it."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from backend.domain.compare_answers import Outcome
from backend.domain.compare_events import SideFinishedEvent
from backend.domain.compare_settings import GenerationSettings
from backend.domain.compare_sides import MAX_SIDES, SideInfo, SideSpec

MAX_TURNS = 200
MAX_CHARACTERS = 1_000_000
BLIND_LABELS = "ABCD"


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, protected_namespaces=())


class Turn(BaseModel):
    """One turn of the conversation."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    role: Literal["system", "user", "assistant"]
    content: str = Field(max_length=MAX_CHARACTERS)


ModelPath = Annotated[str, Field(min_length=1, max_length=4096, description="Folder or Hugging Face id of the base.")]
Turns = Annotated[
    list[Turn],
    Field(min_length=1, max_length=MAX_TURNS, description="The conversation so far; the last turn is the user's."),
]
System = Annotated[
    str | None, Field(max_length=MAX_CHARACTERS, title="System Prompt", description="Put in front of the conversation.")
]
Sides = Annotated[list[SideSpec], Field(min_length=1, max_length=MAX_SIDES)]
Force = Annotated[bool, Field(description="Load even where memory is short while a run trains.")]


class CompareRequest(_Request):
    """One conversation for one to four sides."""

    model_path: ModelPath
    sides: Sides
    messages: Turns
    system: System = None
    settings: GenerationSettings = GenerationSettings()
    reference: str | None = Field(
        default=None, max_length=MAX_CHARACTERS, description="A known good answer, to be scored under every side."
    )
    score: bool = Field(default=False, description="Score every answer under every side once all have ended.")
    blind: bool = Field(default=False, description="Shuffle the sides and name them by letters until the vote.")
    force: Force = False

    @model_validator(mode="after")
    def _blind_needs_two(self) -> Self:
        if self.blind and len(self.sides) < 2:
            raise ValueError("a blind comparison needs two sides")
        return self


class ScrubRequest(_Request):
    """One conversation for every checkpoint of a run, in step order."""

    run_id: str = Field(min_length=1, max_length=200)
    messages: Turns
    system: System = None
    settings: GenerationSettings = GenerationSettings()
    force: Force = False


class PerplexityRequest(_Request):
    """Rows to measure every side on: a JSONL file, or a run's own test (else validation) rows."""

    model_path: ModelPath
    sides: Sides
    path: str | None = Field(default=None, max_length=4096)
    run_id: str | None = Field(default=None, max_length=200)
    answers_only: bool = Field(
        default=True, description="Leave prompts out of the mean (chat and completion rows; text rows have none)."
    )
    limit: int | None = Field(default=None, ge=1, le=100_000, description="Use only the first rows.")
    force: Force = False

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.path is None) == (self.run_id is None):
            raise ValueError("give either path or run_id")
        return self


class ScoreRequest(_Request):
    """Whose answer is scored under all sides."""

    answer_of: int = Field(ge=0, description="Index of the side.")


class SessionKind(StrEnum):
    """What a session does."""

    COMPARE = "compare"
    SCRUB = "scrub"
    BATCH = "batch"
    PERPLEXITY = "perplexity"


class SessionState(StrEnum):
    """Where a session stands."""

    QUEUED = "queued"
    RUNNING = "running"
    ENDED = "ended"


class CompareSession(BaseModel):
    """A comparison as it stands; its story is in its events."""

    model_config = ConfigDict(frozen=True, protected_namespaces=())

    id: str
    kind: SessionKind
    state: SessionState
    outcome: Outcome | None = Field(description="Null until it has ended.")
    created_at: datetime
    model_path: str
    sides: list[SideInfo]
    blind: bool = Field(description="Whether labels are withheld now.")
    messages: list[Turn] = Field(description="Empty for batches and perplexity.")
    system: str | None
    settings: GenerationSettings
    reference: str | None
    answers: list[SideFinishedEvent] = Field(description="Answers so far, in the order in which they ended.")
    last_seq: int = Field(description="Number of the newest event.")
    warnings: list[str] = Field(description="What a person should know before trusting the answer.")
    vote_id: str | None = Field(default=None, description="The vote that was given here.")
