"""What lies under the runs folder, whatever it is, by a name that can be shown and sent."""

import os
from pathlib import Path

Stamp = tuple[int, int, int]


def run_entries(root: Path) -> dict[str, Path]:
    """Name -> path of everything that is not hidden. Raises OSError.

    A name that is no text keeps its odd bytes as `\\xff`, so that it can be shown and asked for.
    """
    with os.scandir(root) as found:
        return {_shown(entry.name): Path(entry.path) for entry in found if not entry.name.startswith(".")}


def entry_stamp(path: str) -> Stamp | None:
    """(inode, bytes, time of the last change, of its rights too); None where nothing is. Raises OSError."""
    try:
        found = os.stat(path)  # noqa: PTH116 - asked for thousands of times a second
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_ino, found.st_size, found.st_ctime_ns


def disk_bytes(path: Path) -> int:
    """Bytes of every file under a path; what cannot be looked at counts as nothing. Links are not followed."""
    total = 0
    waiting = [str(path)]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as found:
                for entry in found:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    else:
                        total += entry.stat(follow_symlinks=False).st_size
        except NotADirectoryError:
            total += path.lstat().st_size
        except OSError:
            continue
    return total


def _shown(name: str) -> str:
    return os.fsencode(name).decode(errors="backslashreplace")
