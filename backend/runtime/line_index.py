"""Any row of a large file at once: where every 64th row begins, kept until the file changes."""

from array import array
from bisect import bisect_right
from itertools import islice
from pathlib import Path

from backend.runtime.json_lines import MAX_LINE_BYTES, Line, file_stamp, read_lines_from

_EVERY = 64


class LineIndex:
    """The rows of one file. A row is a line that is not blank."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows = 0
        self._stamp = file_stamp(path)
        self._offsets = array("Q")
        self._lines = array("Q")
        self._read()

    def is_current(self) -> bool:
        """Whether the file is still the one that was read. Raises OSError."""
        return file_stamp(self.path) == self._stamp

    def row(self, number: int) -> Line:
        """A row by its number from 1. Raises LookupError, OSError."""
        if not 1 <= number <= self.rows:
            raise LookupError(f"there is no row {number}")
        mark, ahead = divmod(number - 1, _EVERY)
        lines = read_lines_from(self.path, self._offsets[mark], self._lines[mark])
        return next(islice(lines, ahead, None))

    def row_of_line(self, line: int) -> int:
        """The number of the row that stands on a line. Raises LookupError, OSError."""
        mark = bisect_right(self._lines, line) - 1
        if mark >= 0:
            lines = read_lines_from(self.path, self._offsets[mark], self._lines[mark])
            for ahead, found in enumerate(islice(lines, _EVERY)):
                if found.number == line:
                    return mark * _EVERY + ahead + 1
        raise LookupError(f"there is no row on line {line}")

    def _read(self) -> None:
        """Finds where rows begin by their bytes alone; nothing is parsed."""
        position, number, is_start = 0, 1, True
        with self.path.open("rb") as file:
            while piece := file.readline(MAX_LINE_BYTES):
                if is_start and (piece.removeprefix(b"\xef\xbb\xbf") if position == 0 else piece).strip():
                    if self.rows % _EVERY == 0:
                        self._offsets.append(position)
                        self._lines.append(number)
                    self.rows += 1
                is_start = piece.endswith(b"\n")
                number += is_start
                position += len(piece)
