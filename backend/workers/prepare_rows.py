"""Rows made ready for the unchanged trainer: `prepare`, and `python -m backend.workers.prepare_rows` around it.

mlx-lm batches rows in the order of the file (its own sorting by length does nothing, see tests/contract), pads each batch
to its longest row, and leaves out the last partial batch. So rows are tokenised once to learn their lengths, written so
that rows of like length share a batch, and a few are repeated until every batch is whole. The tokens are kept beside the
rows, for a trainer that need not make them again. Memory grows by about 40 bytes a row.
"""

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

import numpy as np

from backend.domain.dataset import RowProblem
from backend.domain.preparation import Preparation, PreparedFile, PrepareSettings, PrepareWork, Repeat
from backend.runtime.atomic_file import sync_folder
from backend.runtime.json_lines import flush_to_disk
from backend.workers.chunk_scan import scan
from backend.workers.data_report import first_format, sha256_of
from backend.workers.job_channel import JobChannel, JobRefused, run_job
from backend.workers.padding import padding
from backend.workers.prepare_chunks import PrepareTask
from backend.workers.prepared_cache import PreparedCache
from backend.workers.prepared_tokens import TokenWriter
from backend.workers.row_order import copies, prepared_order
from backend.workers.tokenizer_source import load_tokenizer, require_template, tokenizer_fingerprint, tokenizer_folder
from backend.workers.trained_counts import trainer_counts

Progress = Callable[[int, int | None, str], None]
_WRITE_ROWS = 4096


def prepare(
    sources: dict[str, Path],
    target: Path,
    model: str,
    settings: PrepareSettings,
    progress: Progress,
    cache: Path | None = None,
) -> Preparation:
    """Write `<name>.jsonl` and `<name>.tokens` for every source into `target`, each whole or not at all.

    What was prepared from the same content before is taken from `cache`, a folder, where one is given.

    Raises `JobRefused`, `InspectionError`, `NoChatTemplate`, `RowProblem` naming file and line, `FileChanged`, OSError.
    """
    folder = tokenizer_folder(model)
    tokenizer = load_tokenizer(folder)
    files = []
    for name, source in sources.items():
        format_ = first_format(source, settings.mask_prompt)
        require_template(tokenizer, format_)
        task = PrepareTask(folder, format_, settings.mask_prompt)
        made = partial(_prepare_file, name, source, target, task, settings, progress)
        files.append(
            made() if cache is None else _kept_or(made, PreparedCache(cache), name, source, target, task, settings)
        )
    sync_folder(target)
    return Preparation(settings=settings, files=files)


def _kept_or(
    make: Callable[[], PreparedFile],
    cache: PreparedCache,
    name: str,
    source: Path,
    target: Path,
    task: PrepareTask,
    settings: PrepareSettings,
) -> PreparedFile:
    key = cache.key(
        sha256_of(source, lambda *_: None), tokenizer_fingerprint(task.folder), settings, fold=_is_folded(name)
    )
    kept = cache.take(key, name, source, target)
    if kept is not None:
        return kept
    made = make()
    with contextlib.suppress(OSError):  # a cache that cannot be written costs time later, not this run
        cache.keep(key, name, target, made)
    return made


def _prepare_file(
    name: str, source: Path, target: Path, task: PrepareTask, settings: PrepareSettings, progress: Progress
) -> PreparedFile:
    with ExitStack() as stack:
        text = stack.enter_context(_scratch(target / f".{name}.read-rows.{os.getpid()}.part"))
        tokens = stack.enter_context(_scratch(target / f".{name}.read-tokens.{os.getpid()}.part"))
        rows = _first_pass(source, task, text, tokens, lambda done, all_: progress(done, all_, f"{name} bytes"))
        lengths = np.minimum(rows.lengths, settings.max_seq_length)
        order = prepared_order(lengths, settings.batch_size, sort=settings.sort_by_length, fold=_is_folded(name))
        digest = _second_pass(
            target / f"{name}.jsonl", text, rows, order, lambda n: progress(n, len(order), f"{name} rows")
        )
        kept = TokenWriter(target / f"{name}.tokens").write(digest, tokens, rows.lengths, rows.prompts, order)
    return _told(name, source, rows, order, (digest, kept), settings)


