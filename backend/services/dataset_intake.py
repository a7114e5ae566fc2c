"""Data files as they come in: reports on paths, and uploads of a form kept under the home folder."""

import asyncio
import shutil
from pathlib import Path
from typing import BinaryIO

from backend.domain.dataset import DatasetReport
from backend.errors import InvalidInput, StorageFailed
from backend.runtime.new_files import new_file, plain_stem
from backend.runtime.typed_path import typed_file
from backend.services.data_checks import unreadable
from backend.services.dataset_uploads import refuse_size
from backend.services.row_inspector import RowInspector
from backend.settings import Settings


async def report_on(path: str, inspector: RowInspector) -> DatasetReport:
    """The report on a JSONL file. Raises `InvalidInput` naming `path`, `WorkerFailed`."""
    try:
        return await inspector.dataset(await asyncio.to_thread(typed_file, path, "train.jsonl"))
    except OSError as error:
        raise InvalidInput.of(unreadable("path", error)) from error


async def store_upload(
    settings: Settings, inspector: RowInspector, name: str, size: int, content: BinaryIO
) -> DatasetReport:
    """Keep an upload and report on it. Raises `StorageFailed`, `TooLarge`, `WorkerFailed`."""
    try:
        return await inspector.dataset(await asyncio.to_thread(_keep, settings, name, size, content))
    except OSError as error:
        raise StorageFailed(f"The upload could not be kept in {settings.datasets}: {error.strerror}.") from error


def _keep(settings: Settings, name: str, size: int, content: BinaryIO) -> Path:
    """Write an upload beside its final name, then rename; an existing file keeps its name."""
    refuse_size(settings, settings.datasets, size)
    with new_file(settings.datasets, plain_stem(name)) as (file, target):
        shutil.copyfileobj(content, file, 1 << 20)
    return target
