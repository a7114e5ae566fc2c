"""Which BLAS workers get, on Linux and elsewhere."""

import platform
from pathlib import Path

import pytest

from backend.runtime.blas import Blas, find_blas, worker_environment


@pytest.fixture(autouse=True)
def linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "system", lambda: "Linux")


def put(root: Path, path: str) -> Path:
    file = root / path
    file.parent.mkdir(parents=True)
    file.touch()
    return file


def test_nothing_there(tmp_path: Path) -> None:
    assert find_blas({}, tmp_path, tmp_path) is None


@pytest.mark.parametrize(
    "path", ["usr/lib/x86_64-linux-gnu/openblas-pthread/libopenblas.so.0", "usr/lib64/libopenblas.so.0"]
)
def test_openblas_of_the_system(tmp_path: Path, path: str) -> None:
    file = put(tmp_path, path)
    assert find_blas({}, tmp_path, tmp_path / "env") == Blas("OpenBLAS", file)


def test_mkl_of_the_environment_comes_first(tmp_path: Path) -> None:
    put(tmp_path, "usr/lib64/libopenblas.so.0")
    mkl = put(tmp_path / "env", "lib/libmkl_rt.so.2")
    assert find_blas({}, tmp_path, tmp_path / "env") == Blas("MKL", mkl)


def test_openblas_of_the_environment(tmp_path: Path) -> None:
    put(tmp_path, "usr/lib64/libopenblas.so.0")
    own = put(tmp_path / "env", "lib/libopenblas.so.0")
    assert find_blas({}, tmp_path, tmp_path / "env") == Blas("OpenBLAS", own)


def test_a_named_library_wins_and_none_means_none(tmp_path: Path) -> None:
    put(tmp_path, "usr/lib64/libopenblas.so.0")
    named = put(tmp_path, "libs/libblis.so")
    assert find_blas({"DROID_BLAS": str(named)}, tmp_path, tmp_path) == Blas("libblis.so", named)
    assert find_blas({"DROID_BLAS": "none"}, tmp_path, tmp_path) is None
    assert find_blas({"DROID_BLAS": str(tmp_path / "gone.so")}, tmp_path, tmp_path) is None


def test_never_on_a_mac(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "usr/lib64/libopenblas.so.0")
    monkeypatch.setattr(platform, "system", lambda: "Darwin")
    assert find_blas({"DROID_BLAS": "/libs/x.so"}, tmp_path, tmp_path) is None


def test_the_library_is_put_in_front(tmp_path: Path) -> None:
    blas = Blas("x", tmp_path / "x.so")
    assert worker_environment(blas, {})["LD_PRELOAD"] == str(blas.path)
    assert worker_environment(blas, {"LD_PRELOAD": "y.so"})["LD_PRELOAD"] == f"{blas.path} y.so"
    bare = worker_environment(None, {"PATH": "p"})
    assert bare.keys() == {"PATH", "PYTHONUTF8", "PYTHONUNBUFFERED", "TOKENIZERS_PARALLELISM"}
    assert (bare["PATH"], bare["PYTHONUTF8"]) == ("p", "1")


def test_threads_are_shared_and_a_persons_own_number_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.runtime.blas.compute_threads", lambda sharing: 8 // sharing)
    blas = Blas("x", tmp_path / "x.so")
    alone = worker_environment(blas, {"MKL_NUM_THREADS": "3"})
    assert (alone["OPENBLAS_NUM_THREADS"], alone["OMP_NUM_THREADS"], alone["MKL_NUM_THREADS"]) == ("8", "8", "3")
    assert worker_environment(blas, {}, sharing=2)["OPENBLAS_NUM_THREADS"] == "4"


def test_idle_threads_sleep_soon_unless_a_person_says_otherwise(tmp_path: Path) -> None:
    blas = Blas("x", tmp_path / "x.so")
    env = worker_environment(blas, {"KMP_BLOCKTIME": "200"})
    assert (env["OPENBLAS_THREAD_TIMEOUT"], env["KMP_BLOCKTIME"]) == ("18", "200")
    assert not {"OPENBLAS_THREAD_TIMEOUT", "KMP_BLOCKTIME"} & worker_environment(None, {}).keys()