def _is_folded(name: str) -> bool:
    """Only rows that are trained are folded: an evaluation weighs tokens alike, however they are batched."""
    return name == "train"


@dataclass
class _Rows:
    """Every row of a file: where it begins in the scratch file, and what is known of its tokens."""

    starts: np.ndarray
    lengths: np.ndarray
    prompts: np.ndarray
    lines: np.ndarray


def _first_pass(
    source: Path, task: PrepareTask, text: BinaryIO, tokens: BinaryIO, progress: Callable[[int, int], None]
) -> _Rows:
    """Tokenise and rewrite in the order of the file."""
    parts: list[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]] = []
    for chunk in scan(source, task, progress):
        value = chunk.value
        if value.refused is not None:
            line, problem = value.refused
            message = f"Line {line + chunk.first_line - 1} of {source.name}: {problem.message}"
            raise RowProblem(message, problem.hint)
        text.write(value.text)
        tokens.write(value.tokens.tobytes())
        parts.append((value.sizes, value.lengths, value.prompts, value.lines + (chunk.first_line - 1)))
    sizes, lengths, prompts, lines = (np.concatenate(column) for column in zip(*parts, strict=True))
    if not len(sizes):
        raise JobRefused("path", f"{source} has no rows.", "Give one JSON object a line.")
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
    return _Rows(starts, lengths, prompts, lines)


def _second_pass(target: Path, text: BinaryIO, rows: _Rows, order: np.ndarray, progress: Callable[[int], None]) -> str:
    """Copy rows from the scratch file in their new order; the SHA-256 of the result."""
    text.flush()
    digest, descriptor = hashlib.sha256(), text.fileno()
    with _whole(target) as out:
        for start in range(0, len(order), _WRITE_ROWS):
            some = order[start : start + _WRITE_ROWS]
            begins, ends = rows.starts[some].tolist(), rows.starts[some + 1].tolist()
            piece = b"".join(os.pread(descriptor, end - begin, begin) for begin, end in zip(begins, ends, strict=True))
            digest.update(piece)
            out.write(piece)
            progress(start + len(some))
    return digest.hexdigest()


def _told(
    name: str, source: Path, rows: _Rows, order: np.ndarray, hashes: tuple[str, str], settings: PrepareSettings
) -> PreparedFile:
    limit = settings.max_seq_length
    targets = trainer_counts(rows.lengths, rows.prompts, limit)
    repeated = [Repeat(line=int(rows.lines[order[index]]), index=index) for index in copies(order)]
    return PreparedFile(
        name=name,
        source=str(source),
        sha256=hashes[0],
        tokens_sha256=hashes[1],
        rows=len(order),
        source_rows=len(rows.lengths),
        repeated=repeated,
        tokens=int(rows.lengths.astype(np.int64).sum()),
        target_tokens=int(targets[order].astype(np.int64).sum()),
        truncated_rows=int((rows.lengths > limit).sum()),
        before=padding(rows.lengths, settings.batch_size, limit),
        after=padding(rows.lengths[order], settings.batch_size, limit),
    )


@contextmanager
def _scratch(path: Path) -> Iterator[BinaryIO]:
    """A file that is gone afterwards."""
    try:
        with path.open("w+b") as file:
            yield file
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def _whole(target: Path) -> Iterator[BinaryIO]:
    """A file that takes its name once it is complete and on the disk."""
    with _scratch(target.with_name(f".{target.name}.{os.getpid()}.part")) as file:
        yield file
        flush_to_disk(file)
        Path(file.name).replace(target)


def run(work: PrepareWork, channel: JobChannel) -> Preparation:
    """`prepare` as the command line asks for it."""
    sources = {name: Path(path) for name, path in work.sources.items()}
    cache = None if work.cache is None else Path(work.cache)
    return prepare(sources, Path(work.target), work.model, work.settings, channel.progress, cache)


def main() -> None:
    """Answer the one request on standard input."""
    run_job(PrepareWork, run)


if __name__ == "__main__":
    main()
