"""One set of rows for methods that read different ones: chat rows for SFT, prompt and answer rows for rewards.

And rows in whole batches: what mlx-lm leaves out or Setup repeats differs, so the methods get a number of rows at which
neither happens.
"""

from typing import Any

from backend.domain.compare_rows import prompt_row
from backend.domain.dataset import RowProblem, check_row
from backend.domain.enhanced_data import check_prompt_row


def as_supervised(row: object) -> dict[str, Any]:
    """A row that SFT trains on; prompt and answer rows become chat rows. Raises `RowProblem`."""
    if isinstance(row, dict) and not {"messages", "text", "completion"} & row.keys():
        check_prompt_row(row)
        system = [{"role": "system", "content": row["system"]}] if row.get("system") else []
        turns = [{"role": "user", "content": row["prompt"]}, {"role": "assistant", "content": row["answer"]}]
        return {"messages": [*system, *turns]}
    check_row(row, None)
    assert isinstance(row, dict)  # noqa: S101 - check_row takes nothing else
    return row


def as_prompt(row: object) -> dict[str, Any]:
    """A row that rewards train on: a question, the answer that is known, and the system prompt. Raises `RowProblem`."""
    found = prompt_row(row)
    if len(found.messages) != 1:
        raise RowProblem(
            "The row has several turns, and rewards train on single questions.", "Leave those methods out."
        )
    if not found.reference:
        raise RowProblem("The row has no answer that rewards could compare with.", "Leave those methods out.")
    system = {"system": found.system} if found.system else {}
    return {"prompt": found.messages[0].content, "answer": found.reference, **system}


def repeated(rows: int, batch_size: int) -> list[int]:
    """Which rows to write a second time so that the last batch is whole, picked evenly over the file."""
    extra = -rows % batch_size
    return [(2 * number + 1) * rows // (2 * extra) for number in range(extra)]
