"""What the product costs on top of what it wraps: its trainer, and its server's start."""

import os
import subprocess
import sys
import time
from pathlib import Path

import httpx
import psutil

from backend.runtime.blas import find_blas, worker_environment
from backend.runtime.run_folder import RunFolder
from tests.bench.sides import Measured
from tests.bench.sizes import Size
from tests.bench.table import Row
from tests.fixtures import training
from tests.fixtures.serving import PROJECT


def plain(home: Path, size: Size) -> list[Row]:
    """The demo run through the trainer against bare mlx_lm.lora on the same YAML, both with the same BLAS.

    On a shared machine runs in turn differ by a fifth; so the two of a pair run at the same time, one thread and one core
    each (on Linux), and change cores from pair to pair.
    """
    pairs = [_side_by_side(home, swap=bool(pair % 2)) for pair in range(size.pairs)]
    return [Row("demo run, trainer / bare mlx_lm.lora, at the same time", pairs)]


def _side_by_side(home: Path, *, swap: bool) -> tuple[Measured, Measured]:
    ours, bare = training.new_run(home), training.new_run(home)
    for name in ("train", "valid"):  # plain mlx-lm reads the rows as they were given
        (bare.data / f"{name}.jsonl").write_bytes((bare.source / f"{name}.jsonl").read_bytes())
    product = _Timed([sys.executable, "-m", "backend.workers.train", str(ours.path)], ours, core=int(swap))
    alone = _Timed([sys.executable, "-m", "mlx_lm", "lora", "--config", str(bare.mlx_yaml)], bare, core=int(not swap))
    return product.to_last_save(), alone.to_last_save()


class _Timed:
    """A trainer on one core of its own, started now."""

    def __init__(self, command: list[str], folder: RunFolder, core: int) -> None:
        self._folder = folder
        self._began = time.time()
        with folder.trainer_log.open("ab") as log:
            env = worker_environment(find_blas()) | {"OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
            self._child = psutil.Popen(command, cwd=PROJECT, env=env, stdout=log, stderr=log)
        if hasattr(self._child, "cpu_affinity"):
            self._child.cpu_affinity([core])

    def to_last_save(self) -> Measured:
        """Start-up and saving count; the proof, which bare mlx-lm does not do, does not."""
        assert self._child.wait() == 0, self._folder.log_tail()
        return Measured(self._folder.adapter_file.stat().st_mtime - self._began, 0.0)


def server(home: Path, size: Size) -> list[Row]:
    """Process start to the first byte of /api/health, against a Python that only imports FastAPI."""
    pairs = [(_first_byte(home), _importing()) for _ in range(size.pairs)]
    return [Row("server start to first byte / import fastapi", pairs)]


def _first_byte(home: Path) -> Measured:
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "backend", "--port", "0", "--no-open", "--home", str(home)],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert process.stdout is not None
        url = process.stdout.readline().split()[-1]
        httpx.get(f"{url}/api/health").raise_for_status()
        return Measured(time.monotonic() - began, 0.0)
    finally:
        process.terminate()
        process.wait()


def _importing() -> Measured:
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", "import fastapi"], check=True, cwd=PROJECT)
    return Measured(time.monotonic() - began, 0.0)
