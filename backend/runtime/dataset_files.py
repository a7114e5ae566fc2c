"""JSONL files: read line by line, reported with line numbers, rewritten for the trainer. Memory does not grow with rows."""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from backend.domain.dataset import DataFormat, DatasetReport, RowError, RowProblem, check_row
from backend.domain.enhanced_data import PromptReport, report_prompt_rows

MAX_ERRORS = 20
SAMPLE_ROWS = 3
MAX_LINE_BYTES = 50_000_000


@dataclass(frozen=True)
class _Line:
    number: int
    row: Any = None
    problem: RowProblem | None = None


def inspect_dataset(path: Path) -> DatasetReport:
    """Read a whole JSONL file and report on it. Raises OSError."""
    expected: DataFormat | None = None
    errors: list[RowError] = []
    error_count = rows = characters = longest = unanswered = 0
    sample: list[dict[str, Any]] = []
    for line in _lines(path):
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
    return report_prompt_rows((line.number, line.problem or line.row) for line in _lines(path))


def read_rows(path: Path, count: int) -> list[Any]:
    """The first readable rows of a file, at most `count`. Raises OSError."""
    return [line.row for line in islice(_lines(path), count) if line.problem is None]


def prepare_rows(source: Path, target: Path) -> str:
    """Write the rows of `source` to `target` as the trainer reads them, ASCII JSON one a line; the SHA-256 of the result.

    Blank lines, a byte order mark and carriage returns go; the rows themselves and their order stay. Raises OSError, and
    `RowProblem` when the file is no longer what `inspect_dataset` saw.
    """
    digest = hashlib.sha256()
    with target.open("wb") as out:
        for line in _lines(source):
            if line.problem is not None:
                raise line.problem
            data = json.dumps(line.row, ensure_ascii=True).encode() + b"\n"
            digest.update(data)
            out.write(data)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest()


def _lines(path: Path) -> Iterator[_Line]:
    with path.open("rb") as file:
        number = 0
        while line := file.readline(MAX_LINE_BYTES):
            number += 1
            if len(line) == MAX_LINE_BYTES and not line.endswith(b"\n"):
                yield _Line(number, problem=RowProblem("The line is longer than 50 MB.", "Split the row."))
                return
            text = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
            if text.strip():
                yield _parse(number, text)


def _parse(number: int, line: bytes) -> _Line:
    try:
        row = json.loads(line.decode("utf-8"))
        json.dumps(row, ensure_ascii=False).encode("utf-8")
    except UnicodeDecodeError as error:
        return _Line(number, problem=RowProblem(f"Byte {error.start + 1} is not UTF-8.", "Save the file as UTF-8."))
    except UnicodeEncodeError:
        return _Line(number, problem=RowProblem("The row holds half of a surrogate pair.", "Correct the \\u escapes."))
    except json.JSONDecodeError as error:
        return _Line(
            number, problem=RowProblem(f"Not JSON: {error.msg} at column {error.colno}.", "Correct or remove the line.")
        )
    except RecursionError:
        return _Line(number, problem=RowProblem("The row is nested too deeply.", "Flatten it."))
    return _Line(number, row=row)
