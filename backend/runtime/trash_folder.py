"""`<home>/trash`: what was deleted, to be brought back for a while.

One shelf for each moment, named for it, with the folder under its own name inside. Putting there and taking back are one
rename each: a crash leaves the folder whole, in one place or the other.
"""

import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from backend.runtime.run_entries import run_entries

_SHELF = "%Y%m%dT%H%M%S%fZ"
KEPT = timedelta(days=7)


@dataclass(frozen=True)
class Trashed:
    """Something in the trash."""

    name: str
    path: Path
    deleted_at: datetime


class TrashFolder:
    """The trash of one home."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def put(self, name: str, path: Path) -> Trashed:
        """Move a file or a folder here. Raises OSError; it lies where it lay then."""
        now = datetime.now(UTC)
        shelf = self.path / now.strftime(_SHELF)
        shelf.mkdir(parents=True)
        try:
            _rename(path, shelf / path.name)
        except OSError:
            shelf.rmdir()
            raise
        return Trashed(name, shelf / path.name, now)

    def take_back(self, trashed: Trashed, target: Path) -> None:
        """Move something back to where it was. Raises OSError."""
        _rename(trashed.path, target)
        trashed.path.parent.rmdir()

    def all(self) -> list[Trashed]:
        """Everything here, newest first. Raises OSError."""
        return sorted(self._found(), key=lambda found: found.deleted_at, reverse=True)

    def purge(self, older_than: timedelta, now: datetime) -> None:
        """Remove for good what was put here longer ago. Raises OSError for the first that cannot be, after all others."""
        refused: OSError | None = None
        for shelf, put_at in self._shelves():
            if now - put_at < older_than:
                continue
            try:
                remove_tree(shelf)
            except OSError as error:
                refused = refused or error
        if refused is not None:
            raise refused

    def _found(self) -> Iterator[Trashed]:
        for shelf, put_at in self._shelves():
            for name, path in run_entries(shelf).items():
                yield Trashed(name, path, put_at)

    def _shelves(self) -> Iterator[tuple[Path, datetime]]:
        """Folders named for a moment; what else lies here is nobody's to remove."""
        if not self.path.is_dir():
            return
        for shelf in self.path.iterdir():
            try:
                yield shelf, datetime.strptime(shelf.name, _SHELF).replace(tzinfo=UTC)
            except ValueError:
                continue


def remove_tree(path: Path) -> None:
    """Remove a folder with everything in it, also where its owner may not look inside. Raises OSError."""
    _open_up(path)
    for root, folders, _ in os.walk(path):
        for name in folders:
            _open_up(Path(root, name))
    shutil.rmtree(path)


def _rename(path: Path, target: Path) -> None:
    """Moving a folder writes its `..`, so a folder without the right to be written to is given it first."""
    try:
        path.rename(target)
    except PermissionError:
        if not stat.S_ISDIR(path.lstat().st_mode):
            raise
        _open_up(path)
        path.rename(target)


def _open_up(folder: Path) -> None:
    mode = folder.lstat().st_mode
    if stat.S_ISDIR(mode) and mode & stat.S_IRWXU != stat.S_IRWXU:
        folder.chmod(stat.S_IMODE(mode) | stat.S_IRWXU)
