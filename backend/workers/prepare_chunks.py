"""The rows of a chunk, tokenised and rewritten as the trainer reads them: what every helper does for a preparation."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from backend.domain.dataset import DataFormat, RowProblem, check_row
from backend.runtime.json_lines import Line, ascii_line
from backend.workers.tokenised_rows import TrainerRows
from backend.workers.tokenizer_source import load_tokenizer


@dataclass
class PreparedChunk:
    """Rows of a chunk as they are to be written, one after the other, with where each begins."""

    text: bytes
    sizes: np.ndarray
    tokens: np.ndarray
    lengths: np.ndarray
    prompts: np.ndarray
    lines: np.ndarray
    refused: tuple[int, RowProblem] | None = None
    """The first row that cannot be trained, by its line in the chunk; the rows behind it were not looked at."""


@dataclass(frozen=True)
class PrepareTask:
    """Tokenises and rewrites the rows of chunks."""

    folder: Path
    format: DataFormat
    mask_prompt: bool

    def open(self) -> Callable[[list[Line]], PreparedChunk]:
        """Loads the tokenizer."""
        rows = TrainerRows(load_tokenizer(self.folder), self.format, mask_prompt=self.mask_prompt)
        return lambda lines: self._chunk(rows, lines)

    def _chunk(self, rows: TrainerRows, lines: list[Line]) -> PreparedChunk:
        made, texts, refused = [], [], None
        for line in lines:
            try:
                if line.problem is not None:
                    raise line.problem
                check_row(line.row, self.format)
                made.append(rows.tokenise(line.row))
            except RowProblem as problem:
                refused = (line.number, RowProblem(problem.message, problem.hint))
                break
            texts.append(ascii_line(line.row))
        return PreparedChunk(
            text=b"".join(texts),
            sizes=np.array([len(text) for text in texts], dtype=np.int64),
            tokens=np.array([token for row in made for token in row.tokens], dtype=np.int32),
            lengths=np.array([len(row.tokens) for row in made], dtype=np.int32),
            prompts=np.array([row.prompt for row in made], dtype=np.int32),
            lines=np.array([line.number for line in lines[: len(made)]], dtype=np.int64),
            refused=refused,
        )
