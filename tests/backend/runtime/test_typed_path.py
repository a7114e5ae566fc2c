"""Paths as people type them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.runtime.typed_path import keep_reading_inside, typed_path


def test_what_is_meant(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert typed_path("~/a") == tmp_path / "a"
    assert typed_path("a/b") == tmp_path / "a" / "b"


@pytest.mark.parametrize("text", ["a\0b", "~nobody-here/x"])
def test_what_cannot_be_meant(text: str) -> None:
    with pytest.raises(OSError, match=r"null byte|home"):
        typed_path(text)


@pytest.fixture
def inside(tmp_path: Path) -> Iterator[Path]:
    root = tmp_path / "root"
    root.mkdir()
    keep_reading_inside([root])
    yield root
    keep_reading_inside(None)


def test_paths_inside_the_roots(inside: Path) -> None:
    assert typed_path(str(inside / "data.jsonl")) == inside / "data.jsonl"
    assert typed_path(str(inside)) == inside


@pytest.mark.parametrize(
    "way", ["{root}/../secret", "{root}/link", "{root}/link/below", "/etc/passwd", "{root}-beside/x"]
)
def test_ways_out_of_the_roots(inside: Path, way: str) -> None:
    (inside / "link").symlink_to(inside.parent)
    with pytest.raises(PermissionError, match="Outside the folders"):
        typed_path(way.format(root=inside))
