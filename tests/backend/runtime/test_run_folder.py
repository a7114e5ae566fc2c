"""A run's folder, whole and broken."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from backend.domain.run import Run, RunKind, RunState
from backend.domain.training_config import TrainingConfig
from backend.runtime.run_folder import BrokenRun, RunFolder
from backend.services.run_store import RunStore

RUN = Run(id="a", kind=RunKind.SFT, state=RunState.QUEUED, config=TrainingConfig(), created_at=datetime.now(UTC))


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    made = RunFolder(tmp_path / "a")
    made.create()
    return made


def test_a_run_is_read_as_it_was_written(folder: RunFolder) -> None:
    folder.write_run(RUN)
    assert folder.read_run() == RUN


def test_a_folder_is_made_once(folder: RunFolder) -> None:
    with pytest.raises(FileExistsError):
        folder.create()


@pytest.mark.parametrize("content", [None, b"", b"{", b"[]", b'{"id": "a"}', b"\xff\xfe", b"null"])
def test_a_broken_run_is_named_and_not_listed(folder: RunFolder, content: bytes | None) -> None:
    if content is not None:
        folder.run_file.write_bytes(content)
    with pytest.raises(BrokenRun, match=r"run\.json"):
        folder.read_run()
    store = RunStore(folder.path.parent)
    store.load()
    assert store.all() == []
    assert folder.path.exists()


def test_a_file_among_the_runs_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine")
    store = RunStore(tmp_path)
    store.load()
    assert store.all() == []


def test_the_end_of_the_log(folder: RunFolder) -> None:
    assert folder.log_tail() == ""
    folder.trainer_log.write_bytes(b"a" * 100 + b"\xc3\nend\n")
    assert folder.log_tail(6) == "\ufffd\nend\n"


def test_removing_takes_everything(folder: RunFolder) -> None:
    folder.write_run(RUN)
    folder.remove()
    assert not folder.path.exists()
