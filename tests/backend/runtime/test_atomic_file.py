"""Files that are the old one or the new one."""

import os
from pathlib import Path

import pytest

from backend.runtime.atomic_file import write_atomic


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "run.json"
    write_atomic(file, b"old")
    write_atomic(file, b"new")
    assert file.read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["run.json"]


@pytest.mark.parametrize("refused", ["fsync", "replace"])
def test_a_refusal_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: str) -> None:
    file = tmp_path / "run.json"
    write_atomic(file, b"old")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*((os, "fsync") if refused == "fsync" else (Path, "replace")), refuse)
    with pytest.raises(OSError, match="No space"):
        write_atomic(file, b"new")
    assert file.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["run.json"]
