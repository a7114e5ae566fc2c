"""Paths as people type them, and how far they may lead."""

import errno
from collections.abc import Iterable
from pathlib import Path

_roots: tuple[Path, ...] | None = None


def keep_reading_inside(roots: Iterable[Path] | None) -> None:
    """From now on typed paths lead into these folders only; None lifts that. Set once, before the server serves.

    On this computer alone, a person reads whatever the system lets them read. A server that others can reach must not
    lend them that.
    """
    global _roots  # noqa: PLW0603 - like a umask: one for the process, set by its main program
    _roots = None if roots is None else tuple(root.resolve() for root in roots)


def typed_path(text: str) -> Path:
    """The absolute path that is meant, with `~` opened.

    Raises OSError where no file can have this name, PermissionError where it leads out of the folders that may be read.
    """
    try:
        path = Path(text).expanduser().absolute()
    except RuntimeError as error:
        raise OSError(errno.ENOENT, str(error).rstrip("."), text) from error
    if "\0" in text:
        raise OSError(errno.EINVAL, "A name cannot hold a null byte", text)
    if _roots is not None and not any(path.resolve().is_relative_to(root) for root in _roots):
        raise PermissionError(errno.EACCES, "Outside the folders that this server reads", text)
    return path


def typed_file(text: str, name: str) -> Path:
    """The file that is meant: the path itself, or `name` in it where it is a folder. Raises OSError as `typed_path`."""
    path = typed_path(text)
    return path / name if path.is_dir() else path
