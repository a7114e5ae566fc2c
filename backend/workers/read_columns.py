"""`python -m backend.workers.read_columns`: what a table holds, and what its rows could become."""

from itertools import islice
from typing import Any

from backend.domain.data_mapping import Column, ColumnMapping, ColumnsWork, DataColumns, SourceKind
from backend.domain.dataset import RowError, RowProblem, check_row
from backend.domain.row_mapping import guess_mappings, shortened_row, trainable_row, value_type
from backend.workers.job_channel import JobChannel, JobRefused, run_job
from backend.workers.table_source import limit_memory, rows_of

_LOOKED_AT = 50
_SHOWN = 5


def read_columns(work: ColumnsWork, _channel: JobChannel) -> DataColumns:
    """Look at the first rows. Raises what `explain` knows."""
    limit_memory()
    kind, rows = rows_of(work)
    first = list(islice(rows, _LOOKED_AT))
    good = [row for _, row in first if isinstance(row, dict)]
    if not good:
        problem = next((row for _, row in first if isinstance(row, RowProblem)), None)
        raise problem or JobRefused("path", "The file has no rows with named values.", "Choose another file.")
    names = list(dict.fromkeys(str(name) for row in good for name in row))
    types = {
        name: next((value_type(row[name]) for row in good if row.get(name) is not None), "empty") for name in names
    }
    guesses = guess_mappings(good)
    made, errors = _tried(first, work.mapping or next(iter(guesses), None))
    return DataColumns(
        kind=kind,
        columns=[Column(name=name, type=types[name]) for name in names],
        guesses=guesses,
        trainable_as_it_is=kind is SourceKind.JSONL and _is_trainable(good[0]),
        preview=[shortened_row(row) for row in good[:_SHOWN]],
        made=[shortened_row(row) for row in made[:_SHOWN]],
        made_errors=errors,
    )


def _tried(first: list[tuple[int, Any]], mapping: ColumnMapping | None) -> tuple[list[dict[str, Any]], list[RowError]]:
    """(rows as an import would write them, what is wrong with the others)."""
    made: list[dict[str, Any]] = []
    errors: list[RowError] = []
    format_ = None
    if mapping is None:
        return made, errors
    for number, row in first:
        try:
            one, format_ = trainable_row(row, mapping, format_)
            made.append(one)
        except RowProblem as problem:
            errors.append(RowError(line=number, message=problem.message, hint=problem.hint))
    return made, errors


def _is_trainable(row: object) -> bool:
    try:
        check_row(row, None)
    except RowProblem:
        return False
    return True


def main() -> None:
    """Answer the one request on standard input."""
    run_job(ColumnsWork, read_columns)


if __name__ == "__main__":
    main()
