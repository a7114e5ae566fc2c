"""The rows of a reinforcement run as the engine takes them: (prompt tokens, answer tokens, prompt, answer, type)."""

import json
from pathlib import Path
from typing import Any

from backend.domain.dataset import RowProblem
from backend.domain.enhanced_data import check_prompt_row

PromptRow = tuple[list[int], list[int], str, str, Any]


class NoChatTemplate(Exception):
    """The model cannot be asked anything; the message names the chat_template."""


def read_rows(file: Path, tokenizer: Any) -> list[PromptRow]:
    """Every row, put through the model's chat template. No system turn is added where the row has none.

    The engine's own data set class puts a hidden one in front ("Place it between <think> and </think>..."), so it is not
    used. Raises OSError, `RowProblem`, `NoChatTemplate`, and what the template raises.
    """
    if not getattr(tokenizer, "has_chat_template", False):
        raise NoChatTemplate("the tokenizer has no chat_template, so prompts cannot be put to the model")
    if not file.exists():
        return []
    with file.open(encoding="utf-8") as lines:
        return [_row(number, json.loads(line), tokenizer) for number, line in enumerate(lines, 1) if line.strip()]


def _row(number: int, row: Any, tokenizer: Any) -> PromptRow:
    try:
        check_prompt_row(row)
    except RowProblem as problem:
        raise RowProblem(f"Line {number}: {problem.message}", problem.hint) from problem
    system = [{"role": "system", "content": row["system"]}] if row.get("system") else []
    turns = [*system, {"role": "user", "content": row["prompt"]}]
    tokens = list(tokenizer.apply_chat_template(turns, add_generation_prompt=True))
    return tokens, [], row["prompt"], row["answer"], row.get("type")


def cut_prompts(rows: list[PromptRow], limit: int) -> int:
    """How many prompts are longer than the limit; the engine cuts them at the end, where the answer is asked for."""
    return sum(len(row[0]) > limit for row in rows)
