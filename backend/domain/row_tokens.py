"""One row as the trainer sees it: which tokens are context, which are trained, which are cut off."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from backend.domain.dataset import DataFormat
from backend.domain.training_config import TrainingConfig

_CONFIG = TrainingConfig.model_fields


class TokenUse(StrEnum):
    """What the trainer does with a token."""

    CONTEXT = "context"
    TRAINED = "trained"
    CUT = "cut"


@dataclass(frozen=True)
class Span:
    """Which tokens of a row the trainer's loss looks at.

    Tokens `first` to `end` (without it) are targets; those from `kept` on are cut off. The first token of a row is never
    a target, because nothing stands before it to foretell it from. `padding` is 1 where the loss also takes in the pad
    token behind the row: mlx-lm's mask is one too long, so every row that is shorter than the limit trains one.
    """

    first: int
    end: int
    kept: int
    padding: int

    @property
    def trained(self) -> int:
        """Tokens of the row that are trained."""
        return max(0, self.end - self.first)

    @property
    def trainer_count(self) -> int:
        """What mlx-lm counts for this row."""
        return self.trained + self.padding


def trained_span(length: int, prompt: int, max_seq_length: int) -> Span:
    """The span of a row of `length` tokens whose first `prompt` tokens are masked (0 without masking)."""
    kept = min(length, max_seq_length)
    padding = 1 if kept < max_seq_length and prompt <= kept else 0
    return Span(first=max(prompt, 1), end=kept, kept=kept, padding=padding)


class RowTokensRequest(BaseModel):
    """Which row to show, and under which settings. Give `row` or `line`."""

    model_config = ConfigDict(extra="forbid", protected_namespaces=())

    path: str = Field(min_length=1, max_length=4096, description="A JSONL file, or a folder with train.jsonl.")
    model: str = Field(min_length=1, max_length=4096, description="Folder or Hugging Face id.")
    row: int | None = Field(default=None, ge=1, description="Number of the row, counted from 1 without blank lines.")
    line: int | None = Field(default=None, ge=1, description="Line number, as reports give it.")
    mask_prompt: bool = False
    max_seq_length: int = Field(default=_CONFIG["max_seq_length"].default, ge=8, le=131072)

    @model_validator(mode="after")
    def _row_or_line(self) -> Self:
        if self.line is None and self.row is None:
            self.row = 1
        return self


class Token(BaseModel):
    """One token."""

    model_config = ConfigDict(frozen=True)

    id: int
    text: str = Field(description="What it says; a replacement character where it holds part of a character.")
    bytes: str = Field(description="Its bytes in hexadecimal.")
    special: bool
    use: TokenUse


class RowTokens(BaseModel):
    """A row as the trainer sees it."""

    model_config = ConfigDict(frozen=True)

    row: int
    line: int
    rows: int = Field(description="Rows in the file.")
    format: DataFormat
    tokens: list[Token] = Field(description="At most the first 20,000.")
    tokens_total: int
    trained: int = Field(description="Tokens of the row that the loss is taken of.")
    cut: int = Field(description="Tokens beyond the limit.")
    padding_trained: int = Field(description="1 where the loss takes in the pad token behind the row as well, else 0.")
    trainer_count: int = Field(description="Trained tokens as mlx-lm counts them: trained + padding_trained.")
    prompt_tokens: int = Field(description="Tokens that masking keeps out of the loss; 0 without masking.")
    max_seq_length: int
