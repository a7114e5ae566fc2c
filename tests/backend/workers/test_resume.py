"""A run that was stopped, killed or finished goes on as if it had never ended: the real trainer, without a server."""

import json
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mlx.core as mx
import pytest
import yaml

from backend.domain.events import Phase
from backend.runtime.run_folder import RunFolder
from backend.workers.state_keeper import BEST_FILE
from tests.bench import kills
from tests.fixtures import training

RUN = {"iterations": 11, "steps_per_report": 4, "steps_per_eval": 5, "lora_dropout": 0.1, "grad_accumulation_steps": 2}
SAVING = {"save_every": 3}


def in_evaluation(number: int) -> Callable[[Any], bool]:
    """An event in the midst of an evaluation. Not the first of all: MLX starts its compiler there, through a shell."""
    opened = []

    def wanted(event: Any) -> bool:
        evaluating = event.type == "phase" and event.phase is Phase.EVALUATING
        if evaluating and event.done == 0:
            opened.append(event)
        return evaluating and len(opened) == number and (number > 1 or event.done > 0)

    return wanted


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """The run that nobody disturbed."""
    folder = training.new_run(tmp_path_factory.mktemp("alone"), **training.SMALL | RUN | SAVING)
    assert training.train(folder) == 0, training.log_end(folder)
    return folder


def new_run(home: Path, **changes: Any) -> RunFolder:
    return training.new_run(home, **training.SMALL | RUN | SAVING | changes)


def assert_as_if_undisturbed(folder: RunFolder, alone: RunFolder) -> None:
    assert training.losses(folder) == training.losses(alone)
    assert training.adapter_bytes(folder) == training.adapter_bytes(alone)
    last = training.events(folder, "finished")[-1]
    assert (last.outcome, last.step, last.saved) == ("completed", 11, True)
    assert training.events(folder, "proof")[-1].proof.ok
    numbers = [read.event.seq for read in folder.events.read()]
    assert numbers == list(range(1, len(numbers) + 1))


def test_three_kills_change_nothing(tmp_path: Path) -> None:
    alone, run = kills.reference(tmp_path / "alone"), kills.survive(tmp_path / "killed", kills=3, seed=1)
    assert sum(run.phases.values()) == 3
    assert training.losses(run.folder) == training.losses(alone)
    assert training.adapter_bytes(run.folder) == training.adapter_bytes(alone)


def test_a_stop_saves_first_and_the_run_goes_on_exactly(tmp_path: Path, alone: RunFolder) -> None:
    folder = new_run(tmp_path)
    assert training.stop_at(folder, lambda event: event.type == "step" and event.step >= 1) == 0
    stopped = training.events(folder, "finished")[-1]
    assert stopped.outcome == "stopped"
    assert 1 <= stopped.step < 11
    assert training.train(folder) == 0, training.log_end(folder)
    (resumed,) = training.events(folder, "resumed")
    assert (resumed.step, resumed.total_steps) == (stopped.step, 11)
    assert_as_if_undisturbed(folder, alone)


def test_an_evaluation_that_a_stop_cut_is_done_again(tmp_path: Path, alone: RunFolder) -> None:
    folder = new_run(tmp_path)
    assert training.stop_at(folder, in_evaluation(2)) == 0
    assert training.events(folder, "finished")[-1].step == 4
    assert [event.step for event in training.events(folder, "eval")] == [0]
    assert training.train(folder) == 0, training.log_end(folder)
    assert [event.step for event in training.events(folder, "eval")] == [0, 4, 9, 10]
    assert_as_if_undisturbed(folder, alone)


def test_a_stop_before_the_first_step_keeps_nothing(tmp_path: Path) -> None:
    folder = new_run(tmp_path)
    assert training.stop_at(folder, in_evaluation(1)) == 0
    last = training.events(folder, "finished")[-1]
    assert (last.outcome, last.step, last.saved) == ("stopped", 0, False)
    assert training.adapter_bytes(folder) == {}
    assert folder.state.newest() is None


def test_a_finished_run_takes_more_steps(tmp_path: Path, alone: RunFolder) -> None:
    """As if they had been asked for at once, although its last evaluation and report were none of a longer run's."""
    folder = new_run(tmp_path, iterations=7)
    assert training.train(folder) == 0, training.log_end(folder)
    settings = yaml.safe_load(folder.mlx_yaml.read_text())
    folder.mlx_yaml.write_text(yaml.safe_dump(settings | {"iters": 11}))
    assert training.train(folder) == 0, training.log_end(folder)
    extra = {("eval", 6), ("train", 7)}
    assert {place: loss for place, loss in training.losses(folder).items() if place not in extra} == training.losses(
        alone
    )
    assert folder.adapter_file.read_bytes() == alone.adapter_file.read_bytes()


def test_a_finished_run_that_is_started_again_is_finished(tmp_path: Path, alone: RunFolder) -> None:
    folder = copy_of(alone, tmp_path)
    folder.adapter_file.unlink()
    assert training.train(folder) == 0, training.log_end(folder)
    assert_as_if_undisturbed(folder, alone)


def test_a_damaged_state_is_left_aside_for_the_one_before(tmp_path: Path, alone: RunFolder) -> None:
    folder = copy_of(alone, tmp_path)
    newest = folder.state.newest()
    assert newest is not None
    assert newest.saved.step == 11
    weights = newest.path / "adapters.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"\0")
    assert training.train(folder) == 0, training.log_end(folder)
    assert "step 11 is damaged" in training.events(folder, "message")[-1].text
    assert [event.step for event in training.events(folder, "resumed")] == [9]
    assert_as_if_undisturbed(folder, alone)


