"""`npm run bench`: what the product costs, as ratios paired in one run with medians.

Times are from the start of the trainer's process to its last save, so start-up and saving count and the proof, which bare
mlx-lm does not do, does not. Absolute seconds say more about the machine than about the code; the ratios are what counts.
"""

import argparse
import asyncio
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import psutil

from backend.domain.run import RunKind
from backend.runtime.blas import find_blas, worker_environment
from backend.runtime.run_folder import RunFolder
from backend.services import preflight
from backend.services.catalog import demo_config
from backend.services.model_inspector import ModelInspector
from backend.services.run_store import RunStore
from backend.settings import Settings

PROJECT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Run every comparison and print one table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--pairs", type=int, default=3, help="pairs of each comparison (default %(default)s)")
    pairs = parser.parse_args().pairs
    home = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        rows = [overhead(home, pairs), server_start(home, pairs)]
    finally:
        shutil.rmtree(home)
    print("| what | A, median s | B, median s | A / B, pair by pair | median |\n| --- | --- | --- | --- | --- |")
    print("\n".join(rows))


def overhead(home: Path, pairs: int) -> str:
    """The demo run through the trainer against bare mlx_lm.lora on the same YAML, both with the same BLAS.

    On a shared machine runs in turn differ by a fifth; so the two of a pair run at the same time, one thread and one core
    each (on Linux), and change cores from pair to pair.
    """
    measured = [_side_by_side(home, swap=bool(pair % 2)) for pair in range(pairs)]
    return _row("demo run, trainer / bare mlx_lm.lora", measured)


def _side_by_side(home: Path, *, swap: bool) -> tuple[float, float]:
    ours, bare = _new_run(home), _new_run(home)
    product = _Timed([sys.executable, "-m", "backend.workers.train", str(ours.path)], ours, core=int(swap))
    alone = _Timed([sys.executable, "-m", "mlx_lm", "lora", "--config", str(bare.mlx_yaml)], bare, core=int(not swap))
    return product.seconds_to_last_save(), alone.seconds_to_last_save()


class _Timed:
    """A trainer on one core of its own, started now."""

    def __init__(self, command: list[str], folder: RunFolder, core: int) -> None:
        self._folder = folder
        self._began = time.time()
        with folder.trainer_log.open("ab") as log:
            env = worker_environment(find_blas()) | {"OPENBLAS_NUM_THREADS": "1"}
            self._child = psutil.Popen(command, cwd=PROJECT, env=env, stdout=log, stderr=log)
        if hasattr(self._child, "cpu_affinity"):
            self._child.cpu_affinity([core])

    def seconds_to_last_save(self) -> float:
        assert self._child.wait() == 0, self._folder.log_tail()
        return self._folder.adapter_file.stat().st_mtime - self._began


def _new_run(home: Path) -> RunFolder:
    config = demo_config(Settings(home=home))
    checked = asyncio.run(preflight.check(config, ModelInspector()))
    store = RunStore(home / "runs")
    return store.folder(store.create(RunKind.SFT, checked).id)


def server_start(home: Path, pairs: int) -> str:
    """Process start to the first byte of /api/health, against a Python that only imports FastAPI."""
    return _paired(
        "server start to first byte / import fastapi",
        lambda: _first_byte(home),
        lambda: _timed([sys.executable, "-c", "import fastapi"]),
        pairs,
    )


def _first_byte(home: Path) -> float:
    began = time.monotonic()
    server = subprocess.Popen(
        [sys.executable, "-m", "backend", "--port", "0", "--no-open", "--home", str(home)],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert server.stdout is not None
        url = server.stdout.readline().split()[-1]
        httpx.get(f"{url}/api/health").raise_for_status()
        return time.monotonic() - began
    finally:
        server.terminate()
        server.wait()


def _timed(command: list[str]) -> float:
    began = time.monotonic()
    subprocess.run(command, check=True, cwd=PROJECT)
    return time.monotonic() - began


def _paired(name: str, a: Callable[[], float], b: Callable[[], float], pairs: int) -> str:
    return _row(name, [(a(), b()) for _ in range(pairs)])


def _row(name: str, measured: list[tuple[float, float]]) -> str:
    ratios = [first / second for first, second in measured]
    return (
        f"| {name} | {statistics.median(first for first, _ in measured):.2f} "
        f"| {statistics.median(second for _, second in measured):.2f} "
        f"| {', '.join(f'{ratio:.3f}' for ratio in ratios)} | {statistics.median(ratios):.3f} |"
    )


if __name__ == "__main__":
    main()
