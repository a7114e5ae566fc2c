"""What the server says of the computer that it runs on."""

import platform
from pathlib import Path
from typing import Any

import pytest

from backend.runtime import blas, loaded_blas
from backend.services import compute as computing
from backend.services.compute import compute, faster_in_float32
from tests.fixtures.serving import Ended, Server, serving

pytestmark = pytest.mark.skipif(platform.system() != "Linux", reason="an optimised BLAS is put in front on Linux only")


def system(home: Path, **environment: str) -> dict[str, Any]:
    with serving(home, environment) as running:
        found: dict[str, Any] = running.client.get("/api/system").json()
    return found


def test_the_blas_that_is_shown_is_the_one_that_a_run_had(server: Server, finished_run: Ended) -> None:
    shown = server.client.get("/api/system").json()
    (told,) = finished_run.of("plan")
    assert (told["blas"], told["blas_threads"]) == (shown["blas_path"], shown["blas_threads"])
    if shown["blas"] is None:
        assert "OpenBLAS" in shown["hint"]
    else:
        assert shown["blas_threads"] >= 1
        assert shown["hint"] is None
    assert bool(told["blas_kernels"]) == (shown["blas"] == "OpenBLAS")


def test_runs_that_may_train_at_once_share_the_threads(tmp_path: Path, demo: dict[str, Any]) -> None:
    with serving(tmp_path / "home") as running:
        shown = running.client.get("/api/system").json()
        assert running.client.put("/api/queue", json={"parallel": 2}).is_success
        run_id = running.start({**demo, "iterations": 1, "val_data_path": "", "lora_num_layers": 1})
        (told,) = running.wait_for_end(run_id).of("plan")
    if shown["blas_threads"] is None:
        assert told["blas_threads"] is None
    else:
        assert told["blas_threads"] == max(1, shown["blas_threads"] // 2)


def test_none_where_none_is_wanted(tmp_path: Path) -> None:
    shown = system(tmp_path, DROID_BLAS="none")
    assert (shown["blas"], shown["blas_path"], shown["blas_threads"], shown["hint"]) == (None, None, None, None)


def test_a_library_that_is_not_there_is_named(tmp_path: Path) -> None:
    shown = system(tmp_path, DROID_BLAS="/libs/gone.so")
    assert shown["blas"] is None
    assert "/libs/gone.so, which is no file" in shown["hint"]


def test_a_library_that_cannot_be_loaded_is_told_and_the_run_goes_on(tmp_path: Path, demo: dict[str, Any]) -> None:
    broken = tmp_path / "libbroken.so"
    broken.write_bytes(b"not a library")
    with serving(tmp_path / "home", {"DROID_BLAS": str(broken)}) as running:
        shown = running.client.get("/api/system").json()
        run_id = running.start({**demo, "iterations": 1, "val_data_path": "", "lora_num_layers": 1})
        ended = running.wait_for_end(run_id)
    assert shown["blas"] is None
    assert f"{broken} cannot be loaded" in shown["hint"]
    assert ended.run["state"] == "completed"
    assert ended.of("plan")[0]["blas"] is None
    assert any(str(broken) in event["text"] for event in ended.of("message"))


def test_the_hint_where_nothing_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(computing, "find_blas", lambda _=None: None)
    hint = compute({}).hint
    assert hint is not None
    assert "libopenblas0-pthread" in hint
    monkeypatch.setattr(computing, "trains_on_processor", lambda: False)
    assert compute({}).hint is None


@pytest.mark.parametrize(
    ("dtype", "bits", "card", "faster"),
    [
        ("bfloat16", None, False, True),
        ("float16", None, False, True),
        ("float32", None, False, False),
        ("bfloat16", 4, False, False),
        ("bfloat16", None, True, False),
        (None, None, False, False),
    ],
)
def test_when_a_float32_copy_is_offered(
    monkeypatch: pytest.MonkeyPatch, dtype: str | None, bits: int | None, card: bool, faster: bool
) -> None:
    monkeypatch.setattr(computing, "find_blas", lambda: blas.Blas("x", Path("/x.so")))
    monkeypatch.setattr(computing, "trains_on_processor", lambda: not card)
    assert faster_in_float32(dtype, bits) is faster


def test_the_server_itself_goes_without(server: Server) -> None:
    """A BLAS is for workers: the server computes nothing."""
    shown = server.client.get("/api/system").json()
    maps = Path(f"/proc/{server.pid}/maps").read_text()
    assert shown["blas_path"] is None or str(Path(shown["blas_path"]).resolve()) not in maps
    assert loaded_blas.loaded_blas() is None
