"""Uploads that do not end well: too long, broken off, a disk that is full."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from backend.errors import StorageFailed, TooLarge
from backend.services.dataset_uploads import StoredFile, store_stream
from backend.settings import Settings


async def pieces(count: int, *, broken: bool = False) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield b'{"text": "abc"}\n' * 100
    if broken:
        raise ConnectionResetError(104, "Connection reset by peer")


def store(home: Path, source: AsyncIterator[bytes], length: int | None = None) -> StoredFile:
    return asyncio.run(store_stream(Settings(home=home, max_upload_bytes=10_000), "a.jsonl", length, source))


def left(home: Path) -> list[Path]:
    return [path for path in home.rglob("*") if path.is_file()]


def test_a_small_one_is_kept(tmp_path: Path) -> None:
    assert [Path(store(tmp_path, pieces(3)).path)] == left(tmp_path)


def test_one_that_grows_beyond_the_limit_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(TooLarge, match="10,000 bytes"):
        store(tmp_path, pieces(100))
    assert left(tmp_path) == []


def test_one_that_says_so_is_not_begun(tmp_path: Path) -> None:
    with pytest.raises(TooLarge, match="10,001 bytes"):
        store(tmp_path, pieces(1), length=10_001)
    assert left(tmp_path) == []


def test_one_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(StorageFailed):
        store(tmp_path, pieces(2, broken=True))
    assert left(tmp_path) == []


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "datasets").write_text("a file is in the way")
    with pytest.raises(StorageFailed, match="could not be kept"):
        store(tmp_path, pieces(1))
