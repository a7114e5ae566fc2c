"""Tensor files that are whole or not there: written beside, flushed, looked at, renamed."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any


def write_tensors(file: Path, arrays: dict[str, Any], *args: Any, write: Callable[..., None], **kwargs: Any) -> int:
    """Replace a safetensors file; its size in bytes. `write` is mlx's own `save_safetensors`.

    Raises OSError with the system's reason where the disk refused, RuntimeError where mlx did; the file that was there is
    untouched then.
    """
    beside = file.with_name(f".{file.stem}.part.safetensors")
    try:
        write(str(beside), arrays, *args, **kwargs)
        size = _flushed_size(beside)
        beside.replace(file)
    except RuntimeError as error:
        refusal = _disk_refusal(beside)
        beside.unlink(missing_ok=True)
        raise (refusal or error) from error
    except OSError:
        beside.unlink(missing_ok=True)
        raise
    return size


def _disk_refusal(file: Path) -> OSError | None:
    """Why a file cannot grow. mlx only says that it could not write; asking again in its place gives the system's reason."""
    try:
        with file.open("ab", buffering=0) as growing:
            growing.write(bytes(1 << 20))
            os.fsync(growing.fileno())
    except OSError as refusal:
        return refusal
    return None


def _flushed_size(file: Path) -> int:
    """Bytes of a safetensors file that is complete and on the disk. Raises OSError, `BrokenSafetensors` as OSError."""
    from backend.runtime.model_files import BrokenSafetensors, read_safetensors_header

    with file.open("rb") as written:
        os.fsync(written.fileno())
    try:
        read_safetensors_header(file)
    except BrokenSafetensors as error:
        raise OSError(28, f"No space left on device: {error}", str(file)) from error
    return file.stat().st_size
