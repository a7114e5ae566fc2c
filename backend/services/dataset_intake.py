"""Data files as they come in: reports on paths, and uploads kept under the home folder."""

import re
import shutil
from pathlib import Path
from typing import BinaryIO

from backend.domain.dataset import DatasetReport
from backend.errors import InvalidInput, StorageFailed
from backend.runtime.dataset_files import inspect_dataset
from backend.runtime.typed_path import typed_path
from backend.services.data_checks import unreadable


def report_on(path: str) -> DatasetReport:
    """The report on a JSONL file. Raises `InvalidInput` naming `path`."""
    try:
        file = typed_path(path)
        return inspect_dataset(file / "train.jsonl" if file.is_dir() else file)
    except OSError as error:
        raise InvalidInput.of(unreadable("path", error)) from error


def store_upload(folder: Path, name: str, content: BinaryIO) -> DatasetReport:
    """Write an upload beside its final name, then rename; an existing file keeps its name. Raises `StorageFailed`."""
    stem = re.sub(r"[^A-Za-z0-9._-]+", "-", Path(name).stem).strip(".-") or "data"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target = _free_name(folder, stem)
        beside = folder / f".{target.name}.part"
        with beside.open("wb") as out:
            shutil.copyfileobj(content, out, 1 << 20)
        beside.replace(target)
        return inspect_dataset(target)
    except OSError as error:
        raise StorageFailed(f"The upload could not be kept in {folder}: {error.strerror}.") from error


def _free_name(folder: Path, stem: str) -> Path:
    candidate = folder / f"{stem}.jsonl"
    number = 2
    while candidate.exists():
        candidate = folder / f"{stem}-{number}.jsonl"
        number += 1
    return candidate
