"""JSONL files: read line by line, reported with line numbers, rewritten for the trainer. Memory does not grow with rows."""

import hashlib
from collections.abc import Callable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from backend.domain.dataset import DataFormat, DatasetReport, RowError, RowProblem, check_row
from backend.domain.enhanced_data import PromptReport, report_prompt_rows
from backend.runtime.json_lines import ascii_line, flush_to_disk, read_lines, unchanged_lines

MAX_ERRORS = 20
SAMPLE_ROWS = 3


def inspect_dataset(path: Path) -> DatasetReport:
    """Read a whole JSONL file and report on it. Raises OSError."""
    expected: DataFormat | None = None
    errors: list[RowError] = []
    error_count = rows = characters = longest = unanswered = 0
    sample: list[dict[str, Any]] = []
    for line in unchanged_lines(path):
        try:
            if line.problem is not None:
                raise line.problem
            expected, length, answered = check_row(line.row, expected)
        except RowProblem as problem:
            error_count += 1
            if len(errors) < MAX_ERRORS:
                errors.append(RowError(line=line.number, message=problem.message, hint=problem.hint))
            continue
        rows += 1
        characters += length
        longest = max(longest, length)
        unanswered += not answered
        if len(sample) < SAMPLE_ROWS:
            sample.append(line.row)
    return DatasetReport(
        path=str(path),
        bytes=path.stat().st_size,
        rows=rows,
        format=expected,
        error_count=error_count,
        errors=errors,
        characters_mean=characters / rows if rows else 0.0,
        characters_max=longest,
        rows_without_answer=unanswered,
        sample=sample,
    )


def inspect_prompts(path: Path) -> PromptReport:
    """Read a whole file of prompt and answer rows and report on it. Raises OSError."""
    return report_prompt_rows((line.number, line.problem or line.row) for line in read_lines(path))


INSPECTIONS: Mapping[str, Callable[[Path], DatasetReport | PromptReport]] = {
    inspection.__name__: inspection for inspection in (inspect_dataset, inspect_prompts)
}
"""By name, as a worker is asked for them."""


def read_rows(path: Path, count: int) -> list[Any]:
    """The first readable rows of a file, at most `count`. Raises OSError."""
    return [line.row for line in islice(read_lines(path), count) if line.problem is None]


def prepare_rows(source: Path, target: Path) -> str:
    """Write the rows of `source` to `target` as the trainer reads them, ASCII JSON one a line; the SHA-256 of the result.

    Blank lines, a byte order mark and carriage returns go; the rows themselves and their order stay. Raises OSError, and
    `RowProblem` when the file is no longer what `inspect_dataset` saw.
    """
    digest = hashlib.sha256()
    with target.open("wb") as out:
        for line in read_lines(source):
            if line.problem is not None:
                raise line.problem
            data = ascii_line(line.row)
            digest.update(data)
            out.write(data)
        flush_to_disk(out)
    return digest.hexdigest()
