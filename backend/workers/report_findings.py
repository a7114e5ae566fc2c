"""What a report lists: each kind of finding with its count, its first places and an example."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from backend.domain.row_checks import role_problem, tool_problem
from backend.domain.token_report import FINDING_WORDS, SHOWN_PLACES, Finding, FindingKind, Place
from backend.runtime.json_lines import read_line_at
from backend.workers.near_duplicates import group_rows
from backend.workers.row_facts import Facts, Flag

_SHOWN_CHARACTERS = 400
_FLAGS = {
    FindingKind.NO_END_TOKEN: Flag.NO_END_TOKEN,
    FindingKind.EMPTY_ANSWER: Flag.EMPTY_ANSWER,
    FindingKind.ROLE_ORDER: Flag.ROLE_ORDER,
    FindingKind.BROKEN_TOOL_CALL: Flag.BROKEN_TOOL_CALL,
    FindingKind.REPEATED_KEY: Flag.REPEATED_KEY,
}


@dataclass(frozen=True)
class Compared:
    """Which rows repeat an earlier one, and which validation rows stand in the training file. All are masks."""

    exact: np.ndarray
    near: np.ndarray
    val: Facts | None
    val_exact: np.ndarray
    val_near: np.ndarray

    @property
    def val_rows(self) -> int | None:
        """Rows of the validation file."""
        return None if self.val is None else len(self.val.line)


def compare_rows(train: Facts, val: Facts | None) -> Compared:
    """Compare every row with every other."""
    exact = repeats(train.exact)
    if val is None:
        groups = group_rows(train.key, train.minima)
        nothing = np.zeros(0, dtype=bool)
        return Compared(exact, _in_group(groups) & ~exact, None, nothing, nothing)
    rows = len(train.line)
    groups = group_rows(np.concatenate([train.key, val.key]), np.concatenate([train.minima, val.minima]))
    val_exact = np.isin(val.exact, train.exact)
    return Compared(exact, _in_group(groups[:rows]) & ~exact, val, val_exact, (groups[rows:] < rows) & ~val_exact)


def repeats(hashes: np.ndarray) -> np.ndarray:
    """Mask of the entries that have come before."""
    _, first = np.unique(hashes, return_index=True)
    mask = np.ones(len(hashes), dtype=bool)
    mask[first] = False
    return mask


def _in_group(groups: np.ndarray) -> np.ndarray:
    return groups != np.arange(len(groups))


def findings(
    path: Path, val_path: Path | None, facts: Facts, targets: np.ndarray, limit: int, compared: Compared
) -> list[Finding]:
    """Everything that was found, in the order of `FindingKind`."""
    masks: dict[FindingKind, np.ndarray] = {
        FindingKind.TRUNCATED: facts.tokens > limit,
        FindingKind.NOTHING_TRAINED: targets == 0,
        **{kind: (facts.flags & int(flag)) != 0 for kind, flag in _FLAGS.items()},
        FindingKind.EXACT_DUPLICATE: compared.exact,
        FindingKind.NEAR_DUPLICATE: compared.near,
    }
    made = [_finding(path, facts, kind, mask) for kind, mask in masks.items() if mask.any()]
    if compared.val is None or val_path is None:
        return made
    leaks = {FindingKind.VALID_IN_TRAIN: compared.val_exact, FindingKind.VALID_NEAR_TRAIN: compared.val_near}
    return made + [_finding(val_path, compared.val, kind, mask) for kind, mask in leaks.items() if mask.any()]


def _finding(path: Path, facts: Facts, kind: FindingKind, mask: np.ndarray) -> Finding:
    title, why = FINDING_WORDS[kind]
    found = np.flatnonzero(mask)
    places = [Place(line=int(facts.line[index]), row=int(facts.row[index])) for index in found[:SHOWN_PLACES]]
    row = read_line_at(path, int(facts.offset[found[0]]), places[0].line).row
    return Finding(kind=kind, title=title, why=why, rows=len(found), places=places, example=_example(kind, row))


def _example(kind: FindingKind, row: Any) -> str:
    text = json.dumps(row, ensure_ascii=False)
    half = _SHOWN_CHARACTERS // 2
    shown = text if len(text) <= _SHOWN_CHARACTERS else f"{text[:half]} ... {text[-half:]}"
    words = {FindingKind.ROLE_ORDER: role_problem, FindingKind.BROKEN_TOOL_CALL: tool_problem}.get(kind)
    return f"{words(row)} {shown}" if words is not None else shown
