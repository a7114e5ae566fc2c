"""Memory of the workers that read whole files: a few numbers a row, never the rows. `tests/bench/long_file.py` tries a million."""

import json
import random
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.fixtures.serving import PATIENCE_SECONDS, PROJECT

SHORT, LONG = 20_000, 60_000
"""Both longer than all the chunks that may wait at once."""
BYTES_A_ROW = 400
"""About 110 are kept, twice that while they are joined. Rows take 330 as text, and over 1000 as objects besides."""
DEMO = PROJECT / "configs" / "demo"
SETTINGS = {"mask_prompt": False, "max_seq_length": 256, "batch_size": 4}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two files of text rows, of words that the demo's tokenizer knows."""
    folder = tmp_path_factory.mktemp("long")
    words = (DEMO / "data" / "train.jsonl").read_text().replace('"', " ").split()
    chance = random.Random(0)
    for rows in (SHORT, LONG):
        with (folder / f"{rows}.jsonl").open("w") as file:
            file.writelines(json.dumps({"text": " ".join(chance.choices(words, k=50))}) + "\n" for _ in range(rows))
    return folder / f"{SHORT}.jsonl", folder / f"{LONG}.jsonl"


def peak_bytes(module: str, work: dict[str, Any]) -> int:
    """The most that the worker held for itself while it answered one request; its helpers' memory is theirs."""
    command = [sys.executable, "-m", module]
    with subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdin is not None
        assert worker.stdout is not None
        out_of_time = threading.Timer(PATIENCE_SECONDS, worker.kill)
        out_of_time.start()
        worker.stdin.write(json.dumps(work) + "\n")
        worker.stdin.flush()
        process, most, answer = psutil.Process(worker.pid), 0, {}
        for line in worker.stdout:  # progress comes several times a second
            most = max(most, process.memory_full_info().uss)
            answer = json.loads(line)
            if "progress" not in answer:
                break
        worker.stdin.close()
        out_of_time.cancel()
    assert "result" in answer, answer
    return most


@pytest.mark.parametrize("tool", ["report", "prepare"])
def test_memory_grows_by_numbers_not_by_rows(files: tuple[Path, Path], tmp_path: Path, tool: str) -> None:
    def peak(file: Path) -> int:
        target = tmp_path / file.stem
        target.mkdir()
        common = {"model": str(DEMO / "model"), "settings": SETTINGS}
        if tool == "report":
            work = {"path": str(file), "val_path": None, "cache": str(target), **common}
            return peak_bytes("backend.workers.data_report", work)
        return peak_bytes(
            "backend.workers.prepare_rows", {"sources": {"train": str(file)}, "target": str(target), **common}
        )

    short, long = (peak(file) for file in files)
    assert (long - short) / (LONG - SHORT) < BYTES_A_ROW
