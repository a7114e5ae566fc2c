"""`python -m backend.workers.read_columns`: what a table holds, and what its rows could become."""

from itertools import islice

from backend.domain.data_mapping import Column, ColumnsWork, DataColumns, SourceKind
from backend.domain.dataset import RowProblem, check_row
from backend.domain.row_mapping import guess_mappings, shortened_row, value_type
from backend.workers.job_channel import JobChannel, JobRefused, run_job
from backend.workers.table_source import limit_memory, rows_of

_LOOKED_AT = 50
_SHOWN = 5


def read_columns(work: ColumnsWork, _channel: JobChannel) -> DataColumns:
    """Look at the first rows. Raises what `explain` knows."""
    limit_memory()
    kind, rows = rows_of(work)
    first = [row for _, row in islice(rows, _LOOKED_AT)]
    good = [row for row in first if isinstance(row, dict)]
    if not good:
        problem = next((row for row in first if isinstance(row, RowProblem)), None)
        raise problem or JobRefused("path", "The file has no rows with named values.", "Choose another file.")
    names = list(dict.fromkeys(str(name) for row in good for name in row))
    types = {
        name: next((value_type(row[name]) for row in good if row.get(name) is not None), "empty") for name in names
    }
    return DataColumns(
        kind=kind,
        columns=[Column(name=name, type=types[name]) for name in names],
        guesses=guess_mappings(good),
        trainable_as_it_is=kind is SourceKind.JSONL and _is_trainable(good[0]),
        preview=[shortened_row(row) for row in good[:_SHOWN]],
    )


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
