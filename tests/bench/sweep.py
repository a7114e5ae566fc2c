"""`npm run sweep`: which settings do best on the demo, as a table and a plot in `docs/`.

Trains one run after the other with the real trainer, measures each with the real evaluator, and files a line a run in
`<out>/results.jsonl`: started again, it goes on behind the last one. `--write` only writes table and plot from what there
is. About half an hour on two free cores; `--tiny` tries the whole way in a few minutes.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from backend.domain.evaluation import EvaluationResult
from backend.domain.events import EvalEvent, FinishedEvent
from backend.domain.run import RunMetrics
from backend.domain.run_metrics import fold
from backend.domain.training_config import TrainingConfig
from backend.runtime.blas import find_blas, worker_environment
from backend.runtime.run_folder import RunFolder
from backend.services.catalog import demo_config
from backend.settings import PROJECT, Settings
from tests.bench.sweep_points import Point, Result, points
from tests.bench.sweep_report import write_report
from tests.fixtures.evaluating import evaluated
from tests.fixtures.training import new_run


def asked_points(*, tiny: bool) -> list[Point]:
    """What is trained; the default of the form first."""
    form = TrainingConfig.model_fields
    rate, rank, coverage = (form[name].default for name in ("learning_rate", "lora_rank", "lora_num_layers"))
    found = points(rate, rank, coverage)
    return [found[0], *(point for point in found if point.rate == 1e-3)] if tiny else found


def read_results(file: Path) -> list[Result]:
    """What is filed already; a last line that was cut off does not count."""
    if not file.is_file():
        return []
    data = file.read_bytes()
    return [Result.model_validate_json(line) for line in data[: data.rfind(b"\n") + 1].splitlines()]


def file_result(file: Path, result: Result) -> None:
    """Append one line; the rest of a line that was cut off goes."""
    with file.open("a+b") as lines:
        lines.seek(0)
        lines.truncate(lines.read().rfind(b"\n") + 1)
        lines.write(result.model_dump_json().encode() + b"\n")
        lines.flush()
        os.fsync(lines.fileno())


def train_point(point: Point, seed: int, home: Path, shared: dict[str, Any]) -> Result:
    """Train and measure one run, then remove it. Raises `RuntimeError` where it did not end well."""
    folder = new_run(home, **{**shared, **point.settings(), "seed": seed, "adapter_name": "sweep"})
    _set_keys(folder, point.keys())
    command = [sys.executable, "-m", "backend.workers.train", str(folder.path)]
    with folder.trainer_log.open("ab") as log:
        env = worker_environment(find_blas())
        code = subprocess.run(command, cwd=PROJECT, env=env, stdout=log, stderr=log, check=False).returncode
    metrics, ended = _story(folder)
    if code or ended is None or ended.outcome != "completed":
        raise RuntimeError(f"{point.name}, seed {seed}: {folder.log_tail(2000)}")
    found = _result(point, seed, metrics, _last_loss(folder), evaluated(folder))
    folder.remove()
    return found


def _set_keys(folder: RunFolder, keys: list[str] | None) -> None:
    """Adapt other matrices than the form offers, with the same trainer; the proof would only know the form's."""
    if keys is None:
        return
    settings = yaml.safe_load(folder.mlx_yaml.read_text())
    settings["lora_parameters"]["keys"] = keys
    folder.mlx_yaml.write_text(yaml.safe_dump(settings, sort_keys=False))
    folder.write_run(folder.read_run().model_copy(update={"plan": None}))


def _story(folder: RunFolder) -> tuple[RunMetrics, FinishedEvent | None]:
    metrics, ended = RunMetrics(), None
    for read in folder.events.read():
        metrics = fold(metrics, read.event)
        ended = read.event if isinstance(read.event, FinishedEvent) else ended
    return metrics, ended


def _last_loss(folder: RunFolder) -> float | None:
    losses = [read.event.val_loss for read in folder.events.read() if isinstance(read.event, EvalEvent)]
    return losses[-1] if losses else None


def _result(point: Point, seed: int, metrics: RunMetrics, last: float | None, measured: EvaluationResult) -> Result:
    probes = {probe.kind.value: probe.difference for probe in measured.probes}
    return Result(
        point=point.name,
        seed=seed,
        steps=metrics.step,
        best_val_loss=metrics.best_val_loss,
        last_val_loss=last,
        test_loss=measured.tuned.loss,
        base_test_loss=measured.base.loss,
        old_task=probes.get("old_task"),
        general=probes.get("general"),
        trained_tokens=metrics.trained_tokens,
        seconds=metrics.clock.seconds,
        peak_memory_gb=metrics.peak_memory_gb,
        adapter_bytes=measured.adapter_bytes,
        trainable_parameters=measured.trainable_parameters,
        versions=measured.versions,
    )


def left(asked: list[Point], seeds: range, done: list[Result], steps: int) -> Iterator[tuple[Point, int]]:
    """What is not filed yet: every point with the first seed, then with the next, so that a cut sweep covers all points."""
    known = {(result.point, result.seed, result.steps) for result in done}
    return ((point, seed) for seed in seeds for point in asked if (point.name, seed, steps) not in known)


def main() -> int:
    """Train what is left, then write table and plot."""
    parser = argparse.ArgumentParser(prog="npm run sweep --", description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path, default=PROJECT / "test-results" / "sweep", help="where results are filed")
    parser.add_argument("--docs", type=Path, default=PROJECT / "docs", help="where table and plot are written")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--tiny", action="store_true", help="a few points, one seed, four steps")
    parser.add_argument("--write", action="store_true", help="train nothing, write table and plot")
    flags = parser.parse_args()
    os.nice(19 - os.nice(0))
    flags.out.mkdir(parents=True, exist_ok=True)
    flags.docs.mkdir(parents=True, exist_ok=True)
    results, home = flags.out / "results.jsonl", flags.out / "home"
    shutil.rmtree(home, ignore_errors=True)  # the run at which an earlier sweep was cut off
    asked, seeds = asked_points(tiny=flags.tiny), range(1 if flags.tiny else flags.seeds)
    shared: dict[str, Any] = {"iterations": 4, "steps_per_eval": 2} if flags.tiny else {}
    steps = shared.get("iterations", demo_config(Settings(home=home)).iterations)
    waiting = [] if flags.write else list(left(asked, seeds, read_results(results), steps))
    for number, (point, seed) in enumerate(waiting, 1):
        found = train_point(point, seed, home, shared)
        file_result(results, found)
        said = f"{number} of {len(waiting)}: {point.name}, seed {seed}: validation loss {found.best_val_loss:.4f}"
        print(f"{said}, {found.seconds:.0f} s", flush=True)
    done = [result for result in read_results(results) if result.steps == steps]
    write_report(flags.docs, asked, len(seeds), done)
    return 0


if __name__ == "__main__":
    sys.exit(main())
