"""Which BLAS this process has really loaded, and whether another process would load one.

A library in `LD_PRELOAD` that cannot be loaded is passed over with one line that nobody reads. So the dynamic linker itself
is asked: MLX calls `cblas_sgemm` by name, and whatever the process finds under that name first is what MLX uses.
"""

import ctypes
import functools
import os
import platform
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from backend.runtime.blas import Blas, worker_environment

_SYMBOL = "cblas_sgemm"
_COUNTERS = ("openblas_get_num_threads", "MKL_Get_Max_Threads", "bli_thread_get_num_threads")
_PROBE_SECONDS = 20


@dataclass(frozen=True)
class LoadedBlas:
    """The library that a process has in front; the threads that it computes with and its kernels, where it says so."""

    path: Path
    threads: int | None
    kernels: str | None = None


class _Symbol(ctypes.Structure):
    """`Dl_info` of dladdr(3)."""

    _fields_ = (
        ("file", ctypes.c_char_p),
        ("base", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("address", ctypes.c_void_p),
    )


def loaded_blas() -> LoadedBlas | None:
    """The BLAS in front of MLX's own in this process, or None where there is none."""
    if platform.system() != "Linux":
        return None
    everything = ctypes.CDLL(None)
    found = _Symbol()
    try:
        address = ctypes.cast(getattr(everything, _SYMBOL), ctypes.c_void_p)
        if not everything.dladdr(address, ctypes.byref(found)) or not found.file:
            return None
    except AttributeError:
        return None
    return LoadedBlas(Path(os.fsdecode(found.file)), _threads(everything), _kernels(everything))


def _threads(everything: ctypes.CDLL) -> int | None:
    for name in _COUNTERS:
        try:
            return int(getattr(everything, name)())
        except AttributeError:
            continue
    return None


def _kernels(everything: ctypes.CDLL) -> str | None:
    try:
        name = everything.openblas_get_corename
    except AttributeError:
        return None
    name.restype = ctypes.c_char_p
    told: bytes = name()
    return told.decode()


@functools.lru_cache(maxsize=8)
def unloadable(blas: Blas) -> str | None:
    """Why a worker could not load this library, or None where it can. Tried once, in a process of its own."""
    try:
        tried = subprocess.run(
            [sys.executable, "-m", __name__],
            cwd=Path(__file__).resolve().parents[2],
            env=worker_environment(blas),
            capture_output=True,
            text=True,
            timeout=_PROBE_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    if tried.stdout.strip() == str(blas.path):
        return None
    said = [line for line in tried.stderr.splitlines() if str(blas.path) in line]
    return said[0].strip() if said else f"it does not offer {_SYMBOL}"


def not_loaded(environ: Mapping[str, str] = os.environ) -> Path | None:
    """The library that this process was to start with and did not get."""
    first = environ.get("LD_PRELOAD", "").split(" ")[0]
    return Path(first) if first and loaded_blas() is None else None


if __name__ == "__main__":
    found = loaded_blas()
    print("" if found is None else found.path)
