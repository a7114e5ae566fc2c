"""Trackers in the real trainer: what they get, where it lies, and that none of them can end a run."""

import sys
from pathlib import Path
from typing import Any

import pytest

from backend.domain.trackers import INSTALL, Tracker
from backend.services.tracker_checks import tracker_errors
from tests.fixtures import training

FAKE = """
import json, os
from pathlib import Path
class SummaryWriter:
    def __init__(self, logdir):
        self.file = Path(logdir) / "told.jsonl"
        if os.environ.get("TRACKER_FAILS") == "at once":
            raise RuntimeError("no room for this tracker.")
    def tell(self, *what):
        with self.file.open("a") as file:
            file.write(json.dumps(what) + "\\n")
    def add_text(self, tag, text): self.tell(tag, text)
    def add_scalar(self, tag, value, step):
        if os.environ.get("TRACKER_FAILS") == "later" and step > 1:
            raise OSError("its disk is full")
        self.tell(tag, value, step)
    def flush(self): pass
    def close(self): self.tell("closed")
"""
SETTINGS = {**training.SMALL, "iterations": 3, "steps_per_report": 1, "steps_per_eval": 2, "trackers": ["tensorboard"]}


@pytest.fixture
def with_fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of that name which writes down what it is told."""
    (tmp_path / "packages").mkdir()
    (tmp_path / "packages" / "tensorboardX.py").write_text(FAKE)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "packages"))
    monkeypatch.syspath_prepend(str(tmp_path / "packages"))
    return tmp_path / "home"


def told(folder: Any) -> list[list[Any]]:
    import json

    file = folder.path / "trackers" / "tensorboard" / "told.jsonl"
    return [json.loads(line) for line in file.read_text().splitlines()] if file.is_file() else []


def test_a_tracker_gets_what_the_events_say(with_fake: Path) -> None:
    folder = training.new_run(with_fake, **SETTINGS)
    assert training.train(folder) == 0, training.log_end(folder)
    lines = told(folder)
    assert lines[0][0] == "config"
    assert "learning_rate: 2e-05" in lines[0][1]
    losses = [(line[2], line[1]) for line in lines if line[0] == "train/train_loss"]
    assert losses == [(event.step, event.train_loss) for event in training.events(folder, "train")]
    validation = [(line[2], line[1]) for line in lines if line[0] == "validation/val_loss"]
    assert validation == [(event.step, event.val_loss) for event in training.events(folder, "eval")]
    assert {line[0] for line in lines} == {
        "config",
        "train/train_loss",
        "train/learning_rate",
        "train/tokens_per_second",
        "train/trained_tokens",
        "train/peak_memory_gb",
        "validation/val_loss",
        "closed",
    }
    assert lines[-1] == ["closed"]


@pytest.mark.parametrize(("when", "said"), [("at once", "no room for this tracker."), ("later", "its disk is full.")])
def test_a_tracker_that_fails_is_told_of_once_and_left_out(
    with_fake: Path, monkeypatch: pytest.MonkeyPatch, when: str, said: str
) -> None:
    monkeypatch.setenv("TRACKER_FAILS", when)
    folder = training.new_run(with_fake, **SETTINGS)
    assert training.train(folder) == 0, training.log_end(folder)
    warnings = [event.text for event in training.events(folder, "message") if "TensorBoard" in event.text]
    assert warnings == [f"TensorBoard failed and is left out from here on: {said}"]
    assert training.events(folder, "finished")[0].outcome == "completed"
    assert training.events(folder, "proof")[0].proof.ok
    assert ["closed"] not in told(folder)


def test_a_run_that_asks_for_none_has_none(with_fake: Path) -> None:
    folder = training.new_run(with_fake, **SETTINGS | {"trackers": []})
    assert training.train(folder) == 0, training.log_end(folder)
    assert not (folder.path / "trackers").exists()
    assert "trackers" not in folder.mlx_yaml.read_text()


def test_reporters_that_nobody_asked_for_are_not_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """mlx-lm imports them wherever they are installed."""
    (tmp_path / "packages").mkdir()
    for name in ("wandb", "swanlab"):
        (tmp_path / "packages" / f"{name}.py").write_text("raise SystemExit('imported')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "packages"))
    folder = training.new_run(tmp_path / "home", **SETTINGS | {"trackers": []})
    assert training.train(folder) == 0, training.log_end(folder)


def test_a_package_that_is_missing_is_named_with_the_command() -> None:
    (error,) = tracker_errors([Tracker.WANDB, Tracker.SWANLAB], is_installed=lambda name: name == "wandb")
    assert error.field == "trackers"
    assert error.message == "SwanLab (package swanlab): not installed."
    assert INSTALL in error.hint
    assert tracker_errors(list(Tracker), is_installed=lambda _: True) == []
    assert tracker_errors([]) == []


def test_looking_for_a_package_does_not_import_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "wandb.py").write_text("raise SystemExit('imported')")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "wandb", raising=False)  # other tests of this process may have met it
    assert tracker_errors([Tracker.WANDB]) == []
    assert "wandb" not in sys.modules
