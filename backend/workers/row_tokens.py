"""`python -m backend.workers.row_tokens`: rows as the trainer sees them, one question a line, for as long as anybody asks.

Reads `RowTokensRequest` lines, answers each with {"result": <RowTokens>} or {"problem": {...}}. Keeps the tokenizer and the
index of the file that was asked for last. Ends when standard input closes, or when nobody has asked for five minutes.
"""

import select
import sys
from pathlib import Path
from typing import TextIO

from pydantic import BaseModel

from backend.domain.dataset import DataFormat, RowProblem, check_row
from backend.domain.row_tokens import RowTokens, RowTokensRequest, TokenUse, trained_span
from backend.runtime.json_lines import Line
from backend.runtime.line_index import LineIndex
from backend.workers.data_report import first_format
from backend.workers.job_channel import EXPECTED, JobRefused, claim_standard_output, explain
from backend.workers.token_pieces import TokenPieces
from backend.workers.tokenised_rows import TokenisedRow, TrainerRows
from backend.workers.tokenizer_source import (
    load_tokenizer,
    require_template,
    tokenizer_fingerprint,
    tokenizer_folder,
)

_IDLE_SECONDS = 300
_SHOWN_TOKENS = 20_000


class RowViewer:
    """Answers questions about rows; remembers the last model and the last file."""

    def __init__(self) -> None:
        self._model: tuple[str, str] = ("", "")
        self._index: LineIndex | None = None
        self._format = DataFormat.CHAT

    def show(self, request: RowTokensRequest) -> RowTokens:
        """The row. Raises what `explain` knows."""
        self._take_model(request.model)
        index = self._take_file(Path(request.path))
        number = _row_number(index, request)
        line = index.row(number)
        try:
            made = self._tokenise(line, request)
        except RowProblem as problem:
            raise JobRefused("row", f"Line {line.number}: {problem.message}", problem.hint) from problem
        return self._shown(made, request, number, line.number, index.rows)

    def _take_model(self, model: str) -> None:
        folder = tokenizer_folder(model)
        key = (model, tokenizer_fingerprint(folder))
        if key != self._model:
            self._tokenizer = load_tokenizer(folder)
            self._pieces = TokenPieces(self._tokenizer)
            self._model = key

    def _take_file(self, path: Path) -> LineIndex:
        if self._index is None or self._index.path != path or not self._index.is_current():
            self._index = None
            self._format = first_format(path)
            self._index = LineIndex(path)
        return self._index

    def _tokenise(self, line: Line, request: RowTokensRequest) -> TokenisedRow:
        if line.problem is not None:
            raise line.problem
        check_row(line.row, self._format)
        if request.mask_prompt and self._format is DataFormat.TEXT:
            raise JobRefused("mask_prompt", "Text rows have no prompt to leave out.", "Turn it off.")
        require_template(self._tokenizer, self._format)
        return TrainerRows(self._tokenizer, self._format, mask_prompt=request.mask_prompt).tokenise(line.row)

    def _shown(self, made: TokenisedRow, request: RowTokensRequest, row: int, line: int, rows: int) -> RowTokens:
        total = len(made.tokens)
        span = trained_span(total, made.prompt, request.max_seq_length)
        return RowTokens(
            row=row,
            line=line,
            rows=rows,
            format=self._format,
            tokens=[
                self._pieces.token(number, _use(index, span.first, span.end))
                for index, number in enumerate(made.tokens[:_SHOWN_TOKENS])
            ],
            tokens_total=total,
            trained=span.trained,
            cut=total - span.kept,
            padding_trained=span.padding,
            trainer_count=span.trainer_count,
            prompt_tokens=made.prompt,
            max_seq_length=request.max_seq_length,
        )


def _use(index: int, first: int, end: int) -> TokenUse:
    if index >= end:
        return TokenUse.CUT
    return TokenUse.TRAINED if index >= first else TokenUse.CONTEXT


def _row_number(index: LineIndex, request: RowTokensRequest) -> int:
    try:
        if request.line is not None:
            return index.row_of_line(request.line)
    except LookupError as error:
        raise JobRefused("line", f"There is no row on line {request.line}.", "Choose another line.") from error
    number = request.row or 1
    if number > index.rows:
        raise JobRefused("row", f"There is no row {number}.", f"The file has {index.rows}.")
    return number


def _answer(viewer: RowViewer, line: str) -> tuple[str, BaseModel]:
    try:
        return "result", viewer.show(RowTokensRequest.model_validate_json(line))
    except EXPECTED as error:
        return "problem", explain(error)


def serve(source: TextIO, output: TextIO) -> None:
    """Answer lines until they end, or until nobody asks any more."""
    viewer = RowViewer()
    while select.select([source], [], [], _IDLE_SECONDS)[0] and (line := source.readline()):
        key, value = _answer(viewer, line)
        output.write(f'{{"{key}": {value.model_dump_json()}}}\n')
        output.flush()


def main() -> None:
    """Serve standard input and output."""
    serve(sys.stdin, claim_standard_output())


if __name__ == "__main__":
    main()
