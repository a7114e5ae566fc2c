"""When state is saved by the clock, and what is never written."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import mlx.core as mx
import pytest

from backend.domain.evaluation_tally import EvaluationTally
from backend.domain.saved_state import DataPlace, SavedWindow
from backend.runtime.run_folder import RunFolder
from backend.workers.batch_order import numpy_state
from backend.workers.run_session import NonFiniteLoss, RunSession
from backend.workers.state_keeper import AUTOSAVE_SECONDS, AUTOSAVE_SHARE, BEST_FILE, StateKeeper
from backend.workers.training_state import Snapshot, all_finite

NO_LIMIT = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


class Clock:
    """A clock that is set by hand, and goes on by itself only while something is written."""

    def __init__(self) -> None:
        self.now = 0.0
        self.per_look = 0.0

    def __call__(self) -> float:
        self.now += self.per_look
        return self.now


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    made = RunFolder(tmp_path / "run")
    made.create()
    made.mlx_yaml.write_text("seed: 1\n")
    return made


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keeper(folder: RunFolder, clock: Clock) -> StateKeeper:
    return StateKeeper(folder, RunSession(folder.events, None), None, clock)


def snapshot(step: int, weight: float = 1.0) -> Snapshot:
    place = DataPlace(pass_began=numpy_state(), taken=0, now=numpy_state())
    window = SavedWindow(loss=0, tokens=0, steps=0, seconds=0, trained_tokens=0)
    weights = {"a": mx.ones(4), "b": mx.array([1.0, weight])}
    optimizer = {"step": mx.array(step, mx.uint64)}
    return Snapshot(step, 9, weights, optimizer, None, place, window, EvaluationTally(), 4)


def saved_step(folder: RunFolder) -> int | None:
    newest = folder.state.newest()
    return None if newest is None else newest.saved.step


def test_state_is_saved_once_in_a_while(keeper: StateKeeper, folder: RunFolder, clock: Clock) -> None:
    seen = {}
    for step, now in ((1, 0.0), (2, AUTOSAVE_SECONDS - 1), (3, AUTOSAVE_SECONDS), (4, AUTOSAVE_SECONDS + 1)):
        clock.now = now
        keeper.after_step(lambda step=step: snapshot(step), due=False)  # type: ignore[misc]
        seen[step] = saved_step(folder)
    assert seen == {1: None, 2: None, 3: 3, 4: 3}
    assert list(folder.adapters.iterdir()) == [], "by the clock the state alone is saved"


def test_no_snapshot_is_taken_that_is_not_saved(keeper: StateKeeper) -> None:
    def never() -> Snapshot:
        raise AssertionError

    keeper.after_step(never, due=False)


def test_a_slow_disk_is_asked_less_often(keeper: StateKeeper, folder: RunFolder, clock: Clock) -> None:
    clock.now, clock.per_look = AUTOSAVE_SECONDS, 5.0
    keeper.after_step(lambda: snapshot(1), due=False)
    wait = 5.0 / AUTOSAVE_SHARE
    assert saved_step(folder) == 1
    clock.per_look, began = 0.0, clock.now
    clock.now = began + wait - 20
    keeper.after_step(lambda: snapshot(2), due=False)
    assert saved_step(folder) == 1
    clock.now = began + wait
    keeper.after_step(lambda: snapshot(3), due=False)
    assert saved_step(folder) == 3


@contextmanager
def no_room() -> Iterator[None]:
    """Files of this process may not grow beyond what an event needs."""
    import signal

    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, NO_LIMIT)
        signal.signal(signal.SIGXFSZ, before)


def test_a_full_disk_at_an_autosave_is_told_and_training_goes_on(
    keeper: StateKeeper, folder: RunFolder, clock: Clock
) -> None:
    clock.now = AUTOSAVE_SECONDS
    with no_room():
        keeper.after_step(lambda: snapshot(1), due=False)
    messages = [read.event for read in folder.events.read() if read.event.type == "message"]
    assert "step 1 could not be saved" in messages[-1].text
    assert saved_step(folder) is None
    clock.now += AUTOSAVE_SECONDS
    keeper.after_step(lambda: snapshot(2), due=False)
    assert saved_step(folder) == 2


def test_a_checkpoint_is_adapter_numbered_copy_and_state(keeper: StateKeeper, folder: RunFolder) -> None:
    keeper.after_step(lambda: snapshot(3), due=True)
    files = sorted(path.name for path in folder.adapters.iterdir())
    assert files == ["0000003_adapters.safetensors", "adapters.safetensors"]
    assert saved_step(folder) == 3


@pytest.mark.parametrize("spoilt", [float("nan"), float("inf"), -float("inf")])
def test_spoilt_weights_are_never_written(keeper: StateKeeper, folder: RunFolder, spoilt: float) -> None:
    keeper.after_step(lambda: snapshot(1), due=True)
    before = folder.adapter_file.read_bytes()
    for save in (lambda bad: keeper.after_step(lambda: bad, due=True), keeper.best, keeper.last):
        with pytest.raises(NonFiniteLoss, match="after step 2"):
            save(snapshot(2, spoilt))
    assert folder.adapter_file.read_bytes() == before
    assert saved_step(folder) == 1
    assert not (folder.adapters / BEST_FILE).exists()
    assert list(folder.adapters.glob(".*")) == []


def test_what_is_finite() -> None:
    assert all_finite({"a": mx.array([3e38, -3e38]), "b": mx.zeros(2, mx.bfloat16)})
    assert not all_finite({"a": mx.ones(2), "b": mx.array([1.0, float("inf")], mx.float16)})


def test_after_spoilt_weights_the_adapter_is_that_of_the_newest_state(
    keeper: StateKeeper, folder: RunFolder, clock: Clock
) -> None:
    keeper.after_step(lambda: snapshot(1), due=True)
    clock.now = AUTOSAVE_SECONDS * 2
    keeper.after_step(lambda: snapshot(2, 5.0), due=False)
    keeper.keep_last_state()
    loaded: Any = mx.load(str(folder.adapter_file))
    assert loaded["b"].tolist() == [1.0, 5.0]
    last = [read.event for read in folder.events.read() if read.event.type == "checkpoint"][-1]
    assert last.step == 2


def test_a_run_that_took_no_step_keeps_nothing(keeper: StateKeeper, folder: RunFolder) -> None:
    keeper.last(snapshot(0))
    assert list(folder.adapters.iterdir()) == []
    assert saved_step(folder) is None
