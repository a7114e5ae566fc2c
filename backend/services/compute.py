"""What workers compute with on this machine, in words: the BLAS, its threads, and what would make it faster."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from backend.runtime.blas import VARIABLE, Blas, find_blas
from backend.runtime.cores import compute_threads
from backend.runtime.engines import trains_on_processor
from backend.runtime.loaded_blas import unloadable

_NONE_FOUND = (
    "Install OpenBLAS (on Debian: libopenblas0-pthread) or the mkl extra (pip install '.[mkl]') to train several times "
    "faster on this processor."
)


@dataclass(frozen=True)
class Compute:
    """The BLAS that workers start with, and a hint where something would help."""

    blas: Blas | None
    threads: int | None
    hint: str | None = None


def compute(environ: Mapping[str, str] = os.environ) -> Compute:
    """What workers will compute with. Whether a library can be loaded is tried, once."""
    blas = find_blas(environ)
    if blas is not None:
        reason = unloadable(blas)
        if reason is None:
            return Compute(blas, compute_threads())
        return Compute(None, None, f"{blas.path} cannot be loaded, so workers go without it: {reason}.")
    return Compute(None, None, _hint(environ.get(VARIABLE, "")))


def _hint(named: str) -> str | None:
    if not trains_on_processor() or named == "none":
        return None
    return f"{VARIABLE} names {named}, which is no file: workers go without it." if named else _NONE_FOUND


def faster_in_float32(dtype: str | None, quantization_bits: int | None) -> bool:
    """Whether a float32 copy of such weights would train faster here: an optimised BLAS speeds up nothing else."""
    is_half = dtype in ("float16", "bfloat16") and not quantization_bits
    return is_half and trains_on_processor() and find_blas() is not None
