"""Whether two names mean one base model."""

from pathlib import Path

from backend.runtime.typed_path import typed_path


def canonical_model(model_path: str) -> str:
    """One name for one folder, with `~` opened; a hub id stays as it is."""
    try:
        path = typed_path(model_path)
        return str(path) if path.is_dir() else model_path
    except OSError:
        return model_path


def same_model(first: str, second: str) -> bool | None:
    """True or False where names alone tell; None where only a look at shapes can (a folder that moved, a hub copy)."""
    if first == second:
        return True
    one, other = _folder(first), _folder(second)
    if one is not None and other is not None:
        return one == other
    if one is None and other is None and not _is_path(first) and not _is_path(second):
        return False
    return None


def _folder(name: str) -> Path | None:
    try:
        path = typed_path(name)
        return path.resolve() if path.is_dir() else None
    except OSError:
        return None


def _is_path(name: str) -> bool:
    return name.startswith(("/", ".", "~"))
