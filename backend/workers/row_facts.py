"""What is worked out of every row for reports, fixes and splits, in arrays: about 110 bytes a row, whatever its length."""

import json
from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import IntFlag
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np

from backend.domain.dataset import DataFormat, RowError, RowProblem, check_row
from backend.domain.row_checks import has_empty_answer, learned_text, role_problem, tool_problem
from backend.runtime.json_lines import Line
from backend.workers.chunk_scan import ChunkResult
from backend.workers.near_duplicates import MINIMA, fingerprint
from backend.workers.tokenised_rows import TrainerRows
from backend.workers.tokenizer_source import load_tokenizer

KEPT_ERRORS = 20
_BLANKS_AT_END = 8


class Flag(IntFlag):
    """What is remarkable about a row."""

    NO_END_TOKEN = 1
    EMPTY_ANSWER = 2
    ROLE_ORDER = 4
    BROKEN_TOOL_CALL = 8
    REPEATED_KEY = 16


@dataclass
class Facts:
    """One entry a good row. `answer` is where the answer begins, or -1 where nobody needed to know."""

    line: np.ndarray
    row: np.ndarray
    offset: np.ndarray
    tokens: np.ndarray
    prompt: np.ndarray
    answer: np.ndarray
    flags: np.ndarray
    exact: np.ndarray
    key: np.ndarray
    minima: np.ndarray


_TYPES: dict[str, Any] = {
    "line": np.int64,
    "row": np.int64,
    "offset": np.int64,
    "tokens": np.int32,
    "prompt": np.int32,
    "answer": np.int32,
    "flags": np.uint16,
    "exact": np.uint64,
    "key": np.uint64,
}


@dataclass
class ChunkFacts:
    """Facts of a chunk's rows, and its errors."""

    facts: Facts
    errors: list[RowError]
    error_count: int


@dataclass(frozen=True)
class FactsTask:
    """Looks at every row. Without a model's folder rows are compared, but not tokenised."""

    format: DataFormat
    folder: Path | None
    mask_prompt: bool = False
    max_seq_length: int = 0

    def open(self) -> Callable[[list[Line]], ChunkFacts]:
        """Loads the tokenizer."""
        if self.folder is None:
            return _Look(self, None, frozenset()).lines
        tokenizer = load_tokenizer(self.folder)
        rows = TrainerRows(tokenizer, self.format, mask_prompt=self.mask_prompt)
        return _Look(self, rows, frozenset(tokenizer.eos_token_ids)).lines


class _Look:
    """Facts of one chunk after the other."""

    def __init__(self, task: FactsTask, rows: TrainerRows | None, ends: frozenset[int]) -> None:
        self._task = task
        self._rows = rows
        self._ends = ends
        self._blank: dict[int, bool] = {}

    def lines(self, lines: list[Line]) -> ChunkFacts:
        errors: list[RowError] = []
        wrong = 0
        columns: dict[str, list[int]] = {name: [] for name in _TYPES}
        minima: list[bytes] = []
        for number, line in enumerate(lines):
            try:
                found = self._row(line)
            except RowProblem as problem:
                wrong += 1
                if len(errors) < KEPT_ERRORS:
                    errors.append(RowError(line=line.number, message=problem.message, hint=problem.hint))
                continue
            found |= {"line": line.number, "row": number, "offset": line.offset}
            minima.append(found.pop("minima"))
            for name, value in found.items():
                columns[name].append(value)
        arrays = {name: np.array(columns[name], dtype=kind) for name, kind in _TYPES.items()}
        sketch = np.frombuffer(b"".join(minima), dtype=np.uint8).reshape(-1, MINIMA)
        return ChunkFacts(Facts(**arrays, minima=sketch), errors, wrong)

    def _row(self, line: Line) -> dict[str, Any]:
        if line.problem is not None:
            raise line.problem
        check_row(line.row, self._task.format)
        row, format_ = line.row, self._task.format
        same = fingerprint(learned_text(row, format_))
        flags = Flag.REPEATED_KEY if line.duplicate_keys else Flag(0)
        flags |= Flag.EMPTY_ANSWER if has_empty_answer(row, format_) else Flag(0)
        if format_ is DataFormat.CHAT and role_problem(row):
            flags |= Flag.ROLE_ORDER
        if tool_problem(row):
            flags |= Flag.BROKEN_TOOL_CALL
        found = {"exact": exact_hash(row), "key": same.key, "minima": same.minima}
        return found | self._tokens(row, flags)

    def _tokens(self, row: dict[str, Any], flags: Flag) -> dict[str, int]:
        if self._rows is None:
            return {"tokens": 0, "prompt": 0, "answer": -1, "flags": int(flags)}
        made = self._rows.tokenise(row)
        answer = made.prompt if self._rows.mask_prompt else -1
        if len(made.tokens) > self._task.max_seq_length:
            answer = self._rows.answer_start(row)
        if not self._has_end(made.tokens):
            flags |= Flag.NO_END_TOKEN
        return {"tokens": len(made.tokens), "prompt": made.prompt, "answer": answer, "flags": int(flags)}

    def _has_end(self, tokens: list[int]) -> bool:
        """Whether the last token that is no blank ends an answer."""
        for token in reversed(tokens[-_BLANKS_AT_END:]):
            if token in self._ends:
                return True
            if not self._is_blank(token):
                return False
        return False

    def _is_blank(self, token: int) -> bool:
        if token not in self._blank:
            assert self._rows is not None  # noqa: S101 - asked of tokenised rows alone
            self._blank[token] = not self._rows.tokenizer.decode([token]).strip()
        return self._blank[token]


def exact_hash(row: Any) -> int:
    """64 bits of a row's content; the order of keys does not matter."""
    text = json.dumps(row, sort_keys=True, separators=(",", ":"))
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")


class FactsGathered:
    """Facts of a whole file, chunk by chunk."""

    def __init__(self) -> None:
        self._parts: list[Facts] = []
        self.errors: list[RowError] = []
        self.error_count = 0

    def take(self, chunk: ChunkResult[ChunkFacts]) -> None:
        """Add a chunk; its numbers become those of the file."""
        part = chunk.value
        part.facts.line += chunk.first_line - 1
        part.facts.row += chunk.first_row
        self._parts.append(part.facts)
        self.error_count += part.error_count
        for error in part.errors[: KEPT_ERRORS - len(self.errors)]:
            self.errors.append(error.model_copy(update={"line": error.line + chunk.first_line - 1}))

    def joined(self) -> Facts:
        """Everything in one; call it once, it gives the parts up as it goes."""
        made = {}
        for field in fields(Facts):
            arrays = [getattr(part, field.name) for part in self._parts]
            empty = np.zeros((0, MINIMA), np.uint8) if field.name == "minima" else np.zeros(0, _TYPES.get(field.name))
            made[field.name] = np.concatenate(arrays) if arrays else empty
            for part in self._parts:
                setattr(part, field.name, None)
        return Facts(**made)
