"""What lies under the runs folder, whatever its name."""

import os
from pathlib import Path

import pytest

from backend.runtime.run_entries import disk_bytes, entry_stamp, run_entries


def test_names_that_are_no_text_can_be_shown(tmp_path: Path) -> None:
    odd = os.fsencode(tmp_path) + b"/odd-\xff"
    try:
        os.mkdir(odd)  # noqa: PTH102 - a Path holds no such name
    except OSError:
        pytest.skip("this disk takes names of text only")
    (tmp_path / ".hidden").touch()
    (tmp_path / "file").touch()
    found = run_entries(tmp_path)
    assert sorted(found) == ["file", "odd-\\xff"]
    assert os.fsencode(found["odd-\\xff"]) == odd


def test_bytes_of_files_and_not_of_what_links_lead_to(tmp_path: Path) -> None:
    (tmp_path / "run/inner").mkdir(parents=True)
    (tmp_path / "run/inner/file").write_bytes(bytes(300))
    (tmp_path / "big").write_bytes(bytes(50_000))
    (tmp_path / "run/link").symlink_to(tmp_path / "big")
    assert 300 <= disk_bytes(tmp_path / "run") < 1000
    assert disk_bytes(tmp_path / "big") == 50_000
    assert disk_bytes(tmp_path / "gone") == 0


def test_a_stamp_changes_with_the_content(tmp_path: Path) -> None:
    file = tmp_path / "file"
    assert entry_stamp(str(file)) is None
    file.write_text("a")
    first = entry_stamp(str(file))
    file.write_text("ab")
    assert entry_stamp(str(file)) != first
    assert entry_stamp(f"{file}/run.json") is None
