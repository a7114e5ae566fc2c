"""The product against bare `mlx_lm.lora`: rows sorted by length, an optimised BLAS, and both."""

import shutil
import statistics
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from backend.domain.preparation import Preparation
from tests.bench import bases
from tests.bench.rows import write_even, write_mixed
from tests.bench.sides import Losses, Measured, Work, as_installed, bare, product, with_blas
from tests.bench.sizes import Size
from tests.bench.table import Row, spread
from tests.fixtures.serving import PROJECT

Pair = tuple[Measured, Measured]


def sorted_rows(home: Path, size: Size, base: Path | None = None, *, answers: bool = False) -> list[Row]:
    """One epoch of mixed lengths, sorted by the product against file order, both with the same BLAS."""
    rows = write_mixed(home / "mixed", size.mixed_rows)
    settings = {"mask_prompt": answers}
    works = [Work(base or bases.demo(), rows, batch, settings=settings) for batch in (4, 8)]
    what = ", answers only" if answers else ""
    return [
        _epoch(home, work, size, with_blas(), f"sorted / file order, batch {work.batch_size}{what}") for work in works
    ]


def both(home: Path, size: Size) -> list[Row]:
    """One epoch of mixed lengths, everything that the product does against mlx-lm as installed."""
    rows = write_mixed(home / "mixed-short", size.slow_mixed_rows)
    work = Work(bases.demo(), rows, 8)
    return [_epoch(home, work, size, as_installed(), "sorted and BLAS / as installed, batch 8")]


def blas(home: Path, size: Size) -> list[Row]:
    """The very same batches with the best BLAS found and with the one in the wheel."""
    even = {
        "demo, 24 x 64": Work(bases.demo(), write_even(home / "even-demo", 8 * size.demo_steps), 8),
        "8 blocks x 256": Work(bases.wide(home / "wide"), write_even(home / "even-wide", 8 * size.wide_steps), 8),
    }
    return [_same_batches(home, work, size.pairs, f"BLAS / as installed, {name}") for name, work in even.items()]


def _epoch(home: Path, work: Work, size: Size, other: dict[str, str], name: str) -> Row:
    """Pairs of one epoch; each pair has a seed of its own, and its adapters are measured alike on the same rows."""
    pairs, losses, tokens = [], [], 0
    _make_kernels(home, work)
    for seed in range(size.pairs):
        seeded = replace(work, seed=seed)
        ours, folder = product(home / "run", seeded, with_blas())
        theirs = bare(folder, work.rows, other)
        made = Preparation.model_validate_json(folder.preparation.read_bytes()).file("train")
        assert made is not None
        assert not made.repeated, "the rows fill whole batches, so both sides train the same tokens"
        tokens = made.target_tokens
        pairs.append((ours, theirs))
        if size.val_loss:
            losses.append([_val_loss(work, side) for side in (ours, theirs)])
    padding = f"{made.before.share:.0%} padding, then {made.after.share:.0%}; {tokens} target tokens"
    if losses:
        a, b = (spread([pair[side] for pair in losses]) for side in (0, 1))
        padding += f"; validation loss {a} and {b}"
    return Row(name, pairs, padding)


def _same_batches(home: Path, work: Work, pairs: int, name: str) -> Row:
    measured, worst = [], 0.0
    _make_kernels(home, work)
    for _ in range(pairs):
        ours, folder = product(home / "run", work, with_blas())
        theirs = bare(folder, folder.data, as_installed())
        worst = max(worst, farthest(ours.losses, theirs.losses))
        measured.append((ours, theirs))
    return Row(name, measured, f"losses differ by {worst:.1e} at most")


def _make_kernels(home: Path, work: Work) -> None:
    """Train the validation rows on both sides, uncounted: MLX compiles its kernels once for a machine, for whoever is first."""
    rows = home / "kernels"
    rows.mkdir(exist_ok=True)
    for name in ("train.jsonl", "valid.jsonl"):
        shutil.copyfile(work.rows / "valid.jsonl", rows / name)
    _, folder = product(home / "run", replace(work, rows=rows), with_blas())
    bare(folder, rows, with_blas())


def farthest(ours: Losses, theirs: Losses) -> float:
    """The largest difference of two curves that have the same points."""
    assert ours.keys() == theirs.keys(), (ours, theirs)
    return max(abs(ours[point] - theirs[point]) for point in ours)


def _val_loss(work: Work, side: Measured) -> float:
    command = [sys.executable, "-m", "tests.bench.val_loss", str(work.model), str(side.adapters), str(work.rows)]
    command += ["--answers"] if work.settings.get("mask_prompt") else []
    said = subprocess.run(command, cwd=PROJECT, env=with_blas(), capture_output=True, text=True, check=True)
    return float(said.stdout.split()[-1])


def per_step(measured: Measured) -> float:
    """Steps a second once it runs: the median report, the first three left out."""
    return statistics.median(measured.steps_per_second[3:])
