"""Whether a library was really put in front, asked in processes of their own."""

import platform
import subprocess
import sys
from pathlib import Path

import pytest

from backend.runtime.blas import Blas, find_blas, worker_environment
from backend.runtime.loaded_blas import unloadable
from tests.fixtures.serving import PROJECT

pytestmark = pytest.mark.skipif(platform.system() != "Linux", reason="MLX runs on Metal elsewhere")
ASK = "import mlx.core\nfrom backend.runtime.loaded_blas import loaded_blas, not_loaded\nprint(loaded_blas(), not_loaded())"


def asked(environment: dict[str, str]) -> str:
    """What a process that has MLX says of itself."""
    answer = subprocess.run(
        [sys.executable, "-c", ASK], cwd=PROJECT, env=environment, capture_output=True, text=True, check=True
    )
    return answer.stdout.strip()


def test_the_blas_that_mlx_brings_is_none_in_front() -> None:
    assert asked(worker_environment(None)) == "None None"


def test_a_library_that_was_loaded_its_threads_and_kernels() -> None:
    blas = find_blas({})
    if blas is None:
        pytest.skip("no optimised BLAS is installed")
    assert unloadable(blas) is None
    environment = worker_environment(blas, {"PATH": "/usr/bin", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"})
    start = f"LoadedBlas(path={blas.path!r}, threads=1, kernels="
    said = asked(environment)
    assert said.startswith(start)
    assert said.endswith(") None")
    assert (said.removeprefix(start) == "None) None") == (blas.name != "OpenBLAS")


def test_a_library_that_cannot_be_loaded(tmp_path: Path) -> None:
    broken = tmp_path / "libbroken.so"
    broken.write_bytes(b"not a library")
    blas = Blas("broken", broken)
    said = unloadable(blas)
    assert said is not None
    assert str(broken) in said
    assert asked(worker_environment(blas)) == f"None {broken}"


def test_a_library_that_is_no_blas() -> None:
    other = next(path for path in Path("/").glob("lib*/*/libm.so.6"))
    assert unloadable(Blas("math", other)) == "it does not offer cblas_sgemm"
