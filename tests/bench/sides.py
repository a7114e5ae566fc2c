"""One side of a comparison: a whole training as a process of its own, from its start to its last save."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from backend.runtime.blas import find_blas, worker_environment
from backend.runtime.run_folder import RunFolder
from tests.bench.rows import LONGEST
from tests.fixtures import training
from tests.fixtures.serving import PROJECT

Losses = dict[tuple[str, int], float]


@dataclass(frozen=True)
class Measured:
    """What a training took: seconds by the clock, seconds of processor time, and what it said."""

    seconds: float
    processor: float
    losses: Losses = field(default_factory=dict)
    adapters: Path | None = None
    steps_per_second: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Work:
    """What both sides of a pair train."""

    model: Path
    rows: Path
    batch_size: int
    epochs: float = 1
    seed: int = 0
    settings: Mapping[str, Any] = field(default_factory=dict)

    def new_run(self, home: Path) -> RunFolder:
        """A run of it as the server makes it, without the proof that bare mlx-lm does not do."""
        given = {
            "model_path": str(self.model),
            "train_data_path": str(self.rows / "train.jsonl"),
            "val_data_path": str(self.rows / "valid.jsonl"),
            "batch_size": self.batch_size,
            "iterations": None,
            "epochs": self.epochs,
            "max_seq_length": LONGEST,
            "mask_prompt": False,
            "steps_per_report": 5,
            "steps_per_eval": 100_000,
            "save_every": 100_000,
            "seed": self.seed,
            "learning_rate": 1e-4,
            "lora_alpha": 8.0,
        }
        folder = training.new_run(home, **given | dict(self.settings))
        folder.write_run(folder.read_run().model_copy(update={"plan": None}))
        return folder


def with_blas() -> dict[str, str]:
    """A worker's environment with the best BLAS found."""
    return worker_environment(find_blas())


def as_installed() -> dict[str, str]:
    """mlx-lm's environment on a machine where nobody did anything."""
    return worker_environment(None)


def product(home: Path, work: Work, environment: dict[str, str]) -> tuple[Measured, RunFolder]:
    """The trainer of this product, preparation of the rows included."""
    shutil.rmtree(home, ignore_errors=True)
    folder = work.new_run(home)
    began = time.time()
    command = [sys.executable, "-m", "backend.workers.train", str(folder.path)]
    processor = _run(command, environment, folder.trainer_log)
    told = {key: loss for key, loss in training.losses(folder).items() if loss is not None}
    speeds = [event.steps_per_second for event in training.events(folder, "train")]
    return Measured(folder.adapter_file.stat().st_mtime - began, processor, told, folder.adapters, speeds), folder


def bare(folder: RunFolder, rows: Path, environment: dict[str, str], name: str = "bare") -> Measured:
    """`mlx_lm.lora` with the settings of a run, on rows as they stand in a folder."""
    settings = yaml.safe_load(folder.mlx_yaml.read_text())
    adapters = folder.path / name
    config, reports, log = (folder.path / f"{name}{ending}" for ending in (".yaml", ".jsonl", ".log"))
    config.write_text(yaml.safe_dump(settings | {"data": str(rows), "adapter_path": str(adapters)}))
    began = time.time()
    processor = _run([sys.executable, "-m", "tests.bench.bare", str(config), str(reports)], environment, log)
    seconds = (adapters / "adapters.safetensors").stat().st_mtime - began
    told = {(kind, step): loss for kind, step, loss in map(json.loads, reports.read_text().splitlines())}
    return Measured(seconds, processor, told, adapters)


def _run(command: list[str], environment: dict[str, str], log: Path) -> float:
    """Seconds of processor time that a process took, its children included."""
    with log.open("ab") as out:
        child = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=out, stderr=out)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0, log.read_text(errors="replace")[-2000:]
    return usage.ru_utime + usage.ru_stime
