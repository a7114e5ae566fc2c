"""The trash: one rename there, one back, and nothing removed before its time."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backend.runtime.trash_folder import KEPT, TrashFolder


@pytest.fixture
def trash(tmp_path: Path) -> TrashFolder:
    return TrashFolder(tmp_path / "trash")


def later() -> datetime:
    """When what is put into the trash now has been kept for long enough."""
    return datetime.now(UTC) + KEPT + timedelta(minutes=1)


def folder(tmp_path: Path, name: str = "run") -> Path:
    made = tmp_path / "runs" / name
    made.mkdir(parents=True)
    (made / "file").write_text(name)
    return made


def test_there_and_back(trash: TrashFolder, tmp_path: Path) -> None:
    made = folder(tmp_path)
    put = trash.put("run", made)
    assert not made.exists()
    assert trash.all() == [put]
    assert (put.path / "file").read_text() == "run"
    trash.take_back(put, made)
    assert (made / "file").read_text() == "run"
    assert trash.all() == []
    assert list(trash.path.iterdir()) == []


def test_one_name_twice_newest_first(trash: TrashFolder, tmp_path: Path) -> None:
    first = trash.put("run", folder(tmp_path))
    second = trash.put("run", folder(tmp_path))
    assert trash.all() == [second, first]


def test_a_folder_that_is_gone_leaves_no_empty_shelf(trash: TrashFolder, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        trash.put("run", tmp_path / "gone")
    assert list(trash.path.iterdir()) == []


def test_only_what_is_old_enough_is_purged(trash: TrashFolder, tmp_path: Path) -> None:
    old = trash.put("old", folder(tmp_path, "old"))
    trash.purge(KEPT, datetime.now(UTC))
    assert trash.all() == [old]
    trash.purge(KEPT, later())
    assert trash.all() == []
    assert not old.path.exists()


def test_what_is_not_the_trash_s_own_is_never_removed(trash: TrashFolder, tmp_path: Path) -> None:
    trash.put("run", folder(tmp_path))
    mine = trash.path / "mine"
    mine.mkdir()
    trash.purge(timedelta(0), later())
    assert list(trash.path.iterdir()) == [mine]
    assert trash.all() == []


def test_what_a_link_leads_to_stays(trash: TrashFolder, tmp_path: Path) -> None:
    kept = folder(tmp_path, "kept")
    link = tmp_path / "runs" / "link"
    link.symlink_to(kept)
    trash.put("link", link)
    trash.purge(timedelta(0), later())
    assert (kept / "file").exists()
    assert trash.all() == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may look into every folder")
def test_folders_that_are_locked(trash: TrashFolder, tmp_path: Path) -> None:
    made = folder(tmp_path)
    (made / "inner").mkdir()
    (made / "inner").chmod(0)
    made.chmod(0)
    trash.put("run", made)
    trash.purge(timedelta(0), later())
    assert trash.all() == []
