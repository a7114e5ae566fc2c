"""The product against Transformers + PEFT on torch: the same base, rows, batches and LoRA, the same number of threads.

Needs a Python that has torch and peft (`--peft-python`), for example one with the project's `bench` extra.
"""

import json
import os
import statistics
import subprocess
import time
from pathlib import Path
from typing import Any

import yaml

from backend.runtime.cores import compute_threads
from backend.runtime.run_folder import RunFolder
from tests.bench import bases
from tests.bench.rows import write_even, write_mixed
from tests.bench.sides import Measured, Work, product, with_blas
from tests.bench.sizes import Size
from tests.bench.speed import per_step
from tests.bench.table import Row

SCRIPT = Path(__file__).with_name("peft_train.py")


def peft(home: Path, size: Size, python: str) -> list[Row]:
    """One epoch of mixed lengths by the clock, and steps of one shape, on both models."""
    wide = bases.wide(home / "wide-peft")
    mixed = write_mixed(home / "mixed-peft", size.mixed_rows)
    even = write_even(home / "even-peft", 8 * size.even_steps)
    return [
        *_pairs(home, _work(bases.demo(), mixed), size.pairs, python, "demo, mixed lengths"),
        *_pairs(home, _work(bases.demo(), even), size.pairs, python, "demo, one shape"),
        *_pairs(home, _work(wide, even), size.pairs, python, "8 x 256, one shape"),
    ]


def _work(model: Path, rows: Path) -> Work:
    return Work(model, rows, 8, settings={"steps_per_report": 1})


def _pairs(home: Path, work: Work, pairs: int, python: str, name: str) -> list[Row]:
    measured, steps, apart = [], [], 0.0
    for _ in range(pairs):
        ours, folder = product(home / "run", work, with_blas())
        theirs, losses, seconds = _train(folder, work, python)
        measured.append((ours, theirs))
        apart = max(apart, abs(losses[0] - ours.losses["train", 1]))
        steps.append((_step(per_step(ours)), _step(1 / statistics.median(seconds[3:]))))
    return [
        Row(f"product / PEFT, {name}, whole process", measured, f"the first loss differs by {apart:.1e} at most"),
        Row(f"product / PEFT, {name}, median step", steps),
    ]


def _step(per_second: float) -> Measured:
    return Measured(1 / per_second, 0.0)


def _train(folder: RunFolder, work: Work, python: str) -> tuple[Measured, list[float], list[float]]:
    asked = _write_work(folder, work)
    log = folder.path / "peft.log"
    began = time.time()
    with log.open("ab") as out:
        environment = {**os.environ, "TOKENIZERS_PARALLELISM": "true", "HF_HUB_OFFLINE": "1"}
        child = subprocess.Popen([python, str(SCRIPT), str(asked)], env=environment, stdout=out, stderr=out)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0, log.read_text()[-2000:]
    said = json.loads((folder.path / "said.json").read_text())
    saved = (folder.path / "peft" / "adapter_model.safetensors").stat().st_mtime
    return Measured(saved - began, usage.ru_utime + usage.ru_stime), said["losses"], said["seconds"]


def _write_work(folder: RunFolder, work: Work) -> Path:
    """The run's own batches in the run's own order, and its settings."""
    settings: dict[str, Any] = yaml.safe_load(folder.mlx_yaml.read_text())
    batches = folder.path / "batches.safetensors"
    steps = _write_batches(folder, work, settings["max_seq_length"], batches)
    said = {
        "model": str(work.model),
        "batches": str(batches),
        "steps": steps,
        "threads": int(with_blas().get("OPENBLAS_NUM_THREADS", compute_threads())),
        "rank": settings["lora_parameters"]["rank"],
        "scale": settings["lora_parameters"]["scale"],
        "rate": settings["learning_rate"],
        "adapters": str(folder.path / "peft"),
        "said": str(folder.path / "said.json"),
    }
    asked = folder.path / "peft.json"
    asked.write_text(json.dumps(said))
    return asked


def _write_batches(folder: RunFolder, work: Work, limit: int, target: Path) -> int:
    import numpy as np
    from mlx_lm.tuner.datasets import CacheDataset
    from mlx_lm.tuner.trainer import iterate_batches
    from safetensors.numpy import save_file

    from backend.workers.prepared_tokens import PreparedTokens, give_tokens

    tokens = PreparedTokens(folder.data / "train.tokens")
    dataset = CacheDataset([{"text": ""}] * len(tokens))
    assert give_tokens(dataset, folder.data / "train.tokens")
    dataset.itemlen = lambda _: 0
    stored = {}
    np.random.seed(work.seed)
    batches = list(iterate_batches(dataset, work.batch_size, limit))
    for number, (batch, spans) in enumerate(batches):
        stored[f"{number}.tokens"] = np.array(batch)
        stored[f"{number}.lengths"] = np.array(spans)
    save_file(stored, str(target))
    return len(batches)
