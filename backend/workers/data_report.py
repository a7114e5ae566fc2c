"""`python -m backend.workers.data_report`: a file as a model's own tokenizer sees it. One request in, one `TokenReport` out."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
from pydantic import ValidationError

from backend.domain.data_jobs import ReportWork
from backend.domain.dataset import DataFormat, RowProblem, format_of
from backend.domain.token_report import ALL_EDGES, REPORT_VERSION, LengthBin, TokenReport
from backend.runtime.atomic_file import write_atomic
from backend.runtime.json_lines import read_lines
from backend.workers.chunk_scan import scan
from backend.workers.job_channel import JobChannel, JobRefused, run_job
from backend.workers.padding import padding
from backend.workers.report_findings import Compared, compare_rows, findings
from backend.workers.row_facts import Facts, FactsGathered, FactsTask
from backend.workers.row_order import prepared_order
from backend.workers.tokenizer_source import load_tokenizer, require_template, tokenizer_fingerprint, tokenizer_folder
from backend.workers.trained_counts import trained, trainer_counts

_PIECE = 1 << 22


def report(work: ReportWork, channel: JobChannel) -> TokenReport:
    """The report, from the cache where the same was asked before. Raises what `explain` knows."""
    path, val = Path(work.path), Path(work.val_path) if work.val_path else None
    folder = tokenizer_folder(work.model)
    format_ = first_format(path, work.settings.mask_prompt)
    digest = sha256_of(path, channel.progress)
    key = _cache_key(work, digest, sha256_of(val, channel.progress) if val else "", tokenizer_fingerprint(folder))
    kept = Path(work.cache) / f"{key}.json"
    if (known := _kept(kept)) is not None:
        update = {"path": work.path, "val_path": work.val_path, "model": work.model, "from_cache": True}
        return known.model_copy(update=update)
    require_template(load_tokenizer(folder), format_)
    task = FactsTask(format_, folder, work.settings.mask_prompt, work.settings.max_seq_length)
    gathered = gather(path, task, lambda done, total: channel.progress(done, total, "bytes"))
    facts = gathered.joined()
    val_facts = gather(val, FactsTask(format_, None), _silent).joined() if val else None
    made = _report(work, digest, format_, gathered, facts, compare_rows(facts, val_facts))
    kept.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(kept, made.model_dump_json().encode())
    return made


def first_format(path: Path, mask_prompt: bool = False) -> DataFormat:
    """The format that the first good row decides. Raises `JobRefused`, OSError."""
    found = None
    for line in read_lines(path):
        try:
            if line.problem is None and isinstance(line.row, dict):
                found = format_of(line.row)
                break
        except RowProblem:
            continue
    if found is None:
        raise JobRefused("path", "The file has no row that can be trained.", "Choose a JSONL file, or import this one.")
    if mask_prompt and found is DataFormat.TEXT:
        raise JobRefused("mask_prompt", "Text rows have no prompt to leave out.", "Turn it off, or use chat rows.")
    return found


def gather(path: Path, task: FactsTask, progress: Callable[[int, int], None]) -> FactsGathered:
    """Facts of every row of a file."""
    gathered = FactsGathered()
    for chunk in scan(path, task, progress):
        gathered.take(chunk)
    return gathered


def sha256_of(path: Path, progress: Callable[[int, int, str], None]) -> str:
    """The hash of a file's content. Raises OSError."""
    digest, done, total = hashlib.sha256(), 0, path.stat().st_size
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
            done += len(piece)
            progress(done, max(total, done), "bytes hashed")
    return digest.hexdigest()


def _cache_key(work: ReportWork, *hashes: str) -> str:
    parts = [REPORT_VERSION, work.settings.model_dump(mode="json"), *hashes]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _kept(file: Path) -> TokenReport | None:
    try:
        return TokenReport.model_validate_json(file.read_bytes())
    except (FileNotFoundError, ValidationError):
        return None


def _silent(_done: int, _total: int) -> None:
    return None


def _report(
    work: ReportWork, digest: str, format_: DataFormat, gathered: FactsGathered, facts: Facts, compared: Compared
) -> TokenReport:
    path, settings = Path(work.path), work.settings
    limit = settings.max_seq_length
    lengths = facts.tokens.astype(np.int64)
    if not len(lengths):
        first = gathered.errors[0]
        raise JobRefused("path", f"No row can be trained. Line {first.line}: {first.message}", first.hint)
    targets = trained(facts.tokens, facts.prompt, limit)
    by_trainer = trainer_counts(facts.tokens, facts.prompt, limit)
    order = prepared_order(np.minimum(lengths, limit), settings.batch_size, sort=True, fold=True)
    cut = np.maximum(lengths - limit, 0)
    answer_cut = np.where(cut > 0, lengths - np.maximum(facts.answer, limit), 0).clip(min=0)
    return TokenReport(
        path=work.path,
        bytes=path.stat().st_size,
        sha256=digest,
        model=work.model,
        settings=settings,
        format=format_,
        rows=len(lengths),
        error_count=gathered.error_count,
        errors=gathered.errors,
        tokens_total=int(lengths.sum()),
        tokens_mean=float(lengths.mean()),
        tokens_median=int(np.percentile(lengths, 50)),
        tokens_p95=int(np.percentile(lengths, 95)),
        tokens_max=int(lengths.max()),
        trained_tokens=int(targets.sum()),
        trainer_tokens=int(by_trainer.sum()),
        histogram=histogram(lengths),
        truncated_rows=int((cut > 0).sum()),
        cut_tokens=int(cut.sum()),
        cut_answer_tokens=int(answer_cut.sum()),
        answer_lost_rows=int(((cut > 0) & (facts.answer >= limit)).sum()),
        findings=findings(path, Path(work.val_path) if work.val_path else None, facts, targets, limit, compared),
        padding_file_order=padding(lengths, settings.batch_size, limit),
        padding_sorted=padding(lengths[order], settings.batch_size, limit),
        val_path=work.val_path,
        val_rows=compared.val_rows,
    )


def histogram(lengths: np.ndarray) -> list[LengthBin]:
    """Rows by length in bins that are the same for every file."""
    counts = np.bincount(np.searchsorted(ALL_EDGES, lengths, side="right") - 1, minlength=len(ALL_EDGES))
    highs = [*ALL_EDGES[1:], None]
    return [
        LengthBin(low=low, high=high, rows=int(rows)) for low, high, rows in zip(ALL_EDGES, highs, counts, strict=True)
    ]


def main() -> None:
    """Answer the one request on standard input."""
    run_job(ReportWork, report)


if __name__ == "__main__":
    main()
