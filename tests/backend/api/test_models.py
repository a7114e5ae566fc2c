"""Models at hand and the structure of one, through the real server."""

import shutil
from pathlib import Path
from typing import Any

import httpx
import pytest

from backend.domain.architecture_keys import STANDARD_KEYS
from tests.fixtures.serving import PROJECT, Server

DEMO = PROJECT / "configs" / "demo" / "model"
COMMIT = "0123456789abcdef0123456789abcdef01234567"


def names(server: Server, source: str) -> list[str]:
    return [model["model"] for model in server.client.get("/api/models").json() if model["source"] == source]


def test_the_demo_is_at_hand(server: Server) -> None:
    (demo,) = [model for model in server.client.get("/api/models").json() if model["source"] == "demo"]
    assert demo["model"] == str(DEMO)
    assert demo["weight_bytes"] == (DEMO / "model.safetensors").stat().st_size


def test_folders_in_the_home_are_listed_once_they_are_models(server: Server) -> None:
    folder = server.home / "models" / "mine"
    folder.mkdir(parents=True)
    assert str(folder) not in names(server, "folder")
    shutil.copytree(DEMO, folder, dirs_exist_ok=True)
    assert str(folder) in names(server, "folder")


def test_complete_models_of_the_cache_are_listed(server: Server) -> None:
    for name, complete in (("whole", True), ("half", False)):
        repository = server.home / "huggingface" / "hub" / f"models--demo--{name}"
        snapshot = repository / "snapshots" / COMMIT
        (repository / "refs").mkdir(parents=True)
        (repository / "refs" / "main").write_text(COMMIT)
        shutil.copytree(DEMO, snapshot)
        if not complete:
            (snapshot / "model.safetensors.index.json").write_text('{"weight_map": {"x": "model-00002.safetensors"}}')
    assert names(server, "cache") == ["demo/whole"]


def test_the_map_of_the_demo(client: httpx.Client) -> None:
    found: dict[str, Any] = client.post("/api/models/inspect", json={"model": str(DEMO)}).json()
    assert found["model_type"] == "qwen2"
    assert found["num_layers"] == 24
    assert tuple(found["keys"]) == STANDARD_KEYS
    assert [block["index"] for block in found["blocks"]] == list(range(24))


def test_a_model_is_looked_at_anew_once_its_config_changes(client: httpx.Client, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(DEMO, folder)
    request = {"model": str(folder)}
    assert client.post("/api/models/inspect", json=request).json()["num_layers"] == 24
    config = folder / "config.json"
    config.write_text(config.read_text().replace('"num_hidden_layers": 24', '"num_hidden_layers": 3'))
    assert client.post("/api/models/inspect", json=request).json()["num_layers"] == 3


@pytest.mark.parametrize("model", ["/nowhere", "a\0b", "nobody/nothing", "~nobody-here/model", " "])
def test_what_cannot_be_looked_at(client: httpx.Client, model: str) -> None:
    answer = client.post("/api/models/inspect", json={"model": model})
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["field"] == "model_path"
    assert error["hint"]
