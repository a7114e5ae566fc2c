"""The trash, listed and emptied. Putting there and bringing back is the store's."""

from datetime import UTC, datetime, timedelta

from backend.domain.trash import Trash, TrashedRun
from backend.errors import StorageFailed
from backend.runtime.run_entries import disk_bytes
from backend.runtime.trash_folder import KEPT, TrashFolder


def list_trash(folder: TrashFolder) -> Trash:
    """What can still be brought back. Raises `StorageFailed`."""
    try:
        runs = [
            TrashedRun(
                id=found.name,
                deleted_at=found.deleted_at,
                purged_after=found.deleted_at + KEPT,
                disk_bytes=disk_bytes(found.path),
            )
            for found in folder.all()
        ]
    except OSError as error:
        raise StorageFailed(f"The trash cannot be read: {error.strerror}.") from error
    return Trash(runs=runs, disk_bytes=sum(run.disk_bytes for run in runs))


def empty_trash(folder: TrashFolder, older_than: timedelta = timedelta.min) -> None:
    """Remove for good what was deleted longer ago than this; everything by default. Raises `StorageFailed`."""
    try:
        folder.purge(older_than, datetime.now(UTC))
    except OSError as error:
        raise StorageFailed(f"Some of the trash could not be removed: {error.strerror}: {error.filename}.") from error
