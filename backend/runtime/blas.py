"""An optimised BLAS for workers on Linux, as environment variables.

MLX's Linux CPU wheel carries the reference BLAS and calls it through the dynamic linker, so a library named in
`LD_PRELOAD` takes its place: the same losses, many times faster in float32. Never used on a Mac, where MLX runs on Metal,
and never for the server itself.
"""

import os
import platform
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from backend.runtime.cores import compute_threads

VARIABLE = "DROID_BLAS"
_ENVIRONMENT_PATTERNS = ("lib/libmkl_rt.so.*", "lib/libopenblas.so.0", "lib/libopenblas.so")
_SYSTEM_PATTERNS = (
    "usr/lib/*/openblas-pthread/libopenblas.so.0",
    "usr/lib/*/libopenblas.so.0",
    "usr/lib64/libopenblasp.so.0",
    "usr/lib64/libopenblas.so.0",
    "usr/lib/libopenblas.so.0",
    "usr/local/lib/libopenblas.so.0",
)
THREAD_VARIABLES = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "OMP_NUM_THREADS")
_KEEP_MEMORY = {
    "MALLOC_MMAP_THRESHOLD_": str(2**32),
    "MALLOC_TRIM_THRESHOLD_": str(2**32),
    "MALLOC_TOP_PAD_": str(2**26),
}
"""MLX on a processor asks for every array anew. glibc would give large ones back to the system each time and have them
cleared each time they come again; this makes it keep them. docs/performance.md has what that saves."""
_WAIT_BRIEFLY = {"OPENBLAS_THREAD_TIMEOUT": "18", "KMP_BLOCKTIME": "1"}
"""After a product the threads of a BLAS turn in circles until the next one, OpenBLAS's for 2^26 ticks of the processor, MKL's for
200 ms, and take the cores from MLX's own threads meanwhile. Here it is 2^18 ticks or 1 ms; a number that the person has set stays."""


@dataclass(frozen=True)
class Blas:
    """A library that workers start with."""

    name: str
    path: Path


def find_blas(
    environ: Mapping[str, str] = os.environ, root: Path = Path("/"), prefix: Path = Path(sys.prefix)
) -> Blas | None:
    """The best BLAS found, or None: `DROID_BLAS` (a path, or `none`), one in the environment, then the system's OpenBLAS."""
    if platform.system() != "Linux":
        return None
    named = environ.get(VARIABLE, "")
    if named == "none":
        return None
    if named:
        path = Path(named).expanduser()
        return Blas(path.name, path) if path.is_file() else None
    found = _first(_matches(prefix, _ENVIRONMENT_PATTERNS)) or _first(_matches(root, _SYSTEM_PATTERNS))
    return None if found is None else Blas("MKL" if "mkl" in found.name else "OpenBLAS", found)


def worker_environment(
    blas: Blas | None, environ: Mapping[str, str] = os.environ, *, sharing: int = 1
) -> dict[str, str]:
    """The environment of a worker: this process's own, UTF-8, unbuffered, with the BLAS in front.

    `sharing` workers of its kind are meant to work at the same time: each gets its part of the cores. Numbers of threads
    that the person has set stay.
    """
    env = {**environ, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1", "TOKENIZERS_PARALLELISM": "true"}
    if blas is not None:
        env["LD_PRELOAD"] = " ".join(part for part in (str(blas.path), environ.get("LD_PRELOAD", "")) if part)
        threads = str(compute_threads(sharing))
        env = dict.fromkeys(THREAD_VARIABLES, threads) | _KEEP_MEMORY | _WAIT_BRIEFLY | env
    return env


def _matches(root: Path, patterns: Iterable[str]) -> Iterable[Path]:
    return (path for pattern in patterns for path in sorted(root.glob(pattern)))


def _first(paths: Iterable[Path]) -> Path | None:
    return next(iter(paths), None)
