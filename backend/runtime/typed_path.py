"""Paths as people type them."""

import errno
from pathlib import Path


def typed_path(text: str) -> Path:
    """The absolute path that is meant, with `~` opened. Raises OSError where no file can have this name."""
    try:
        path = Path(text).expanduser().absolute()
    except RuntimeError as error:
        raise OSError(errno.ENOENT, str(error).rstrip("."), text) from error
    if "\0" in text:
        raise OSError(errno.EINVAL, "A name cannot hold a null byte", text)
    return path
