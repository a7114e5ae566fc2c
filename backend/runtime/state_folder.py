"""`state/` of a run folder: places from which a run can go on, each whole or not there.

A state is written under a hidden name, flushed, and renamed to its step; `state.json` names every file with size and hash.
The newest whole one wins; two are kept, so that there is one while the next is written. Knows files, not tensors.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from backend.domain.saved_state import SavedFile, SavedState
from backend.runtime.atomic_file import sync_folder, write_atomic

KEPT = 2
STATE_FILE = "state.json"


@dataclass(frozen=True)
class StoredState:
    """A whole state and the folder it lies in."""

    path: Path
    saved: SavedState


class StateFolder:
    """The states of one run. One process writes, any number may read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def newest(self) -> StoredState | None:
        """The newest state whose files are all as they were written; None where there is none. Raises OSError."""
        return next((state for path in self._numbered() if (state := _whole(path)) is not None), None)

    def begin(self, step: int) -> Path:
        """An empty folder to put the files of a state into. Raises OSError."""
        part = self.path / f".{step:07d}.part"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        return part

    def publish(self, part: Path, saved: SavedState) -> StoredState:
        """Make a begun folder the state of its step, and drop the older ones. Raises OSError; nothing is lost then."""
        files = {path.name: fingerprint(path) for path in sorted(part.iterdir())}
        saved = saved.model_copy(update={"files": files})
        write_atomic(part / STATE_FILE, saved.model_dump_json().encode())
        target = self.path / f"{saved.step:07d}"
        if target.exists():
            self._remove(target)
        part.replace(target)
        sync_folder(self.path)
        for old in list(self._numbered())[KEPT:]:
            self._remove(old)
        return StoredState(target, saved)

    def tidy(self, newest: StoredState | None) -> list[int]:
        """Remove what a trainer that was killed left half done; steps of the damaged states above the newest whole one."""
        if not self.path.is_dir():
            return []
        for path in self.path.glob(".*.part"):
            shutil.rmtree(path, ignore_errors=True)
        damaged = [path for path in self._numbered() if newest is None or int(path.name) > newest.saved.step]
        for path in damaged:
            self._remove(path)
        return [int(path.name) for path in damaged]

    def _numbered(self) -> Iterator[Path]:
        """Folders named for a step, highest step first."""
        if not self.path.is_dir():
            return
        named = (path for path in self.path.iterdir() if path.name.isdecimal() and path.is_dir())
        yield from sorted(named, key=lambda path: int(path.name), reverse=True)

    def _remove(self, state: Path) -> None:
        """Under its hidden name first, so that a half removed state is never looked at."""
        hidden = self.path / f".{state.name}.old.part"
        shutil.rmtree(hidden, ignore_errors=True)
        state.replace(hidden)
        shutil.rmtree(hidden, ignore_errors=True)


def fingerprint(path: Path) -> SavedFile:
    """Size and hash of a file. Raises OSError."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return SavedFile(bytes=os.fstat(file.fileno()).st_size, sha256=digest)


def _whole(path: Path) -> StoredState | None:
    try:
        saved = SavedState.model_validate_json((path / STATE_FILE).read_bytes())
        whole = all(fingerprint(path / name) == file for name, file in saved.files.items())
    except (FileNotFoundError, ValidationError):
        return None
    return StoredState(path, saved) if whole and int(path.name) == saved.step else None
