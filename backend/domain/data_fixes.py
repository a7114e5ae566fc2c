"""One-click mends for rows beyond the sequence limit: what each does, and what it would change."""

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from backend.domain.data_jobs import Job
from backend.domain.token_report import DataPath, ModelPath, TokenSettings


class FixKind(StrEnum):
    """What is done with rows that are longer than the limit."""

    DROP = "drop"
    SHORTEN = "shorten"
    SPLIT = "split"
    RAISE_LIMIT = "raise_limit"


FIX_WORDS: dict[FixKind, str] = {
    FixKind.DROP: "Leave these rows out, and rows in which nothing is trained.",
    FixKind.SHORTEN: "Take away the oldest turns, then the beginning of the question, until the whole answer fits.",
    FixKind.SPLIT: "Make several rows of one: a conversation between its exchanges, a text between its words.",
    FixKind.RAISE_LIMIT: "Keep every row as it is and set the limit just above the longest.",
}


class FixRequest(BaseModel):
    """Which file to mend, for which model, how."""

    model_config = ConfigDict(extra="forbid")

    path: DataPath
    model: ModelPath
    settings: TokenSettings = TokenSettings()
    fix: FixKind


class FixFigures(BaseModel):
    """What a pass over the rows trains and loses."""

    model_config = ConfigDict(frozen=True)

    rows: int = 0
    tokens: int = 0
    trained_tokens: int = 0
    truncated_rows: int = 0
    cut_tokens: int = 0
    cut_answer_tokens: int = 0


class FixEffect(BaseModel):
    """What a fix changes, or has changed."""

    model_config = ConfigDict(frozen=True)

    fix: FixKind
    text: str = Field(description="What the fix does, as a sentence.")
    before: FixFigures
    after: FixFigures
    changed_rows: int = Field(description="Rows that are no longer what they were.")
    removed_rows: int
    added_rows: int = Field(description="Rows that a split makes beyond the one they came from.")
    unmended_rows: int = Field(description="Rows that stay beyond the limit: their answer alone is too long.")
    error_lines: int = Field(description="Lines that are no rows; they are left out of the new file.")
    max_seq_length: int = Field(description="The limit to train with afterwards.")
    context_length: int | None = Field(description="Tokens that the model was made for; null where it does not say.")
    path: str | None = Field(default=None, description="The new file; null in a preview, or where none is needed.")


class FixJob(Job):
    """A fix tried out or applied."""

    kind: Literal["fix"] = "fix"
    result: FixEffect | None = None


class FixWork(BaseModel):
    """What the worker is told. `folder` is where the new file goes; null for a preview."""

    path: str
    model: str
    settings: TokenSettings
    fix: FixKind
    folder: str | None
