"""What a training file holds: formats, the rules for one row, and the report over all rows."""

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

ROLES = frozenset({"system", "user", "assistant", "tool", "developer", "function"})


class DataFormat(StrEnum):
    """Row formats that mlx-lm reads; decided by the first row."""

    CHAT = "chat"
    COMPLETIONS = "completions"
    TEXT = "text"


class RowError(BaseModel):
    """What is wrong with one line of a file."""

    model_config = ConfigDict(frozen=True)

    line: int = Field(description="Line number, counted from 1.")
    message: str
    hint: str = ""


class DatasetReport(BaseModel):
    """The answer of `POST /api/datasets/inspect`."""

    model_config = ConfigDict(frozen=True)

    path: str
    bytes: int
    rows: int = Field(description="Rows that can be trained.")
    format: DataFormat | None = Field(description="Null while no row could be read.")
    error_count: int
    errors: list[RowError] = Field(description="The first errors, at most 20.")
    characters_mean: float
    characters_max: int
    rows_without_answer: int = Field(description="Chat rows that do not end with an assistant turn.")
    sample: list[dict[str, Any]] = Field(description="The first rows, at most 3.")


class RowProblem(Exception):
    """A row that cannot be trained."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def format_of(row: dict[str, Any]) -> DataFormat:
    """The format of a row, by the order in which mlx-lm looks. Raises `RowProblem`."""
    if "prompt" in row and "completion" in row:
        return DataFormat.COMPLETIONS
    if "messages" in row:
        return DataFormat.CHAT
    if "text" in row:
        return DataFormat.TEXT
    keys = ", ".join(sorted(row)) or "none"
    raise RowProblem(
        f"The row has none of the known keys (it has: {keys}).", "Use messages, or prompt and completion, or text."
    )


def check_row(row: object, expected: DataFormat | None) -> tuple[DataFormat, int, bool]:
    """(format, characters, ends with an answer) of a row. Raises `RowProblem`."""
    if not isinstance(row, dict):
        raise RowProblem("The line is not a JSON object.", 'Write one {"messages": [...]} a line.')
    found = format_of(row)
    if expected is not None and found is not expected:
        raise RowProblem(
            f"The row is in {found} format, but the file began with {expected}.", "Keep one format in a file."
        )
    if found is DataFormat.CHAT:
        return found, *_check_messages(row["messages"])
    texts = [row["prompt"], row["completion"]] if found is DataFormat.COMPLETIONS else [row["text"]]
    return found, sum(_text_length(text, found) for text in texts), True


def _text_length(text: object, found: DataFormat) -> int:
    if not isinstance(text, str):
        raise RowProblem(f"A value of a {found} row is not text.", "Put text between double quotes.")
    if not text and found is DataFormat.TEXT:
        raise RowProblem("The text is empty.", "Remove the row or fill it.")
    return len(text)


def _check_messages(messages: object) -> tuple[int, bool]:
    if not isinstance(messages, list) or not messages:
        raise RowProblem("messages is not a list with at least one turn.", "Give user and assistant turns.")
    return sum(_turn_length(turn) for turn in messages), messages[-1]["role"] == "assistant"


def _turn_length(turn: object) -> int:
    if not isinstance(turn, dict) or not isinstance(turn.get("role"), str):
        raise RowProblem("A turn has no role.", 'Write turns as {"role": "user", "content": "..."}.')
    if turn["role"] not in ROLES:
        raise RowProblem(f"The role {turn['role'][:40]!r} is unknown.", f"Use one of {', '.join(sorted(ROLES))}.")
    content = turn.get("content")
    if content is None and turn.get("tool_calls"):
        return 0
    if not isinstance(content, str):
        raise RowProblem("A turn's content is not text.", "Put text between double quotes.")
    return len(content)
