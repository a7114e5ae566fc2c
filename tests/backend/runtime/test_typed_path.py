"""Paths as people type them."""

from pathlib import Path

import pytest

from backend.runtime.typed_path import typed_path


def test_what_is_meant(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert typed_path("~/a") == tmp_path / "a"
    assert typed_path("a/b") == tmp_path / "a" / "b"


@pytest.mark.parametrize("text", ["a\0b", "~nobody-here/x"])
def test_what_cannot_be_meant(text: str) -> None:
    with pytest.raises(OSError, match=r"null byte|home"):
        typed_path(text)
