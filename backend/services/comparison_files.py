"""`<home>/comparisons/`: one JSON file a comparison, and beside it a folder with the rows that its runs were given."""

import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from backend.domain.comparison import Comparison
from backend.domain.comparison_rows import repeated
from backend.domain.dataset import RowProblem
from backend.errors import FieldError, InvalidInput, NotFound
from backend.runtime.atomic_file import write_atomic
from backend.runtime.json_lines import Line, ascii_line, flush_to_disk, read_lines
from backend.services.data_checks import unreadable

_ID = re.compile(r"^[0-9]{8}-[0-9]{6}-[0-9a-f]{4}$", re.ASCII)
Change = Callable[[object], dict[str, Any]]


class ComparisonFiles:
    """Reads and writes comparisons; the only writer of their files."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def rows_folder(self, comparison_id: str) -> Path:
        """Where the rows of a comparison lie."""
        return self._root / comparison_id

    def write(self, comparison: Comparison) -> None:
        """Replace a comparison's file atomically. Raises OSError."""
        self._root.mkdir(parents=True, exist_ok=True)
        write_atomic(self._file(comparison.id), comparison.model_dump_json(indent=2).encode())

    def all(self) -> list[Comparison]:
        """Every comparison that can be read, newest first."""
        try:
            names = [path.stem for path in self._root.glob("*.json") if _ID.match(path.stem)]
        except OSError:
            return []
        found = [comparison for comparison in map(self._read, names) if comparison is not None]
        return sorted(found, key=lambda one: (one.created_at, one.id), reverse=True)

    def get(self, comparison_id: str) -> Comparison:
        """One comparison. Raises `NotFound`."""
        found = self._read(comparison_id) if _ID.match(comparison_id) else None
        if found is None:
            raise NotFound(f"There is no comparison {comparison_id[:80]!r}. It may have been deleted.")
        return found

    def remove(self, comparison_id: str) -> None:
        """Delete the file; the rows stay, because the runs name them. Raises OSError."""
        self._file(comparison_id).unlink(missing_ok=True)

    def abandon(self, comparison_id: str) -> None:
        """Delete the rows of a comparison that came to nothing."""
        shutil.rmtree(self.rows_folder(comparison_id), ignore_errors=True)

    def _file(self, comparison_id: str) -> Path:
        return self._root / f"{comparison_id}.json"

    def _read(self, comparison_id: str) -> Comparison | None:
        try:
            return Comparison.model_validate_json(self._file(comparison_id).read_bytes())
        except (OSError, ValidationError):
            return None


def copy_rows(field: str, source: Path, target: Path, change: Change) -> int:
    """Write every row of a file, changed, to another one; how many there are.

    Raises `InvalidInput` naming the field, and the line where one is wrong; OSError where the target cannot be written.
    """
    return _write(target, _changed(field, source, change))


def make_whole(file: Path, rows: int, batch_size: int) -> int:
    """Repeat rows at the end until every batch is whole; how many there are then. Raises OSError."""
    again = set(repeated(rows, batch_size))
    if again:
        lines = [line.row for number, line in enumerate(read_lines(file)) if number in again]
        with file.open("ab") as out:
            out.writelines(map(ascii_line, lines))
            flush_to_disk(out)
    return rows + len(again)


def cut_to_whole(file: Path, rows: int, batch_size: int) -> int:
    """Leave out the last rows that fill no batch, as mlx-lm does; how many there are then. Raises OSError."""
    kept = rows // batch_size * batch_size
    if kept < rows:
        lines = sorted((line.row for line in read_lines(file)), key=len)[
            :kept
        ]  # mlx-lm sorts by a row's number of keys
        _write(file, lines)
    return kept


def _changed(field: str, source: Path, change: Change) -> Iterator[dict[str, Any]]:
    try:
        for line in read_lines(source):
            yield _changed_row(field, source, line, change)
    except OSError as error:
        raise InvalidInput.of(unreadable(field, error)) from error


def _changed_row(field: str, source: Path, line: Line, change: Change) -> dict[str, Any]:
    try:
        if line.problem is not None:
            raise line.problem
        return change(line.row)
    except RowProblem as problem:
        message = f"Line {line.number} of {source.name}: {problem.message}"
        raise InvalidInput.of(FieldError(field, message, problem.hint)) from problem


def _write(target: Path, rows: Iterable[object]) -> int:
    count = 0
    with target.open("wb") as out:
        for row in rows:
            out.write(ascii_line(row))
            count += 1
        flush_to_disk(out)
    return count
