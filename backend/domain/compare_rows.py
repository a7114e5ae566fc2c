"""Rows of a file as prompts with references, and as text to be scored."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from backend.domain.compare import Turn
from backend.domain.dataset import RowProblem, check_row
from backend.domain.generation_protocol import Prompt

_SHAPES = 'Use {"messages": [...]}, or {"prompt": ...} with "completion" or "answer".'


class PromptRow(BaseModel):
    """What a row asks, and the answer that it knows."""

    model_config = ConfigDict(frozen=True)

    messages: list[Turn]
    system: str | None = None
    reference: str | None = None

    def prompt(self, system: str | None) -> Prompt:
        """The conversation; the row's own system prompt goes before the one given for all."""
        return Prompt(messages=self.messages, system=self.system or system)


def prompt_row(row: object) -> PromptRow:
    """The prompt of a row. Raises `RowProblem` for text rows and whatever else asks nothing."""
    if not isinstance(row, dict):
        raise RowProblem("The line is not a JSON object.", _SHAPES)
    if "prompt" in row:
        return _plain(row)
    if "messages" in row:
        return _chat(row)
    if "text" in row:
        raise RowProblem("A text row asks nothing, so there is nothing to answer.", _SHAPES)
    raise RowProblem(f"The row has none of the known keys (it has: {', '.join(sorted(row)) or 'none'}).", _SHAPES)


def scored_row(row: object) -> dict[str, Any]:
    """A row as the trainer reads it; prompt and answer rows become prompt and completion. Raises `RowProblem`."""
    if isinstance(row, dict) and "prompt" in row and "completion" not in row and isinstance(row.get("answer"), str):
        row = {"prompt": row["prompt"], "completion": row["answer"]}
    check_row(row, None)
    assert isinstance(row, dict)  # noqa: S101 - check_row takes nothing else
    return row


def _plain(row: dict[str, Any]) -> PromptRow:
    reference = row.get("completion", row.get("answer"))
    for name, value in (("prompt", row["prompt"]), ("reference", reference), ("system", row.get("system"))):
        if not isinstance(value, str) and not (value is None and name != "prompt"):
            raise RowProblem(f"The {name} is not text.", "Put text between double quotes.")
    if not row["prompt"].strip():
        raise RowProblem("The prompt is empty.", "Fill it, or remove the row.")
    return PromptRow(messages=[Turn(role="user", content=row["prompt"])], system=row.get("system"), reference=reference)


def _chat(row: dict[str, Any]) -> PromptRow:
    check_row(row, None)
    turns = list(row["messages"])
    reference = turns.pop().get("content") if turns[-1]["role"] == "assistant" else None
    if not turns or turns[-1]["role"] != "user":
        raise RowProblem("No user turn comes before the answer.", "End the row with a user turn, or with its answer.")
    if any(turn["role"] not in ("system", "user", "assistant") or not turn.get("content") for turn in turns):
        raise RowProblem("The row has tool turns or empty turns, which cannot be asked here.", _SHAPES)
    kept = [Turn(role=turn["role"], content=turn["content"]) for turn in turns]
    system = kept.pop(0).content if kept[0].role == "system" else None
    return PromptRow(messages=kept, system=system, reference=reference)
