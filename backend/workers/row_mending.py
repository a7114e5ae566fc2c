"""Rows beyond the sequence limit made to fit: shortened or split. Every cut is measured with the model's own tokenizer."""

from collections.abc import Callable
from typing import Any

from backend.domain.dataset import DataFormat, RowProblem
from backend.domain.row_checks import OPENING_ROLES
from backend.workers.tokenised_rows import TrainerRows

Row = dict[str, Any]


class Mender:
    """Makes rows of one file fit."""

    def __init__(self, rows: TrainerRows, limit: int) -> None:
        self._rows = rows
        self._limit = limit

    def fits(self, row: Row) -> bool:
        """Whether a row is within the limit; one that the template refuses is not."""
        try:
            return len(self._rows.tokenise(row).tokens) <= self._limit
        except RowProblem:
            return False

    def shortened(self, row: Row) -> Row | None:
        """The row with less before its answer, or None where nothing helps."""
        if self._rows.format is DataFormat.TEXT:
            return self._cut(row["text"], lambda text: {**row, "text": text}, from_the_end=True)
        if self._rows.format is DataFormat.COMPLETIONS:
            return self._cut(row["prompt"], lambda text: {**row, "prompt": text})
        opening, exchanges = conversation(row)
        while len(exchanges) > 1:
            exchanges = exchanges[1:]
            shorter = _joined(row, opening, exchanges)
            if self.fits(shorter):
                return shorter
        first, *others = exchanges[0]
        if first["role"] != "user" or not isinstance(first.get("content"), str):
            return None
        return self._cut(first["content"], lambda text: _joined(row, opening, [[{**first, "content": text}, *others]]))

    def split(self, row: Row) -> list[Row] | None:
        """Several rows that fit and together hold everything, or None where a piece alone is too long."""
        if self._rows.format is DataFormat.COMPLETIONS:
            return None
        if self._rows.format is DataFormat.TEXT:
            return self._split_text(row)
        opening, exchanges = conversation(row)
        made: list[Row] = []
        while exchanges:
            count = self._fitting([_joined(row, opening, exchanges[: some + 1]) for some in range(len(exchanges))])
            if not count:
                return None
            made.append(_joined(row, opening, exchanges[:count]))
            exchanges = exchanges[count:]
        return made

    def _split_text(self, row: Row) -> list[Row] | None:
        made: list[Row] = []
        rest = row["text"]
        while rest:
            count = self._fitting_text(row, rest)
            if not count:
                return None
            if count < len(rest):
                count = (rest.rfind(" ", 0, count + 1) + 1) or count
            made.append({**row, "text": rest[:count]})
            rest = rest[count:]
        return made

    def _fitting(self, growing: list[Row]) -> int:
        """How many of these rows fit, each holding the one before it."""
        return _most(lambda some: self.fits(growing[some - 1]), len(growing))

    def _fitting_text(self, row: Row, text: str) -> int:
        return _most(lambda some: self.fits({**row, "text": text[:some]}), len(text))

    def _cut(self, text: str, build: Callable[[str], Row], *, from_the_end: bool = False) -> Row | None:
        """As much of a text as fits: its end, or its beginning."""

        def part(some: int) -> str:
            return text[:some] if from_the_end else text[len(text) - some :]

        count = _most(lambda some: self.fits(build(part(some))), len(text))
        return build(part(count)) if count else None


def conversation(row: Row) -> tuple[list[Row], list[list[Row]]]:
    """The turns that open a conversation, and its exchanges: each begins with a user turn."""
    opening: list[Row] = []
    exchanges: list[list[Row]] = []
    for turn in row["messages"]:
        if not exchanges and turn["role"] in OPENING_ROLES:
            opening.append(turn)
        elif turn["role"] == "user" and (not exchanges or exchanges[-1][-1]["role"] != "user"):
            exchanges.append([turn])
        elif exchanges:
            exchanges[-1].append(turn)
        else:
            exchanges.append([turn])
    return opening, exchanges or [[]]


def _joined(row: Row, opening: list[Row], exchanges: list[list[Row]]) -> Row:
    return {**row, "messages": [*opening, *(turn for exchange in exchanges for turn in exchange)]}


def _most(fits: Callable[[int], bool], most: int) -> int:
    """The largest number up to `most` that fits; 0 where 1 does not. Found by halving."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if fits(middle):
            low = middle
        else:
            high = middle - 1
    return low
