"""The real packages write inside the run's folder, need no network, ask nothing, and hold the figures of the run.

TensorBoard's package comes with the `dev` extra; the other two are looked at where `.[trackers]` is installed.
"""

import importlib.util
import os
from pathlib import Path

import pytest

from backend.domain.trackers import PACKAGES, Tracker
from tests.fixtures import training

_FILES = {
    Tracker.TENSORBOARD: "events.out.tfevents.*",
    Tracker.WANDB: "wandb/offline-run-*/run-*.wandb",
    Tracker.SWANLAB: "run-*/run-*.swanlab",
}
_NO_NETWORK = """
import socket, sys
def refuse(*where):
    sys.stderr.write(f"NETWORK {where}\\n")
    raise OSError("no network here")
stock = socket.socket.connect
socket.socket.connect = lambda self, address: stock(self, address) if self.family == socket.AF_UNIX else refuse(address)
socket.getaddrinfo = refuse
"""
SETTINGS = {**training.SMALL, "iterations": 3, "steps_per_report": 1, "steps_per_eval": 2}


@pytest.mark.parametrize("tracker", Tracker)
def test_a_real_tracker_writes_inside_the_run_alone(
    tracker: Tracker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if importlib.util.find_spec(PACKAGES[tracker].module) is None:
        pytest.skip(f"{PACKAGES[tracker].module} comes with the trackers extra")
    person = tmp_path / "person"
    (tmp_path / "site").mkdir()
    person.mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(_NO_NETWORK)
    path = [str(tmp_path / "site"), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, path)))
    monkeypatch.setenv("HOME", str(person))
    folder = training.new_run(tmp_path / "home", **SETTINGS, trackers=[tracker.value])
    assert training.train(folder) == 0, training.log_end(folder)
    assert [event.text for event in training.events(folder, "message") if "left out" in event.text] == []
    (file,) = (folder.path / "trackers" / tracker.value).glob(_FILES[tracker])
    assert file.stat().st_size > 100
    assert b"train/train_loss" in file.read_bytes()
    assert b"validation/val_loss" in file.read_bytes()
    log = folder.trainer_log.read_text(errors="replace")
    assert "NETWORK" not in log
    assert [path for path in person.rglob("*") if path.is_file()] == []
