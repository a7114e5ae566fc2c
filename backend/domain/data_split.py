"""A file parted into training, validation and test rows, near duplicates kept together."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from backend.domain.data_jobs import Job
from backend.domain.token_report import DataPath


class SplitRequest(BaseModel):
    """Which file to part, and how."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    path: DataPath
    valid: float = Field(
        default=0.1,
        ge=0,
        le=0.5,
        title="Validation share",
        description="Of the rows, to watch the loss on while training. 0.1 is one row in ten.",
    )
    test: float = Field(
        default=0.1, ge=0, le=0.4, title="Test share", description="Of the rows, for a last test. 0 makes no such file."
    )
    seed: int = Field(
        default=0, ge=0, le=2**32 - 1, title="Seed", description="The same seed parts the same file the same way."
    )
    drop_duplicates: bool = Field(
        default=False,
        title="Drop exact duplicates",
        description="Leave out rows that stand in the file before, word for word.",
    )


class SplitFile(BaseModel):
    """One of the new files."""

    model_config = ConfigDict(frozen=True)

    name: str
    path: str
    rows: int


class SplitData(BaseModel):
    """The new files, and how near duplicates were kept together."""

    model_config = ConfigDict(frozen=True)

    folder: str = Field(description="Give it as training data: validation rows are found beside.")
    files: list[SplitFile]
    groups: int = Field(description="Groups of rows that are near duplicates of each other.")
    grouped_rows: int = Field(description="Rows in such groups; a group is never parted.")
    largest_group: int
    dropped_duplicates: int
    error_lines: int = Field(description="Lines that are no rows; they are in none of the files.")


class SplitJob(Job):
    """A split."""

    kind: Literal["split"] = "split"
    result: SplitData | None = None


class SplitWork(SplitRequest):
    """What the worker is told."""

    folder: str
