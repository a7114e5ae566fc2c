"""The report on a file with a model's own tokenizer: what will be trained, what will be lost, what is wrong."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from backend.domain.dataset import DataFormat, RowError
from backend.domain.training_config import TrainingConfig

REPORT_VERSION = 2
"""Part of the name of a kept report; counts up whenever a report would say something else."""

SHOWN_PLACES = 20
HISTOGRAM_EDGES = (0, 32, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048, 3072, 4096, 6144, 8192, 12288, 16384)
_LONG_EDGES = (24576, 32768, 49152, 65536, 98304, 131072)
ALL_EDGES = HISTOGRAM_EDGES + _LONG_EDGES
_CONFIG = TrainingConfig.model_fields

DataPath = Annotated[
    str, Field(min_length=1, max_length=4096, description="A JSONL file, or a folder with train.jsonl.")
]
ModelPath = Annotated[str, Field(min_length=1, max_length=4096, description="Folder or Hugging Face id.")]


class TokenSettings(BaseModel):
    """What decides how rows become tokens and batches; the fields of a training configuration."""

    model_config = ConfigDict(extra="forbid")

    mask_prompt: bool = Field(default=_CONFIG["mask_prompt"].default)
    max_seq_length: int = Field(default=_CONFIG["max_seq_length"].default, ge=8, le=131072)
    batch_size: int = Field(default=_CONFIG["batch_size"].default, ge=1, le=1024)


class FindingKind(StrEnum):
    """What a report looks for."""

    TRUNCATED = "truncated"
    NOTHING_TRAINED = "nothing_trained"
    NO_END_TOKEN = "no_end_token"  # noqa: S105 - no secret
    EMPTY_ANSWER = "empty_answer"
    ROLE_ORDER = "role_order"
    BROKEN_TOOL_CALL = "broken_tool_call"
    REPEATED_KEY = "repeated_key"
    EXACT_DUPLICATE = "exact_duplicate"
    NEAR_DUPLICATE = "near_duplicate"
    VALID_IN_TRAIN = "valid_in_train"
    VALID_NEAR_TRAIN = "valid_near_train"


FINDING_WORDS: dict[FindingKind, tuple[str, str]] = {
    FindingKind.TRUNCATED: (
        "Cut at the sequence limit",
        "The trainer cuts the end of a longer row, which is where the answer is.",
    ),
    FindingKind.NOTHING_TRAINED: (
        "Nothing to train",
        "No token of the row is left to learn: the prompt alone fills the limit, or the answer is empty.",
    ),
    FindingKind.NO_END_TOKEN: (
        "No end token",
        "The row does not close with a token that ends an answer, so the model may learn to go on and on.",
    ),
    FindingKind.EMPTY_ANSWER: ("Empty answer", "The answer holds nothing but blanks."),
    FindingKind.ROLE_ORDER: ("Turns out of order", "User and assistant should take turns, beginning with user."),
    FindingKind.BROKEN_TOOL_CALL: (
        "Broken tool call",
        "A tool call without a name, or with arguments that are no JSON object.",
    ),
    FindingKind.REPEATED_KEY: ("Repeated key", "A key stands twice in one object: the last value is used."),
    FindingKind.EXACT_DUPLICATE: ("Exact duplicates", "The row stands in the file before, word for word."),
    FindingKind.NEAR_DUPLICATE: (
        "Near duplicates",
        "Another row says the same apart from case, punctuation and spacing, or shares about 85 % of its "
        "three-word sequences.",
    ),
    FindingKind.VALID_IN_TRAIN: ("Validation rows that are trained on", "The same row stands in the training file."),
    FindingKind.VALID_NEAR_TRAIN: (
        "Validation rows close to training rows",
        "A near duplicate stands in the training file, so the validation loss looks better than it is.",
    ),
}


class Place(BaseModel):
    """Where a row stands."""

    model_config = ConfigDict(frozen=True)

    line: int = Field(description="Line number, counted from 1.")
    row: int = Field(description="Number of the row, counted from 1 without blank lines.")


class Finding(BaseModel):
    """One thing that was found, with where and an example."""

    model_config = ConfigDict(frozen=True)

    kind: FindingKind
    title: str
    why: str
    rows: int
    places: list[Place] = Field(description="The first, at most 20.")
    example: str = Field(description="The first of these rows, shortened.")


class LengthBin(BaseModel):
    """Rows of `low` to below `high` tokens; `high` is null for the last bin."""

    model_config = ConfigDict(frozen=True)

    low: int
    high: int | None
    rows: int


class Padding(BaseModel):
    """Positions that the model computes in one pass over the data, and how many of them hold a token of a row."""

    model_config = ConfigDict(frozen=True)

    positions: int
    real: int
    share: float = Field(description="Part of the computing that goes into padding, 0 to 1.")


class TokenReport(BaseModel):
    """What a file holds for this model."""

    model_config = ConfigDict(frozen=True)

    path: str
    bytes: int
    sha256: str = Field(description="Of the file's content.")
    model: str
    settings: TokenSettings
    format: DataFormat
    rows: int = Field(description="Rows that can be trained.")
    error_count: int
    errors: list[RowError] = Field(description="The first errors, at most 20.")
    tokens_total: int
    tokens_mean: float
    tokens_median: int
    tokens_p95: int
    tokens_max: int
    trained_tokens: int = Field(description="Tokens of the rows that the loss is taken of, in one pass.")
    trainer_tokens: int = Field(description="The same as mlx-lm counts them, with one pad token a shorter row.")
    histogram: list[LengthBin]
    truncated_rows: int
    cut_tokens: int = Field(description="Tokens beyond the limit.")
    cut_answer_tokens: int = Field(description="Those of them that belong to an answer (the last one of a row).")
    answer_lost_rows: int = Field(description="Truncated rows of whose answer nothing is left.")
    findings: list[Finding] = Field(description="What was found; nothing is listed that no row has.")
    padding_file_order: Padding = Field(description="In whole batches of rows as they stand in the file.")
    padding_sorted: Padding = Field(description="In the batches that training makes with `sort_by_length`.")
    val_path: str | None = None
    val_rows: int | None = None
    from_cache: bool = False


class ReportRequest(TokenSettings):
    """Which file to report on, for which model."""

    path: DataPath
    model: ModelPath
    val_path: str | None = Field(
        default=None,
        max_length=4096,
        description="To be checked for rows of the first file; left out, valid.jsonl where `path` is a folder that has one.",
    )
