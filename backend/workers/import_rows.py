"""`python -m backend.workers.import_rows`: a table as a new JSONL file."""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from backend.domain.data_mapping import ColumnMapping, ColumnsWork, ImportedData
from backend.domain.dataset import DataFormat, RowError, RowProblem
from backend.domain.row_mapping import guess_mappings, trainable_row
from backend.runtime.new_files import new_file
from backend.workers.job_channel import JobChannel, JobRefused, run_job
from backend.workers.table_source import limit_memory, rows_of

_SHOWN_ERRORS = 20
_GUESS_ROWS = 20


class _Written:
    """Counts while rows go out."""

    def __init__(self, mapping: ColumnMapping, limit_bytes: int) -> None:
        self._mapping = mapping
        self._limit = limit_bytes
        self.format: DataFormat | None = None
        self.rows = self.bytes = self.error_count = 0
        self.errors: list[RowError] = []

    def take(self, number: int, row: Any, file: BinaryIO) -> None:
        """Write one row, or remember what is wrong with it. Raises `JobRefused` beyond the limit."""
        try:
            made, found = trainable_row(row, self._mapping, self.format)
            line = json.dumps(made, ensure_ascii=False, allow_nan=False).encode() + b"\n"
        except RowProblem as problem:
            self._wrong(number, problem)
            return
        except (UnicodeEncodeError, ValueError, TypeError) as error:
            self._wrong(number, RowProblem(f"The row cannot be written as JSON: {error}.", "Correct its values."))
            return
        self.format = found
        self.bytes += len(line)
        if self.bytes > self._limit:
            message = f"The rows unpack to more than {self._limit:,} bytes."
            raise JobRefused("path", message, "Free space on the disk, or import a smaller file.")
        self.rows += 1
        file.write(line)

    def _wrong(self, number: int, problem: RowProblem) -> None:
        self.error_count += 1
        if len(self.errors) < _SHOWN_ERRORS:
            self.errors.append(RowError(line=number, message=problem.message, hint=problem.hint))


def import_rows(work: ColumnsWork, channel: JobChannel) -> ImportedData:
    """Write the new file. Raises what `explain` knows."""
    limit_memory()
    _, rows = rows_of(work)
    first = list(islice(rows, _GUESS_ROWS))
    mapping = work.mapping or _guess(first)
    if missing := mapping.missing():
        raise JobRefused("mapping", f"No column is named for {', '.join(missing)}.", "Name one.")
    _refuse_unknown(mapping, first)
    written = _Written(mapping, work.limit_bytes)
    with new_file(Path(work.folder or ""), work.stem) as (file, target):
        for number, row in _chained(first, rows):
            written.take(number, row, file)
            if written.rows % 100 == 0:
                channel.progress(written.rows, None, "rows")
        if written.format is None:
            raise _nothing(written)
    return ImportedData(
        path=str(target),
        bytes=written.bytes,
        rows=written.rows,
        format=written.format,
        mapping=mapping,
        error_count=written.error_count,
        errors=written.errors,
    )


def _nothing(written: _Written) -> JobRefused:
    if not written.errors:
        return JobRefused("path", "The file has no rows.", "Choose another file.")
    first = written.errors[0]
    return JobRefused("mapping", f"No row fits. Line {first.line}: {first.message}", first.hint)


def _chained(first: list[tuple[int, Any]], rest: Iterator[tuple[int, Any]]) -> Iterator[tuple[int, Any]]:
    yield from first
    yield from rest


def _guess(first: list[tuple[int, Any]]) -> ColumnMapping:
    guesses = guess_mappings([row for _, row in first if isinstance(row, dict)])
    if guesses:
        return guesses[0]
    problem = next((row for _, row in first if isinstance(row, RowProblem)), None)
    if problem is not None:
        raise problem
    if not first:
        raise JobRefused("path", "The file has no rows.", "Choose another file.")
    raise JobRefused("mapping", "The columns are not recognised.", "Say which column holds what.")


def _refuse_unknown(mapping: ColumnMapping, first: list[tuple[int, Any]]) -> None:
    names = {name for _, row in first if isinstance(row, dict) for name in row}
    for role, column in mapping.used().items():
        if names and column not in names:
            shown = ", ".join(sorted(names)[:20])
            raise JobRefused(f"mapping.{role}", f"There is no column {column!r}.", f"The columns are: {shown}.")


def main() -> None:
    """Answer the one request on standard input."""
    run_job(ColumnsWork, import_rows)


if __name__ == "__main__":
    main()
