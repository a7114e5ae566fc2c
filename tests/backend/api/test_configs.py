"""Presets, the demo, previews and recommendations, through the real server."""

import json
import shlex
import subprocess
from typing import Any

import httpx
import pytest
import yaml

from backend.domain.architecture_keys import STANDARD_KEYS
from backend.domain.training_config import TrainingConfig
from tests.fixtures.serving import PROJECT, Server

PRESETS = sorted(path.stem for path in (PROJECT / "configs").glob("*.yaml"))


def test_every_preset_is_listed_with_its_own_words(client: httpx.Client) -> None:
    listed = client.get("/api/configs/presets").json()
    assert [preset["id"] for preset in listed] == PRESETS
    for preset in listed:
        assert preset["title"]
        assert "mlx_lm.lora --config" in preset["text"]
        assert "Memory:" in preset["text"]
        assert yaml.safe_load(preset["yaml"])["train"] is True


def test_presets_of_the_form_are_configurations(client: httpx.Client, demo: dict[str, Any]) -> None:
    values = {preset["id"]: preset["values"] for preset in client.get("/api/configs/presets").json()}
    assert values["attention-only"] is None
    assert values["full-layer"]["lora_rank"] == 32
    assert values["quick-look"]["lora_num_layers"] == 8
    for preset in values.values():
        if preset is not None:
            TrainingConfig.model_validate(demo | preset)


def test_the_demo_can_be_started_as_it_is(client: httpx.Client, demo: dict[str, Any]) -> None:
    config = TrainingConfig.model_validate(demo)
    assert (config.lora_rank, config.lora_alpha, config.lora_num_layers, config.iterations) == (32, 32, -1, 100)
    assert client.post("/api/configs/preview", json={"config": demo}).status_code == 200


def test_a_preview_says_what_will_be_trained_and_writes_nothing(server: Server, demo: dict[str, Any]) -> None:
    before = server.run_ids
    preview = server.client.post("/api/configs/preview", json={"config": {**demo, "lora_num_layers": 8}}).json()
    assert preview["plan"]["blocks"] == list(range(16, 24))
    assert len(preview["plan"]["modules"]) == 56
    assert preview["lora_parameters"] == {"rank": 32, "scale": 32.0, "dropout": 0.0, "keys": list(STANDARD_KEYS)}
    assert yaml.safe_load(preview["yaml"])["num_layers"] == 8
    assert preview["peft_alpha"] == 1024
    assert preview["adapter_bytes"] == preview["plan"]["trainable_parameters"] * 4
    assert 0 < preview["trainable_percent"] < 100
    assert preview["memory"]["total"] == sum(value for key, value in preview["memory"].items() if key != "total")
    assert server.run_ids == before


def test_the_curl_line_of_a_preview_starts_the_same_run(server: Server, demo_config: dict[str, Any]) -> None:
    preview = server.client.post("/api/configs/preview", json={"config": demo_config}).json()
    words = shlex.split(preview["curl"])
    assert words[:2] == ["curl", "-sS"]
    assert words[2] == f"{server.url}/api/runs"
    body = json.loads(words[words.index("-d") + 1])
    config = TrainingConfig.model_validate(body["config"])
    assert config == TrainingConfig.model_validate(demo_config)


def test_the_shell_lines_of_a_preview_write_its_yaml(client: httpx.Client, demo: dict[str, Any], tmp_path: Any) -> None:
    preview = client.post("/api/configs/preview", json={"config": demo}).json()
    lines = preview["cli"].splitlines()
    assert lines.pop() == "mlx_lm.lora --config mlx.yaml"
    subprocess.run(["sh", "-ec", "\n".join(lines)], cwd=tmp_path, check=True)  # noqa: S607
    assert (tmp_path / "mlx.yaml").read_text() == preview["yaml"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"lora_rank": 256}, "narrowest"),
        ({"max_seq_length": 100_000}, "sequence limit"),
        ({"iterations": 5000}, "Each row is seen"),
        ({"val_data_path": ""}, "Without validation"),
        ({"save_every": 101}, "No checkpoint"),
    ],
)
def test_warnings(client: httpx.Client, demo: dict[str, Any], changes: dict[str, Any], words: str) -> None:
    def warnings(config: dict[str, Any]) -> str:
        return " ".join(client.post("/api/configs/preview", json={"config": config}).json()["warnings"])

    assert words not in warnings(demo)
    assert words in warnings({**demo, **changes})


def test_recommendations_can_be_taken_over_as_they_are(client: httpx.Client, demo: dict[str, Any]) -> None:
    found = client.post("/api/configs/recommended", json={"config": demo}).json()
    taken = {entry["field"]: entry["value"] for entry in found}
    assert client.post("/api/configs/preview", json={"config": {**demo, **taken}}).status_code == 200
    for entry in found:
        assert entry["why"]
        if entry["low"] is not None and entry["high"] is not None:
            assert entry["low"] <= entry["value"] <= entry["high"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"model_path": ""}, "model_path"),
        ({"train_data_path": ""}, "train_data_path"),
        ({"train_data_path": "/nowhere"}, "train_data_path"),
        ({"val_data_path": "a\0b"}, "val_data_path"),
    ],
)
def test_recommendations_need_a_model_and_data(
    client: httpx.Client, demo: dict[str, Any], changes: dict[str, Any], field: str
) -> None:
    answer = client.post("/api/configs/recommended", json={"config": {**demo, **changes}})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field
