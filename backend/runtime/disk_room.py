"""How much may be written where: free space, less a reserve that keeps the computer working."""

import shutil
from pathlib import Path

RESERVE_BYTES = 1_000_000_000


def free_bytes(folder: Path) -> int | None:
    """Bytes free where a folder lies; None when the system does not say."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None


def room(folder: Path) -> int:
    """Bytes that may be written under a folder that need not exist yet. Raises OSError."""
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    return max(0, shutil.disk_usage(existing).free - RESERVE_BYTES)
