"""A float32 copy of a half-precision base: offered, made by a real worker, never in place of anything."""

import json
import platform
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import mlx.core as mx
import pytest

from backend.runtime.blas import find_blas
from tests.fixtures.data_jobs import problem, result
from tests.fixtures.half_precision import DEMO, half_precision_demo
from tests.fixtures.serving import Server, serving

COPY = "/api/models/float32"
needs_blas = pytest.mark.skipif(
    platform.system() != "Linux" or find_blas() is None, reason="a copy is offered where a BLAS speeds float32 up"
)


def weights(folder: str | Path) -> dict[str, mx.array]:
    found = mx.load(str(Path(folder) / "model.safetensors"))
    assert isinstance(found, dict)
    return found


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return half_precision_demo(tmp_path_factory.mktemp("models") / "half")


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    with serving(tmp_path / "home") as running:
        yield running


@pytest.mark.parametrize("dtype", [mx.bfloat16, mx.float16])
def test_every_value_is_kept_and_the_copy_is_a_model(own_server: Server, tmp_path: Path, dtype: mx.Dtype) -> None:
    half = half_precision_demo(tmp_path / "little model", dtype)
    made = result(own_server.client, COPY, {"model": str(half)})
    copy = own_server.home / "models" / "little-model-float32"
    assert (made["model"], made["found"]) == (str(copy), False)
    before, after = weights(half), weights(copy)
    assert set(before) == set(after)
    for name, array in after.items():
        assert array.dtype == mx.float32
        assert mx.array_equal(array, before[name].astype(mx.float32)), name
    listed = {model["model"] for model in own_server.client.get("/api/models").json()}
    assert str(copy) in listed
    told = own_server.client.post("/api/models/inspect", json={"model": str(copy)}).json()
    assert (told["dtype"], told["faster_in_float32"], told["has_chat_template"]) == ("float32", False, True)
    assert json.loads((copy / "config.json").read_text())["torch_dtype"] == "float32"


def test_a_copy_is_made_once_and_nothing_is_written_over(own_server: Server, base: Path) -> None:
    taken = own_server.home / "models" / "half-float32"
    taken.mkdir(parents=True)
    (taken / "mine.txt").write_text("mine")
    first = result(own_server.client, COPY, {"model": str(base)})
    again = result(own_server.client, COPY, {"model": str(base)})
    assert first["model"] == again["model"] == str(taken.with_name("half-float32-2"))
    assert (first["found"], again["found"]) == (False, True)
    assert [path.name for path in taken.iterdir()] == ["mine.txt"]
    assert {path.name for path in taken.parent.iterdir()} == {"half-float32", "half-float32-2"}


def test_another_base_of_the_same_name_gets_a_copy_of_its_own(own_server: Server, base: Path, tmp_path: Path) -> None:
    first = result(own_server.client, COPY, {"model": str(base)})
    other = result(own_server.client, COPY, {"model": str(half_precision_demo(tmp_path / "half"))})
    assert other["model"] != first["model"]
    assert not other["found"]


def test_shards_stay_shards(own_server: Server, tmp_path: Path) -> None:
    half = half_precision_demo(tmp_path / "sharded")
    arrays = sorted(weights(half).items())
    (half / "model.safetensors").unlink()
    parts = {"model-00001-of-00002.safetensors": arrays[:100], "model-00002-of-00002.safetensors": arrays[100:]}
    for name, part in parts.items():
        mx.save_safetensors(str(half / name), dict(part))
    names = {tensor: name for name, part in parts.items() for tensor, _ in part}
    index = {"metadata": {"total_size": 1}, "weight_map": names}
    (half / "model.safetensors.index.json").write_text(json.dumps(index))
    copy = Path(result(own_server.client, COPY, {"model": str(half)})["model"])
    told = json.loads((copy / "model.safetensors.index.json").read_text())
    assert told["weight_map"] == names
    assert told["metadata"]["total_size"] == 4 * sum(array.size for _, array in arrays)
    for name, part in parts.items():
        found = mx.load(str(copy / name))
        assert isinstance(found, dict)
        assert all(mx.array_equal(found[tensor], array.astype(mx.float32)) for tensor, array in part)


def test_a_quantised_base_is_refused_with_the_reason(client: httpx.Client, tmp_path: Path) -> None:
    half = half_precision_demo(tmp_path / "packed")
    config = json.loads((half / "config.json").read_text())
    (half / "config.json").write_text(json.dumps(config | {"quantization": {"group_size": 64, "bits": 4}}))
    said = problem(client, COPY, {"model": str(half)})
    assert said["field"] == "model"
    assert "quantised" in said["message"]


def test_what_would_gain_nothing_is_refused(client: httpx.Client) -> None:
    assert "stored in float32" in problem(client, COPY, {"model": str(DEMO)})["message"]


def test_a_broken_weight_file_is_named_and_nothing_is_left(own_server: Server, tmp_path: Path) -> None:
    half = half_precision_demo(tmp_path / "cut")
    file = half / "model.safetensors"
    file.write_bytes(file.read_bytes()[:-100])
    assert "model.safetensors" in problem(own_server.client, COPY, {"model": str(half)})["message"]
    assert not list((own_server.home / "models").glob("*"))


def test_a_folder_that_is_no_model(client: httpx.Client, tmp_path: Path) -> None:
    assert "config.json" in problem(client, COPY, {"model": str(tmp_path)})["message"]
    assert client.post(COPY, json={"model": " "}).status_code == 422


def test_a_job_that_nobody_knows(client: httpx.Client) -> None:
    assert client.get(f"{COPY}/none").status_code == 404
    assert client.delete(f"{COPY}/none").status_code == 404


@needs_blas
def test_the_offer_and_the_warning(client: httpx.Client, demo: dict[str, Any], base: Path) -> None:
    told = client.post("/api/models/inspect", json={"model": str(base)}).json()
    assert (told["dtype"], told["faster_in_float32"]) == ("bfloat16", True)
    assert any("float32 copy" in warning for warning in warnings(client, {**demo, "model_path": str(base)}))
    assert not any("float32" in warning for warning in warnings(client, demo))


def warnings(client: httpx.Client, config: dict[str, Any]) -> list[str]:
    found: list[str] = client.post("/api/configs/preview", json={"config": config}).json()["warnings"]
    return found


def test_no_offer_where_no_blas_is_used(tmp_path: Path, base: Path) -> None:
    with serving(tmp_path / "home", {"DROID_BLAS": "none"}) as running:
        told = running.client.post("/api/models/inspect", json={"model": str(base)}).json()
    assert told["faster_in_float32"] is False
