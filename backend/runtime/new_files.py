"""New files under a folder: a free name, written beside, renamed when whole. No file of anybody's is written over."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from backend.runtime.atomic_file import sync_folder
from backend.runtime.json_lines import flush_to_disk


def plain_stem(name: str) -> str:
    """A name without its ending and without characters that a path may not have."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", Path(name).stem).strip(".-")[:100] or "data"


def free_path(folder: Path, stem: str, ending: str) -> Path:
    """`<stem><ending>` under a folder, with a number where that is taken."""
    candidate = folder / f"{stem}{ending}"
    number = 2
    while candidate.exists():
        candidate = folder / f"{stem}-{number}{ending}"
        number += 1
    return candidate


@contextmanager
def new_file(folder: Path, stem: str, ending: str = ".jsonl") -> Iterator[tuple[BinaryIO, Path]]:
    """(open file, the path that it will have): it appears there when the body ends well, else nothing does.

    Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = free_path(folder, stem, ending)
    beside = folder / f".{target.name}.{os.getpid()}.part"
    try:
        with beside.open("xb") as file:
            yield file, target
            flush_to_disk(file)
        _rename_to_free(beside, target)
    finally:
        beside.unlink(missing_ok=True)
    sync_folder(folder)


def _rename_to_free(beside: Path, target: Path) -> None:
    """A link fails where the name was taken meanwhile, a rename would not; some disks know no links."""
    try:
        os.link(beside, target)
    except FileExistsError:
        raise
    except OSError:
        beside.rename(target)
