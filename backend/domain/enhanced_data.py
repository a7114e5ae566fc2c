"""What a file for a reinforcement method holds: the rule for one row, and what rows and rewards say about each other."""

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from backend.domain.dataset import RowError, RowProblem
from backend.domain.rewards import TAGGED

EXAMPLE = '{"prompt": "What colour is the fox?", "answer": "orange"}'
SHOWN_ERRORS = 20
SAMPLE_ROWS = 3


class PromptReport(BaseModel):
    """What a file of prompt and answer rows holds."""

    model_config = ConfigDict(frozen=True)

    rows: int = Field(description="Rows that can be trained.")
    error_count: int
    errors: list[RowError] = Field(description="The first errors, at most 20.")
    rows_with_system: int
    prompt_characters_max: int
    sample: list[dict[str, Any]] = Field(description="The first rows, at most 3.")


def check_prompt_row(row: object) -> int:
    """Characters of a row's prompt, system included. Raises `RowProblem`."""
    if not isinstance(row, dict):
        raise RowProblem("The line is not a JSON object.", f"Write one {EXAMPLE} a line.")
    for key in ("prompt", "answer"):
        if key not in row:
            raise RowProblem(f"The row has no {key}.", f"Write rows as {EXAMPLE}.")
        if not isinstance(row[key], str):
            raise RowProblem(f"The {key} is not text.", f"Put the {key} between double quotes.")
        if not row[key].strip():
            raise RowProblem(f"The {key} is empty.", "Fill it, or remove the row.")
    system = row.get("system")
    if system is not None and not isinstance(system, str):
        raise RowProblem("system is not text.", "Put it between double quotes, or leave it out.")
    return len(row["prompt"]) + len(system or "")


def report_prompt_rows(rows: Iterable[tuple[int, object]]) -> PromptReport:
    """The report over (line number, row or `RowProblem`) pairs; memory does not grow with the rows."""
    errors: list[RowError] = []
    sample: list[dict[str, Any]] = []
    good = wrong = with_system = longest = 0
    for line, row, length, problem in _checked(rows):
        if problem is not None:
            wrong += 1
            if len(errors) < SHOWN_ERRORS:
                errors.append(RowError(line=line, message=problem.message, hint=problem.hint))
            continue
        good += 1
        with_system += bool(row.get("system"))
        longest = max(longest, length)
        if len(sample) < SAMPLE_ROWS:
            sample.append(row)
    return PromptReport(
        rows=good,
        error_count=wrong,
        errors=errors,
        rows_with_system=with_system,
        prompt_characters_max=longest,
        sample=sample,
    )


def _checked(rows: Iterable[tuple[int, object]]) -> Iterator[tuple[int, dict[str, Any], int, RowProblem | None]]:
    for line, row in rows:
        try:
            if isinstance(row, RowProblem):
                raise row
            length = check_prompt_row(row)
        except RowProblem as problem:
            yield line, {}, 0, problem
        else:
            yield line, row if isinstance(row, dict) else {}, length, None


def reward_warnings(functions: list[str], report: PromptReport) -> list[str]:
    """What the chosen rewards will probably make of these rows."""
    tagged = [name for name in functions if name in TAGGED]
    if tagged and len(tagged) == len(functions) and not report.rows_with_system:
        return [
            "These rewards look for <think> and <answer>, and no row asks for them in `system`: unless the model writes the "
            "tags by itself, all scores of a group are equal and nothing is learned."
        ]
    return []
