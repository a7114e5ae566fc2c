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

_SYSTEM_PATTERNS = (
    "usr/lib/*/openblas-pthread/libopenblas.so.0",
    "usr/lib/*/libopenblas.so.0",
    "usr/lib64/libopenblasp.so.0",
    "usr/lib64/libopenblas.so.0",
    "usr/lib/libopenblas.so.0",
    "usr/local/lib/libopenblas.so.0",
)


@dataclass(frozen=True)
class Blas:
    """A library that workers start with."""

    name: str
    path: Path


def find_blas(
    environ: Mapping[str, str] = os.environ, root: Path = Path("/"), prefix: Path = Path(sys.prefix)
) -> Blas | None:
    """The best BLAS found, or None: `DROID_BLAS` (a path, or `none`), MKL in the environment, then the system's OpenBLAS."""
    if platform.system() != "Linux":
        return None
    named = environ.get("DROID_BLAS", "")
    if named == "none":
        return None
    if named:
        return Blas(Path(named).name, Path(named))
    mkl = _first(sorted(prefix.glob("lib/libmkl_rt.so.*")))
    if mkl is not None:
        return Blas("MKL", mkl)
    openblas = _first(path for pattern in _SYSTEM_PATTERNS for path in sorted(root.glob(pattern)))
    return None if openblas is None else Blas("OpenBLAS", openblas)


def worker_environment(blas: Blas | None, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment of a worker: this process's own, UTF-8, unbuffered, with the BLAS in front."""
    env = {**environ, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1", "TOKENIZERS_PARALLELISM": "true"}
    if blas is not None:
        env["LD_PRELOAD"] = " ".join(part for part in (str(blas.path), environ.get("LD_PRELOAD", "")) if part)
    return env


def _first(paths: Iterable[Path]) -> Path | None:
    return next(iter(paths), None)
