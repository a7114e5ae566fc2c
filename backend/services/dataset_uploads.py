"""Files that a browser sends, written piece by piece straight to where they stay. Memory does not grow with the file."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from backend.domain.data_mapping import SourceKind
from backend.domain.dataset import RowProblem
from backend.errors import DroidError, FieldError, InvalidInput, StorageFailed, TooLarge
from backend.runtime.disk_room import room
from backend.runtime.new_files import new_file, plain_stem
from backend.runtime.table_files import source_kind
from backend.services.stream_copy import copy_stream
from backend.settings import Settings

_ENDINGS = (".jsonl", ".json", ".csv", ".tsv", ".parquet")


class StoredFile(BaseModel):
    """A file that was kept."""

    model_config = ConfigDict(frozen=True)

    path: str
    bytes: int
    kind: SourceKind = Field(description="What it is, told by its content. Anything but jsonl wants an import.")


async def store_stream(settings: Settings, name: str, length: int | None, pieces: AsyncIterator[bytes]) -> StoredFile:
    """Keep a file under the home folder. Nothing is left behind where it fails or breaks off.

    `length` is what the sender announced, if anything. Raises `TooLarge`, `StorageFailed`, `InvalidInput`.
    """
    ending = next((ending for ending in _ENDINGS if name.lower().endswith(ending)), ".jsonl")
    folder = settings.datasets if ending == ".jsonl" else settings.uploads
    try:
        allowed = await asyncio.to_thread(refuse_size, settings, folder, length)
        with ExitStack() as stack:
            file, target = stack.enter_context(new_file(folder, plain_stem(Path(name).name), ending))
            size = await copy_stream(pieces, file, allowed, _over(allowed))
            await asyncio.to_thread(file.flush)
            kind = await asyncio.to_thread(source_kind, Path(file.name))
        return StoredFile(path=str(target), bytes=size, kind=kind)
    except RowProblem as problem:
        raise InvalidInput.of(FieldError("file", problem.message, problem.hint)) from problem
    except OSError as error:
        raise StorageFailed(f"The upload could not be kept in {folder}: {error.strerror}.") from error


def refuse_size(settings: Settings, folder: Path, length: int | None) -> int:
    """The most bytes that may be written under a folder. Raises `TooLarge`, `StorageFailed` where `length` is more."""
    free = room(folder)
    if length is not None:
        _check(length, settings.max_upload_bytes, free)
    return min(settings.max_upload_bytes, free)


def _check(length: int, most: int, free: int) -> None:
    if length > most:
        raise TooLarge(f"The file has {length:,} bytes, and at most {most:,} are taken. Give its path instead.")
    if length > free:
        raise StorageFailed(f"The file has {length:,} bytes, and the disk has room for {free:,}. Free some space.")


def _over(allowed: int) -> DroidError:
    return TooLarge(f"The file is larger than the {allowed:,} bytes that are taken. Give its path instead.")
