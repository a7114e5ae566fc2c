"""Data files as they come in: reports on paths, and uploads of a form kept under the home folder."""

import shutil
from typing import BinaryIO

from backend.domain.dataset import DatasetReport
from backend.errors import InvalidInput, StorageFailed
from backend.runtime.dataset_files import inspect_dataset
from backend.runtime.new_files import new_file, plain_stem
from backend.runtime.typed_path import typed_path
from backend.services.data_checks import unreadable
from backend.services.dataset_uploads import refuse_size
from backend.settings import Settings


def report_on(path: str) -> DatasetReport:
    """The report on a JSONL file. Raises `InvalidInput` naming `path`."""
    try:
        file = typed_path(path)
        return inspect_dataset(file / "train.jsonl" if file.is_dir() else file)
    except OSError as error:
        raise InvalidInput.of(unreadable("path", error)) from error


def store_upload(settings: Settings, name: str, size: int, content: BinaryIO) -> DatasetReport:
    """Write an upload beside its final name, then rename; an existing file keeps its name.

    Raises `StorageFailed`, `TooLarge`.
    """
    folder = settings.datasets
    try:
        refuse_size(settings, folder, size)
        with new_file(folder, plain_stem(name)) as (file, target):
            shutil.copyfileobj(content, file, 1 << 20)
        return inspect_dataset(target)
    except OSError as error:
        raise StorageFailed(f"The upload could not be kept in {folder}: {error.strerror}.") from error
