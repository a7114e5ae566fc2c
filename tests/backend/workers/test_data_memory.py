"""Long files in little memory: report and preparation grow by tens of bytes a row, not by the row."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.serving import PROJECT

MODEL = str(PROJECT / "configs/demo/model")
SHORT, LONG = 12_000, 36_000
"""Both are more than the chunks that wait at any time."""
WORDS = 150
MOST_BYTES_A_ROW = 400
"""Of a row that is about 900 bytes long itself, so that keeping rows would show at once."""

# Peak memory is kept across fork and exec, so a small process of its own has to start the worker that is measured.
MEASURED = """
import resource, subprocess, sys
child = subprocess.Popen([sys.executable, "-m", sys.argv[1]], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
child.stdin.write(sys.stdin.readline())
child.stdin.flush()
lines = child.stdout.read().splitlines()
child.wait()
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(lines[-1])
print(peak)
"""


def rows_file(folder: Path, count: int) -> Path:
    """Rows that all differ, with answers of like length."""
    file = folder / f"{count}.jsonl"
    with file.open("w") as out:
        for number in range(count):
            answer = " ".join(str((number * 7919 + place * 104729) % 99991) for place in range(WORDS))
            out.write(json.dumps({"prompt": f"Row {number}?", "completion": answer}) + "\n")
    return file


def measured(module: str, request: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """What a data worker answers, and the most memory that it or a helper of it took, in bytes."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, module],
        cwd=PROJECT,
        input=json.dumps(request) + "\n",
        capture_output=True,
        text=True,
        check=True,
    )
    answer, peak = done.stdout.splitlines()
    return json.loads(answer)["result"], int(peak)


def report(file: Path, folder: Path) -> tuple[str, dict[str, Any]]:
    asked = {
        "path": str(file),
        "val_path": None,
        "model": MODEL,
        "settings": {"mask_prompt": True},
        "cache": str(folder / "cache"),
    }
    return "backend.workers.data_report", asked


def preparation(file: Path, folder: Path) -> tuple[str, dict[str, Any]]:
    target = folder / f"out-{file.stem}"
    target.mkdir()
    settings = {"mask_prompt": True, "batch_size": 8}
    return "backend.workers.prepare_rows", {
        "sources": {"train": str(file)},
        "target": str(target),
        "model": MODEL,
        "settings": settings,
    }


@pytest.mark.parametrize("asked", [report, preparation])
def test_memory_hangs_little_on_the_length_of_the_file(tmp_path: Path, asked: Any) -> None:
    peaks = {}
    for count in (SHORT, LONG):
        answer, peaks[count] = measured(*asked(rows_file(tmp_path, count), tmp_path))
        assert answer.get("rows", answer.get("files", [{}])[0].get("source_rows")) == count
    assert peaks[LONG] - peaks[SHORT] < (LONG - SHORT) * MOST_BYTES_A_ROW
