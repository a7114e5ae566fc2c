"""Columns of any table turned into rows that can be trained: which shapes are known, how they are guessed, what they become."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from backend.domain.data_jobs import Job
from backend.domain.dataset import DataFormat, RowError
from backend.domain.token_report import DataPath


class Shape(StrEnum):
    """What the rows of a table look like."""

    CHAT = "chat"
    SHAREGPT = "sharegpt"
    ALPACA = "alpaca"
    PROMPT_COMPLETION = "prompt_completion"
    TEXT = "text"


@dataclass(frozen=True)
class Role:
    """What a column can hold: the field of a mapping, and its name on the page."""

    name: str
    label: str
    needed: bool = True


@dataclass(frozen=True)
class ShapeWords:
    """What a shape is called, and the columns that it takes."""

    title: str
    roles: tuple[Role, ...]


_SYSTEM = Role("system", "System turn", needed=False)
_TOOLS = Role("tools", "Tools", needed=False)
_TURNS = (Role("messages", "Turns"), _SYSTEM, _TOOLS)
SHAPES: dict[Shape, ShapeWords] = {
    Shape.CHAT: ShapeWords("Chat", _TURNS),
    Shape.SHAREGPT: ShapeWords("ShareGPT", _TURNS),
    Shape.ALPACA: ShapeWords(
        "Alpaca",
        (Role("prompt", "Instruction"), Role("input", "Input", needed=False), Role("completion", "Answer"), _SYSTEM),
    ),
    Shape.PROMPT_COMPLETION: ShapeWords(
        "Prompt and answer", (Role("prompt", "Prompt"), Role("completion", "Answer"), _SYSTEM)
    ),
    Shape.TEXT: ShapeWords("Text", (Role("text", "Text"),)),
}


def _with_shapes(schema: dict[str, Any]) -> None:
    """So that the page offers the columns that a shape takes."""
    schema["shapes"] = {
        shape.value: {"title": words.title, "roles": [asdict(role) for role in words.roles]}
        for shape, words in SHAPES.items()
    }


class ColumnMapping(BaseModel):
    """Which column holds what; columns that a shape does not use stay null."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=_with_shapes)

    shape: Shape
    messages: str | None = Field(default=None, max_length=200, description="chat and sharegpt: the list of turns.")
    tools: str | None = Field(default=None, max_length=200, description="chat and sharegpt: the tools on offer.")
    prompt: str | None = Field(default=None, max_length=200, description="alpaca: the instruction; else the prompt.")
    input: str | None = Field(default=None, max_length=200, description="alpaca: what the instruction is about.")
    completion: str | None = Field(
        default=None, max_length=200, description="alpaca and prompt_completion: the answer."
    )
    system: str | None = Field(default=None, max_length=200, description="A system turn for each row.")
    text: str | None = Field(default=None, max_length=200, description="text: the column to train on.")

    def used(self) -> dict[str, str]:
        """Role -> column of every column that is named."""
        named = self.model_dump(exclude={"shape"})
        return {role: column for role, column in named.items() if column}

    def missing(self) -> list[str]:
        """Roles that this shape cannot do without and that have no column."""
        return [role.name for role in SHAPES[self.shape].roles if role.needed and role.name not in self.used()]


class SourceKind(StrEnum):
    """What a file is, told by its content."""

    JSONL = "jsonl"
    JSON = "json"
    CSV = "csv"
    TSV = "tsv"
    PARQUET = "parquet"
    HUB = "hub"


class HubSource(BaseModel):
    """A data set on the Hugging Face hub."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(
        pattern=r"^[A-Za-z0-9][\w.-]*(/[\w.-]+)?$",
        max_length=200,
        title="Data set",
        description="Its id on the hub, for example owner/name.",
    )
    subset: str | None = Field(
        default=None, max_length=200, title="Subset", description="Where it has several configurations."
    )
    split: str = Field(
        default="train", min_length=1, max_length=200, title="Split", description="For example train or validation."
    )


class Column(BaseModel):
    """One column of a table."""

    model_config = ConfigDict(frozen=True)

    name: str
    type: str = Field(description="text, number, list, object, boolean or empty, as seen in the first rows.")


class DataColumns(BaseModel):
    """What a table holds, and what its rows could become."""

    model_config = ConfigDict(frozen=True)

    kind: SourceKind
    columns: list[Column]
    guesses: list[ColumnMapping] = Field(description="The likeliest first; empty where nothing is recognised.")
    trainable_as_it_is: bool = Field(description="A JSONL file whose rows need no mapping.")
    preview: list[dict[str, Any]] = Field(description="The first rows, at most 5, with long values shortened.")
    made: list[dict[str, Any]] = Field(description="What the first rows become, at most 5, with long values shortened.")
    made_errors: list[RowError] = Field(description="Which of the first 50 rows do not fit.")


class ColumnsRequest(BaseModel):
    """Which table to look into: a file, or a data set of the hub."""

    model_config = ConfigDict(extra="forbid")

    path: DataPath | None = None
    hub: HubSource | None = None
    mapping: ColumnMapping | None = Field(default=None, description="Without one the best guess is taken.")


class ImportRequest(ColumnsRequest):
    """Which table to make rows of, and how."""

    name: str | None = Field(default=None, max_length=100, description="For the new file.")


class ImportedData(BaseModel):
    """A new JSONL file and what came over."""

    model_config = ConfigDict(frozen=True)

    path: str
    bytes: int
    rows: int
    format: DataFormat
    mapping: ColumnMapping
    error_count: int = Field(description="Rows that could not be turned over; they are not in the new file.")
    errors: list[RowError] = Field(description="The first errors, at most 20. Lines count rows where a file has none.")


class ColumnsWork(BaseModel):
    """What the worker is told. `limit_bytes` is the most that may be written."""

    path: str | None
    hub: HubSource | None
    mapping: ColumnMapping | None = None
    stem: str = "data"
    folder: str | None = None
    limit_bytes: int = 0


class ImportJob(Job):
    """An import."""

    kind: Literal["import"] = "import"
    result: ImportedData | None = None


class ColumnsJob(Job):
    """A look into a table."""

    kind: Literal["columns"] = "columns"
    result: DataColumns | None = None
