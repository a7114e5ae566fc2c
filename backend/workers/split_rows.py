"""`python -m backend.workers.split_rows`: a file parted into train, valid and test; near duplicates never cross."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

import numpy as np

from backend.domain.data_split import SplitData, SplitFile, SplitWork
from backend.runtime.json_lines import flush_to_disk, unchanged
from backend.runtime.new_files import free_path, plain_stem
from backend.workers.data_report import first_format, gather
from backend.workers.job_channel import JobChannel, JobRefused, run_job
from backend.workers.near_duplicates import group_rows
from backend.workers.report_findings import repeats
from backend.workers.row_facts import FactsTask

_NAMES = ("train", "valid", "test")


def split_rows(work: SplitWork, channel: JobChannel) -> SplitData:
    """Write the files. Raises what `explain` knows."""
    path = Path(work.path)
    with unchanged(path):
        task = FactsTask(first_format(path), None)
        gathered = gather(path, task, lambda done, total: channel.progress(done, total, "bytes"))
        facts = gathered.joined()
        rows = len(facts.line)
        kept = ~repeats(facts.exact) if work.drop_duplicates else np.ones(rows, dtype=bool)
        groups = group_rows(facts.key, facts.minima)
        parts = assign(groups, kept, (work.valid, work.test), work.seed)
        counts = [int((parts == number).sum()) for number in range(3)]
        _refuse_empty(work, counts)
        wanted = [name for name, count in zip(_NAMES, counts, strict=True) if count]
        with _new_folder(Path(work.folder), f"{plain_stem(_stem(path))}-split") as (folder, target):
            _write(path, folder, facts.offset, parts, wanted)
    sizes = np.bincount(groups[kept], minlength=1)
    return SplitData(
        folder=str(target),
        files=[
            SplitFile(name=name, path=str(target / f"{name}.jsonl"), rows=count)
            for name, count in zip(_NAMES, counts, strict=True)
            if count
        ],
        groups=int((sizes > 1).sum()),
        grouped_rows=int(sizes[sizes > 1].sum()),
        largest_group=int(sizes.max()),
        dropped_duplicates=int((~kept).sum()),
        error_lines=gathered.error_count,
    )


def assign(groups: np.ndarray, kept: np.ndarray, shares: tuple[float, float], seed: int) -> np.ndarray:
    """0, 1 or 2 for every row: train, valid or test; -1 for rows that are left out. Whole groups go one way.

    Groups come in an order drawn from the seed; each fills the validation rows, then the test rows, where it still fits.
    """
    numbers, sizes = np.unique(groups[kept], return_counts=True)
    order = np.random.default_rng(seed).permutation(len(numbers))
    room = [round(share * int(kept.sum())) for share in shares]
    part_of = np.zeros(len(groups), dtype=np.int8)
    for index in order:
        size = int(sizes[index])
        for part, left in enumerate(room, 1):
            if 0 < size <= left:
                room[part - 1] -= size
                part_of[numbers[index]] = part
                break
        if not any(room):
            break
    return np.where(kept, part_of[groups], -1)


def _refuse_empty(work: SplitWork, counts: list[int]) -> None:
    for name, share, count in (("valid", work.valid, counts[1]), ("test", work.test, counts[2])):
        if share and not count:
            raise JobRefused(
                name,
                f"No rows are left for {name}: there are too few, or they are all near duplicates of each other.",
                "Use a larger share, or more rows.",
            )
    if not counts[0]:
        raise JobRefused("valid", "No rows would be left to train on.", "Use smaller shares.")


def _stem(path: Path) -> str:
    return f"{path.parent.name if path.name == 'train.jsonl' else path.stem}.jsonl"


@contextmanager
def _new_folder(home: Path, stem: str) -> Iterator[tuple[Path, Path]]:
    """(folder to write into, the name that it gets once the body has ended well)."""
    home.mkdir(parents=True, exist_ok=True)
    target = free_path(home, stem, "")
    beside = home / f".{target.name}.{os.getpid()}.part"
    beside.mkdir()
    try:
        yield beside, target
        beside.rename(target)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _write(path: Path, folder: Path, offsets: np.ndarray, parts: np.ndarray, names: list[str]) -> None:
    """Rows keep their order and every character."""
    with ExitStack() as stack:
        files: dict[str, BinaryIO] = {
            name: stack.enter_context((folder / f"{name}.jsonl").open("wb")) for name in names
        }
        source = stack.enter_context(path.open("rb"))
        for offset, part in zip(offsets.tolist(), parts.tolist(), strict=True):
            if part >= 0:
                source.seek(offset)
                files[_NAMES[part]].write(source.readline().removeprefix(b"\xef\xbb\xbf").rstrip(b"\r\n") + b"\n")
        for file in files.values():
            flush_to_disk(file)


def main() -> None:
    """Answer the one request on standard input."""
    run_job(SplitWork, split_rows)


if __name__ == "__main__":
    main()
