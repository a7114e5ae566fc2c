"""The files of one run's folder, listed."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from backend.domain.run_files import RunFile, RunFiles, file_kind
from backend.errors import StorageFailed
from backend.runtime.run_entries import disk_bytes
from backend.services.run_store import RunStore

_LISTED = 2000


def list_files(store: RunStore, run_id: str) -> RunFiles:
    """Every file with size and kind, for a broken run too. Links are listed, not followed. Raises `NotFound`, `StorageFailed`."""
    path = store.place(run_id).path
    try:
        found = _walk(path)
        files = list(islice(found, _LISTED))
        more = sum(1 for _ in found)
    except OSError as error:
        raise StorageFailed(f"The run's folder cannot be read: {error.strerror}. Allow access to it.") from error
    return RunFiles(
        folder=str(path).encode(errors="backslashreplace").decode(),
        disk_bytes=disk_bytes(path),
        files=sorted(files, key=lambda file: file.path),
        more=more,
    )


def _walk(root: Path) -> Iterator[RunFile]:
    waiting = [str(root)]
    while waiting:
        with os.scandir(waiting.pop()) as found:
            for entry in found:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                    continue
                stat = entry.stat(follow_symlinks=False)
                path = os.fsencode(os.path.relpath(entry.path, root)).decode(errors="backslashreplace")
                yield RunFile(
                    path=path,
                    kind=file_kind(path),
                    bytes=stat.st_size,
                    changed_at=datetime.fromtimestamp(stat.st_mtime, UTC),
                )
