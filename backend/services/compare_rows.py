"""Rows for batches and perplexity: where they lie, read with line numbers, and written out again as tables."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from backend.domain.compare_events import RowEvent
from backend.domain.compare_sides import SideInfo
from backend.domain.dataset import RowProblem
from backend.errors import FieldError, InvalidInput, NotFound
from backend.runtime.typed_path import typed_path
from backend.services.data_checks import unreadable
from backend.services.run_store import RunStore

_Row = TypeVar("_Row")
_MAX_BYTES = 200_000_000


def rows_file(store: RunStore, path: str | None, run_id: str | None) -> Path:
    """The file that is meant: the path itself (test.jsonl in a folder), or a run's test rows, else its validation rows.

    Raises `InvalidInput` naming `path` or `run_id`.
    """
    if path is not None:
        try:
            file = typed_path(path)
            return file / "test.jsonl" if file.is_dir() else file
        except OSError as error:
            raise InvalidInput.of(unreadable("path", error)) from error
    try:
        run = store.get(run_id or "")
    except NotFound as error:
        raise InvalidInput.of(FieldError("run_id", error.detail, "Choose another run, or a file.")) from error
    folder = store.folder(run.id).data
    beside = Path(run.config.train_data_path).parent / "test.jsonl"
    for candidate in (beside, folder / "test.jsonl", folder / "valid.jsonl"):
        if candidate.is_file():
            return candidate
    raise InvalidInput.of(
        FieldError("run_id", "The run has neither test nor validation rows.", "Choose a JSONL file in its place.")
    )


def read_rows(file: Path, field: str, limit: int | None, parse: Callable[[object], _Row]) -> list[_Row]:
    """The first `limit` rows of a JSONL file. Raises `InvalidInput` naming `field` and the line."""
    try:
        if file.stat().st_size > _MAX_BYTES:
            raise InvalidInput.of(FieldError(field, f"{file} has more than 200 MB.", "Use a smaller file."))
        rows = _parsed(file, field, limit, parse)
    except OSError as error:
        raise InvalidInput.of(unreadable(field, error)) from error
    if not rows:
        raise InvalidInput.of(FieldError(field, f"{file} has no rows.", "Give one JSON object a line."))
    return rows


def _parsed(file: Path, field: str, limit: int | None, parse: Callable[[object], _Row]) -> list[_Row]:
    rows: list[_Row] = []
    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            text = line.removeprefix(b"\xef\xbb\xbf").strip()
            if limit is not None and len(rows) >= limit:
                break
            if not text:
                continue
            try:
                rows.append(parse(_json(text)))
            except RowProblem as problem:
                raise InvalidInput.of(FieldError(field, f"Line {number}: {problem.message}", problem.hint)) from problem
    return rows


def _json(line: bytes) -> object:
    try:
        row = json.loads(line.decode("utf-8"))
        json.dumps(row, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise RowProblem(f"The line is not JSON in UTF-8: {error}.", "Correct or remove the line.") from error
    return row


def batch_jsonl(rows: Sequence[RowEvent], sides: Sequence[SideInfo]) -> str:
    """One JSON object a row: index, prompt, reference, and the answers by the sides' labels."""
    return "".join(json.dumps(_record(row, sides), ensure_ascii=False) + "\n" for row in rows)


def _record(row: RowEvent, sides: Sequence[SideInfo]) -> dict[str, Any]:
    answers = [{"label": sides[answer.side].label, **answer.model_dump(mode="json")} for answer in row.answers]
    return {"index": row.index, "prompt": row.prompt, "reference": row.reference, "answers": answers}


def batch_csv(rows: Sequence[RowEvent], sides: Sequence[SideInfo]) -> str:
    """A header and one line a row: the answer, exact and contains of every side in columns of its own."""
    out = io.StringIO()
    table = csv.writer(out)
    columns = [f"{side.index}: {side.label} {what}" for side in sides for what in ("answer", "exact", "contains")]
    table.writerow(["index", "prompt", "reference", *map(_cell, columns)])
    for row in rows:
        cells: list[object] = [row.index, _cell(row.prompt), _cell(row.reference or "")]
        for answer in row.answers:
            cells += [_cell(answer.text), _flag(answer.exact), _flag(answer.contains)]
        table.writerow(cells)
    return out.getvalue()


def _cell(text: str) -> str:
    """Text that a spreadsheet shows and does not run."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _flag(value: bool | None) -> str:
    return "" if value is None else str(value).lower()
