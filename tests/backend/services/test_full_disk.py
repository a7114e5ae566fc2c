"""A disk that fills up while a run trains on it: the server lives on, says what happened, and the run goes on exactly."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.fixtures.serving import PATIENCE_SECONDS, Ended, Server, serving

SMALL = {"iterations": 60, "steps_per_report": 1, "steps_per_eval": 30, "save_every": 20, "batch_size": 2}
MOUNT, UMOUNT = (shutil.which(name) or name for name in ("mount", "umount"))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    command = [MOUNT, "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(disk)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("only root of a machine of its own may mount a small disk")
    yield disk
    subprocess.run([UMOUNT, "--lazy", str(disk)], check=True)


def fill(disk: Path) -> Path:
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for piece in (1 << 16, 1 << 12):
            with suppress(OSError):
                while file.write(bytes(piece)):
                    pass
    assert shutil.disk_usage(disk).free == 0
    return filler


def losses(ended: Ended) -> dict[int, float]:
    return {event["step"]: event["train_loss"] for event in ended.of("train")}


def test_a_full_disk_is_named_and_the_run_goes_on(server: Server, demo: dict[str, Any], small_disk: Path) -> None:
    config = {**demo, **SMALL, "adapter_name": "on-a-small-disk"}
    uninterrupted = server.wait_for_end(server.start(config))
    with serving(small_disk / "home") as crowded:
        run_id = crowded.start(config)
        crowded.wait_for(run_id, lambda event: event["type"] == "checkpoint" and event["step"] == 20)
        trainer = crowded.trainer(run_id)
        filler = fill(small_disk)
        assert psutil.wait_procs([trainer], timeout=PATIENCE_SECONDS)[0]
        assert crowded.client.get(f"/api/runs/{run_id}").json()["state"] == "running"
        filler.unlink()
        ended = crowded.wait_for_end(run_id)
        assert (ended.run["state"], ended.run["exit"]["cause"]) == ("failed", "disk_full")
        assert crowded.client.post(f"/api/runs/{run_id}/resume").status_code == 202
        ended = crowded.wait_for_end(run_id)
    assert ended.run["state"] == "completed"
    assert [event["seq"] for event in ended.events] == list(range(1, len(ended.events) + 1))
    assert losses(ended) == losses(uninterrupted)
