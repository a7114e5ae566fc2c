"""Tables of any kind as rows with line numbers: JSONL, a JSON array, CSV, TSV, Parquet. Read piece by piece.

A row that cannot be read comes as a `RowProblem` in its place. Does not know what rows mean.
"""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from backend.domain.data_mapping import SourceKind
from backend.domain.dataset import RowProblem
from backend.runtime.json_lines import MAX_LINE_BYTES, unchanged_lines
from backend.runtime.parquet_file import parquet_rows

NumberedRow = tuple[int, Any]
"""(line or row number from 1, the row or a `RowProblem`)."""

_PIECE = 1 << 20
_HEAD = 1 << 16
_SPACE = " \t\r\n"


def source_kind(path: Path) -> SourceKind:
    """What a file is, by its first bytes, and for CSV by its ending. Raises `RowProblem`, OSError."""
    with path.open("rb") as file:
        head = file.read(_HEAD).removeprefix(b"\xef\xbb\xbf")
    if head.startswith(b"PAR1"):
        return SourceKind.PARQUET
    if head[:2] in (b"\x1f\x8b", b"PK") or head[:4] == b"\x28\xb5\x2f\xfd":
        raise RowProblem("The file is compressed.", "Unpack it first.")
    if b"\0" in head:
        raise RowProblem("The file holds NUL bytes: it is no text.", "Save it as UTF-8, or choose another file.")
    if path.suffix.lower() in (".tsv", ".tab"):
        return SourceKind.TSV
    if path.suffix.lower() == ".csv":
        return SourceKind.CSV
    start = head.lstrip()
    if start.startswith(b"["):
        return SourceKind.JSON
    if start.startswith(b"{") or not start:
        return SourceKind.JSONL
    return SourceKind.TSV if b"\t" in start.splitlines()[0] else SourceKind.CSV


def table_rows(path: Path, kind: SourceKind) -> Iterator[NumberedRow]:
    """Every row of a file. Raises `RowProblem` where the file as a whole cannot be read, `FileChanged`, OSError."""
    match kind:
        case SourceKind.PARQUET:
            return parquet_rows(path)
        case SourceKind.CSV | SourceKind.TSV:
            return _csv_rows(path, "\t" if kind is SourceKind.TSV else None)
        case SourceKind.JSON:
            return _array_rows(path)
        case _:
            return ((line.number, line.problem or line.row) for line in unchanged_lines(path))


def _csv_rows(path: Path, delimiter: str | None) -> Iterator[NumberedRow]:
    csv.field_size_limit(MAX_LINE_BYTES)
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=delimiter or _delimiter(file), strict=True)
        names = _header(reader)
        while True:
            line = reader.line_num + 1
            try:
                values = next(reader, None)
            except csv.Error as error:
                yield line, RowProblem(f"Not CSV: {error}.", "Check quotes and separators.")
                return
            except UnicodeDecodeError as error:
                raise _not_utf8(path, error) from error
            if values is None:
                return
            if values:
                yield line, _named(names, values)


def _delimiter(file: TextIO) -> str:
    try:
        first = file.readline(_HEAD)
    except UnicodeDecodeError as error:
        raise _not_utf8(Path(file.name), error) from error
    file.seek(0)
    return max(",;\t|", key=first.count)


def _header(reader: Iterator[list[str]]) -> list[str]:
    try:
        names: list[str] = next(reader, [])
    except csv.Error as error:
        raise RowProblem(f"Line 1: not CSV: {error}.", "Check quotes and separators.") from error
    if not names or not any(names):
        raise RowProblem("The file has no header.", "Write the names of the columns into the first line.")
    repeated = next((name for name in names if names.count(name) > 1), None)
    if repeated is not None:
        raise RowProblem(f"Line 1: the column {repeated[:40]!r} stands twice.", "Give every column a name of its own.")
    return names


def _named(names: list[str], values: list[str]) -> dict[str, str] | RowProblem:
    if len(values) != len(names):
        return RowProblem(
            f"The row has {len(values)} values, the header {len(names)} columns.", "Check quotes and separators."
        )
    return dict(zip(names, values, strict=True))


def _not_utf8(path: Path, error: UnicodeDecodeError) -> RowProblem:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError as found:
                return RowProblem(f"Line {number}: byte {found.start + 1} is not UTF-8.", "Save the file as UTF-8.")
    return RowProblem(f"The file is not UTF-8: {error.reason}.", "Save the file as UTF-8.")


def _array_rows(path: Path) -> Iterator[NumberedRow]:
    """The elements of one array, read as they come; numbers count elements."""
    with path.open(encoding="utf-8-sig") as file:
        elements = _Elements(file)
        number = 0
        try:
            while (found := elements.next()) is not None:
                number += 1
                yield number, found[0]
        except UnicodeDecodeError as error:
            raise _not_utf8(path, error) from error
        except RecursionError as error:
            raise RowProblem(f"Row {number + 1} is nested too deeply.", "Flatten it.") from error


class _Elements:
    """The elements of a JSON array, with no more text in memory than one of them needs."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._text = ""
        self._count = 0
        self._decoder = json.JSONDecoder()

    def next(self) -> tuple[Any] | None:
        """The next element in a tuple, or None behind the last. Raises `RowProblem`."""
        separator = self._skip_space()
        wanted = "," if self._count else "["
        if separator == "]" and self._count:
            self._end()
            return None
        if separator != wanted:
            raise self._broken(f"expected {wanted!r}")
        self._text = self._text[1:]
        if self._skip_space() == "]" and not self._count:
            self._end()
            return None
        self._count += 1
        return (self._element(),)

    def _end(self) -> None:
        self._text = self._text[1:]
        if self._skip_space():
            raise self._broken("something stands behind the list")

    def _skip_space(self) -> str:
        while not (stripped := self._text.lstrip(_SPACE)):
            self._text = self._file.read(_PIECE)
            if not self._text:
                return ""
        self._text = stripped
        return stripped[0]

    def _element(self) -> object:
        size = _PIECE
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text)
            except json.JSONDecodeError as error:
                more = self._file.read(size)
                if not more:
                    raise self._broken(f"{error.msg}") from error
                if len(self._text) > MAX_LINE_BYTES:
                    raise RowProblem(f"Row {self._count} is longer than 50 MB, or broken.", "Split it.") from error
                self._text += more
                size *= 2
                continue
            if end == len(self._text) and (more := self._file.read(_PIECE)):
                self._text += more  # a number may go on
                continue
            self._text = self._text[end:]
            return value

    def _broken(self, why: str) -> RowProblem:
        return RowProblem(f"Not JSON near row {max(1, self._count)}: {why}.", "Correct the list there.")
