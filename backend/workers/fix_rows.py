"""`python -m backend.workers.fix_rows`: what a fix would change in a file, or the mended file itself."""

import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from backend.domain.data_fixes import FIX_WORDS, FixEffect, FixFigures, FixKind, FixWork
from backend.domain.dataset import DataFormat, RowProblem, check_row
from backend.domain.row_tokens import trained_span
from backend.domain.token_report import TokenSettings
from backend.runtime.json_lines import Line
from backend.runtime.new_files import new_file, plain_stem
from backend.workers.chunk_scan import scan
from backend.workers.data_report import first_format
from backend.workers.job_channel import JobChannel, JobRefused, run_job
from backend.workers.model_facts import CONTEXT_LENGTH, first_number, read_config, text_config
from backend.workers.row_mending import Mender, Row
from backend.workers.tokenised_rows import TrainerRows
from backend.workers.tokenizer_source import load_tokenizer, require_template, tokenizer_folder

_NAMES = {FixKind.DROP: "kept", FixKind.SHORTEN: "shortened", FixKind.SPLIT: "split"}
_STEP = 64
_HIGHEST = 131072


@dataclass
class Mended:
    """What came of a chunk."""

    before: dict[str, int] = field(default_factory=lambda: FixFigures().model_dump())
    after: dict[str, int] = field(default_factory=lambda: FixFigures().model_dump())
    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("changed", "removed", "added", "unmended", "errors"), 0)
    )
    longest: int = 0
    lines: list[bytes] = field(default_factory=list)

    def add(self, other: "Mended") -> None:
        """Take in the figures of another chunk."""
        for mine, its in ((self.before, other.before), (self.after, other.after), (self.counts, other.counts)):
            for name, value in its.items():
                mine[name] += value
        self.longest = max(self.longest, other.longest)


@dataclass(frozen=True)
class FixTask:
    """Mends the rows of chunks."""

    folder: Path
    format: DataFormat
    settings: TokenSettings
    fix: FixKind
    write: bool

    def open(self) -> Callable[[list[Line]], Mended]:
        """Loads the tokenizer."""
        rows = TrainerRows(load_tokenizer(self.folder), self.format, mask_prompt=self.settings.mask_prompt)
        return _Mend(self, rows).lines


class _Mend:
    """Mends one chunk after the other."""

    def __init__(self, task: FixTask, rows: TrainerRows) -> None:
        self._task = task
        self._rows = rows
        self._limit = task.settings.max_seq_length
        self._mender = Mender(rows, self._limit)

    def lines(self, lines: list[Line]) -> Mended:
        made = Mended()
        for line in lines:
            try:
                if line.problem is not None:
                    raise line.problem
                check_row(line.row, self._task.format)
                figures = self._figures(line.row)
            except RowProblem:
                made.counts["errors"] += 1
                continue
            _sum(made.before, figures)
            made.longest = max(made.longest, figures["tokens"])
            kept = self._kept(line.row, figures, made.counts)
            for row in kept:
                _sum(made.after, figures if row is line.row else self._figures(row))
            if self._task.write:
                made.lines += [json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in kept]
        return made

    def _kept(self, row: Row, figures: dict[str, int], counts: dict[str, int]) -> list[Row]:
        """The rows that stand in place of one; counts what happened to it."""
        long = bool(figures["truncated_rows"])
        if self._task.fix is FixKind.DROP:
            if long or not figures["trained_tokens"]:
                counts["removed"] += 1
                return []
            return [row]
        if not long or self._task.fix is FixKind.RAISE_LIMIT:
            return [row]
        made = self._mended(row)
        if made is None:
            counts["unmended"] += 1
            return [row]
        counts["changed"] += 1
        counts["added"] += len(made) - 1
        return made

    def _mended(self, row: Row) -> list[Row] | None:
        if self._task.fix is FixKind.SPLIT:
            return self._mender.split(row)
        shorter = self._mender.shortened(row)
        return None if shorter is None else [shorter]

    def _figures(self, row: Row) -> dict[str, int]:
        made = self._rows.tokenise(row)
        total = len(made.tokens)
        cut = max(0, total - self._limit)
        lost = max(0, total - max(self._limit, self._rows.answer_start(row))) if cut else 0
        return {
            "rows": 1,
            "tokens": total,
            "trained_tokens": trained_span(total, made.prompt, self._limit).trained,
            "truncated_rows": int(cut > 0),
            "cut_tokens": cut,
            "cut_answer_tokens": lost,
        }


def _sum(into: dict[str, int], figures: dict[str, int]) -> None:
    for name, value in figures.items():
        into[name] += value


def fix_rows(work: FixWork, channel: JobChannel) -> FixEffect:
    """Try a fix out, or apply it. Raises what `explain` knows."""
    path, folder = Path(work.path), tokenizer_folder(work.model)
    format_ = first_format(path, work.settings.mask_prompt)
    require_template(load_tokenizer(folder), format_)
    write = work.folder is not None and work.fix is not FixKind.RAISE_LIMIT
    task = FixTask(folder, format_, work.settings, work.fix, write)
    total = Mended()
    with _target(work, path) if write else contextlib.nullcontext((None, None)) as (file, target):
        for chunk in scan(path, task, lambda done, size: channel.progress(done, size, "bytes")):
            total.add(chunk.value)
            if file is not None:
                file.writelines(chunk.value.lines)
        if write and not total.after["rows"]:
            raise JobRefused("fix", "No row would be left.", "Raise the limit, or choose another fix.")
    return _effect(work, total, target, read_config(folder))


def _target(work: FixWork, path: Path) -> contextlib.AbstractContextManager[tuple[BinaryIO, Path]]:
    stem = path.parent.name if path.name == "train.jsonl" else path.stem
    return new_file(Path(work.folder or ""), f"{plain_stem(stem + '.jsonl')}-{_NAMES[work.fix]}")


def _effect(work: FixWork, total: Mended, target: Path | None, config: dict[str, Any]) -> FixEffect:
    limit, after = work.settings.max_seq_length, dict(total.after)
    if work.fix is FixKind.RAISE_LIMIT and total.longest > limit:
        if total.longest > _HIGHEST:
            raise JobRefused("fix", f"The longest row has {total.longest} tokens.", f"At most {_HIGHEST} can be set.")
        limit = min(_HIGHEST, -(-total.longest // _STEP) * _STEP)
        after |= {"truncated_rows": 0, "cut_tokens": 0, "cut_answer_tokens": 0}
        after["trained_tokens"] += total.before["cut_answer_tokens" if work.settings.mask_prompt else "cut_tokens"]
    counts = total.counts
    return FixEffect(
        fix=work.fix,
        text=FIX_WORDS[work.fix],
        before=FixFigures(**total.before),
        after=FixFigures(**after),
        changed_rows=counts["changed"],
        removed_rows=counts["removed"],
        added_rows=counts["added"],
        unmended_rows=counts["unmended"],
        error_lines=counts["errors"],
        max_seq_length=limit,
        context_length=first_number(CONTEXT_LENGTH, (config, text_config(config))),
        path=None if target is None else str(target),
    )


def main() -> None:
    """Answer the one request on standard input."""
    run_job(FixWork, fix_rows)


if __name__ == "__main__":
    main()