def test_a_run_does_not_go_on_under_other_settings(tmp_path: Path, alone: RunFolder) -> None:
    folder = copy_of(alone, tmp_path)
    settings = yaml.safe_load(folder.mlx_yaml.read_text())
    folder.mlx_yaml.write_text(yaml.safe_dump(settings | {"batch_size": 4}))
    assert training.train(folder) == 1
    last = training.events(folder, "finished")[-1]
    assert last.error_type == "StateMismatch"
    assert "batch_size was 2 and is 4" in last.error
    assert training.adapter_bytes(folder) == training.adapter_bytes(alone)


def test_it_goes_on_when_the_adapter_that_it_began_from_is_gone(tmp_path: Path, alone: RunFolder) -> None:
    start = tmp_path / "start.safetensors"
    shutil.copy(alone.adapter_file, start)
    folder = new_run(tmp_path, resume_adapter_file=str(start), val_data_path="")
    assert training.stop_at(folder, lambda event: event.type == "step" and event.step >= 1) == 0
    start.unlink()
    assert training.train(folder) == 0, training.log_end(folder)
    assert training.events(folder, "finished")[-1].outcome == "completed"


def test_steps_under_a_spent_schedule_are_warned_of(tmp_path: Path) -> None:
    folder = new_run(tmp_path, iterations=4, grad_accumulation_steps=1, lr_schedule="linear", val_data_path="")
    assert training.train(folder) == 0, training.log_end(folder)
    settings = yaml.safe_load(folder.mlx_yaml.read_text())
    folder.mlx_yaml.write_text(yaml.safe_dump(settings | {"iters": 6}))
    before = folder.adapter_file.read_bytes()
    assert training.train(folder) == 0, training.log_end(folder)
    assert any("schedule has run out" in event.text for event in training.events(folder, "message"))
    assert folder.adapter_file.read_bytes() == before


def test_the_best_and_the_newest_checkpoints_are_kept(tmp_path: Path) -> None:
    kept = {"iterations": 8, "save_every": 1, "steps_per_eval": 3, "keep_checkpoints": 4}
    folder = new_run(tmp_path, **kept)
    assert training.train(folder) == 0, training.log_end(folder)
    files = training.adapter_bytes(folder)
    assert sorted(set(files) - {"adapters.safetensors", BEST_FILE}) == [
        f"{step:07d}_adapters.safetensors" for step in (5, 6, 7, 8)
    ]
    told = training.events(folder, "checkpoint")
    assert [name for event in told for name in event.removed] == [
        f"{step:07d}_adapters.safetensors" for step in (1, 2, 3, 4)
    ]
    evaluations = [event for event in training.events(folder, "eval") if event.best and event.step]
    best = [event for event in told if event.best]
    assert [event.step for event in best] == [event.step for event in evaluations]
    assert {event.file for event in best} == {BEST_FILE}
    assert best[-1].step in (5, 7), "the loss falls, so one of the last evaluations is the best"
    assert files[BEST_FILE] == files[f"{best[-1].step:07d}_adapters.safetensors"]


def test_a_loss_that_is_no_number_leaves_the_last_good_adapter(tmp_path: Path) -> None:
    """Half precision holds nothing above 65504, which a rate of 1 at a scale of 1024 passes after a few steps."""
    wild = {"learning_rate": 1.0, "lora_alpha": 1024, "iterations": 50, "val_data_path": "", "lora_dropout": 0.0}
    home = {"model_path": str(half_precision(tmp_path / "half")), "steps_per_report": 20, "save_every": 1000}
    folder = new_run(tmp_path, **wild | home)
    assert training.train(folder, autosave_seconds=0) == 1
    last = training.events(folder, "finished")[-1]
    assert last.error_type == "NonFiniteLoss"
    assert training.events(folder, "train")[-1].train_loss is None
    assert training.events(folder, "train")[-1].step < 20, "it is seen at once, not at the next report"
    assert last.saved
    state = folder.state.newest()
    assert state is not None
    assert folder.adapter_file.read_bytes() == (state.path / "adapters.safetensors").read_bytes()
    tensors: Any = mx.load(str(folder.adapter_file))
    assert all(mx.all(mx.isfinite(tensor)).item() for tensor in tensors.values())


def test_a_second_stop_ends_at_once_and_the_state_of_before_is_whole(tmp_path: Path, alone: RunFolder) -> None:
    folder = new_run(tmp_path)
    trainer = training.begin(folder, autosave_seconds=0)
    training.wait_for(folder, trainer, lambda event: event.type == "step" and event.step >= 2, after=0)
    trainer.send_signal(signal.SIGINT)
    trainer.send_signal(signal.SIGINT)
    assert trainer.wait(60) == 0
    assert training.train(folder) == 0, training.log_end(folder)
    assert_as_if_undisturbed(folder, alone)


def copy_of(run: RunFolder, home: Path) -> RunFolder:
    """The folder of an ended run at another place, as a person might copy it."""
    shutil.copytree(run.path, home / run.path.name)
    folder = RunFolder(home / run.path.name)
    settings = yaml.safe_load(folder.mlx_yaml.read_text())
    moved = {"data": str(folder.data), "adapter_path": str(folder.adapters)}
    folder.mlx_yaml.write_text(yaml.safe_dump(settings | moved))
    return folder


def half_precision(folder: Path) -> Path:
    """The demo model in float16."""
    from tests.fixtures.serving import PROJECT

    shutil.copytree(PROJECT / "configs/demo/model", folder)
    weights: Any = mx.load(str(folder / "model.safetensors"))
    halves = {name: tensor.astype(mx.float16) for name, tensor in weights.items()}
    mx.save_safetensors(str(folder / "model.safetensors"), halves, metadata={"format": "mlx"})
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | {"torch_dtype": "float16"}))
    return folder
