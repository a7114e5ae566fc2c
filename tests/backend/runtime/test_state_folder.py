"""States of a run on disk: whole or not there, the newest first, whatever a dying trainer leaves behind."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from backend.domain.evaluation_tally import EvaluationTally
from backend.domain.saved_state import DataPlace, NumpyState, SavedState, SavedWindow
from backend.runtime.state_folder import StateFolder, StoredState

GENERATOR = NumpyState(keys=[1, 2**32 - 1], position=2, has_gauss=0, cached_gaussian=0.1)


def state(step: int) -> SavedState:
    return SavedState(
        step=step,
        total_steps=9,
        saved_at=datetime.now(UTC),
        settings={"seed": 1},
        train_rows=4,
        random=[0, 1],
        place=DataPlace(pass_began=GENERATOR, taken=1, now=GENERATOR),
        window=SavedWindow(loss=0.1 + 0.2, tokens=3, steps=1, seconds=0.5, trained_tokens=7),
        evaluations=EvaluationTally(),
        files={},
    )


def save(folder: StateFolder, step: int) -> StoredState:
    part = folder.begin(step)
    (part / "adapters.safetensors").write_bytes(bytes([step % 256]) * 100)
    return folder.publish(part, state(step))


@pytest.fixture
def folder(tmp_path: Path) -> StateFolder:
    return StateFolder(tmp_path / "state")


def names(folder: StateFolder) -> list[str]:
    return sorted(path.name for path in folder.path.iterdir())


def test_a_run_that_never_saved_has_no_state(folder: StateFolder) -> None:
    assert folder.newest() is None
    assert folder.tidy(None) == []


def test_a_state_is_read_as_it_was_written(folder: StateFolder) -> None:
    written = save(folder, 3)
    read = folder.newest()
    assert read == written
    assert read is not None
    assert read.saved.window.loss == 0.1 + 0.2
    assert read.saved.files["adapters.safetensors"].bytes == 100


def test_the_newest_two_are_kept(folder: StateFolder) -> None:
    for step in (2, 9_999_999, 10_000_000):
        save(folder, step)
    assert names(folder) == ["10000000", "9999999"]
    newest = folder.newest()
    assert newest is not None
    assert newest.saved.step == 10_000_000


def test_a_state_that_was_begun_and_not_published_is_not_there(folder: StateFolder) -> None:
    save(folder, 1)
    (folder.begin(2) / "adapters.safetensors").write_bytes(b"half")
    newest = folder.newest()
    assert newest is not None
    assert newest.saved.step == 1
    assert folder.tidy(newest) == []
    assert names(folder) == ["0000001"]


DAMAGE: dict[str, Callable[[Path], object]] = {
    "a byte": lambda path: (path / "adapters.safetensors").write_bytes(b"\0" * 100),
    "the length": lambda path: (path / "adapters.safetensors").write_bytes(bytes([5]) * 99),
    "a file is gone": lambda path: (path / "adapters.safetensors").unlink(),
    "no state.json": lambda path: (path / "state.json").unlink(),
    "half a state.json": lambda path: (path / "state.json").write_bytes((path / "state.json").read_bytes()[:-9]),
    "of another time": lambda path: (path / "state.json").write_text('{"format": 2}'),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_state_gives_way_to_the_one_before(folder: StateFolder, damage: str) -> None:
    save(folder, 4)
    DAMAGE[damage](save(folder, 5).path)
    newest = folder.newest()
    assert newest is not None
    assert newest.saved.step == 4
    assert folder.tidy(newest) == [5]
    assert names(folder) == ["0000004"]


def test_a_state_that_is_not_finished_leaves_the_older_ones_alone(folder: StateFolder, tmp_path: Path) -> None:
    save(folder, 1)
    part = folder.begin(2)
    (part / "adapters.safetensors").symlink_to(tmp_path / "nowhere")
    with pytest.raises(FileNotFoundError):
        folder.publish(part, state(2))
    newest = folder.newest()
    assert newest is not None
    assert newest.saved.step == 1
