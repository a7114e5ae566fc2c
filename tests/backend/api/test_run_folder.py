"""A run's curves, files and commands on a real run."""

import json
import shlex

import httpx
import pytest
import yaml

from tests.fixtures.serving import Ended, Server


def test_curves_hold_what_the_events_told(client: httpx.Client, finished_run: Ended) -> None:
    curves = client.get(f"/api/runs/{finished_run.run['id']}/curves").json()
    train, val = finished_run.of("train"), finished_run.of("eval")
    assert curves["step"] == [event["step"] for event in train]
    assert curves["train_loss"] == [event["train_loss"] for event in train]
    assert curves["trained_tokens"] == [event["trained_tokens"] for event in train]
    assert curves["learning_rate"] == [event["learning_rate"] for event in train]
    assert curves["val_step"] == [event["step"] for event in val]
    assert curves["val_loss"] == [event["val_loss"] for event in val]
    assert curves["val_tokens"][:2] == [0, train[0]["trained_tokens"]]
    assert curves["seconds"] == sorted(curves["seconds"])
    assert 0 <= curves["val_seconds"][0] <= curves["seconds"][0]
    assert curves["seconds"][-1] <= finished_run.run["metrics"]["clock"]["seconds"]
    assert (curves["reward_step"], curves["points"], curves["skipped_lines"]) == ([], 6, 0)


@pytest.mark.parametrize("points", ["9", "0", "-1", "20001", "x", "1e3"])
def test_points_that_are_none(client: httpx.Client, finished_run: Ended, points: str) -> None:
    answer = client.get(f"/api/runs/{finished_run.run['id']}/curves", params={"points": points})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "points"


def test_every_file_has_a_size_and_a_kind(server: Server, finished_run: Ended) -> None:
    run_id = finished_run.run["id"]
    found = server.client.get(f"/api/runs/{run_id}/folder").json()
    root = server.folder(run_id).path
    assert found["folder"] == str(root)
    assert {file["path"]: file["bytes"] for file in found["files"]} == {
        str(path.relative_to(root)): path.stat().st_size for path in root.rglob("*") if path.is_file()
    }
    kinds = {file["path"]: file["kind"] for file in found["files"]}
    assert kinds["adapters/adapters.safetensors"] == "adapter"
    assert kinds["adapters/0000003_adapters.safetensors"] == "checkpoint"
    assert kinds["mlx.yaml"] == "trainer_input"
    assert {kind for path, kind in kinds.items() if path.startswith("state/")} == {"state"}
    assert "other" not in kinds.values()
    assert found["disk_bytes"] == sum(file["bytes"] for file in found["files"])
    assert found["more"] == 0


def test_commands_repeat_the_run(server: Server, finished_run: Ended) -> None:
    run_id = finished_run.run["id"]
    commands = server.client.get(f"/api/runs/{run_id}/commands").json()
    words = shlex.split(commands["curl"])
    assert f"{server.url.rstrip('/')}/api/runs" in words
    answer = server.client.post(
        "/api/runs", content=words[words.index("-d") + 1], headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 201, answer.text
    again = answer.json()
    server.client.post(f"/api/runs/{again['id']}/stop")
    assert again["config"] == finished_run.run["config"]
    folder = server.folder(run_id)
    assert shlex.split(commands["cli"]) == ["mlx_lm.lora", "--config", str(folder.mlx_yaml)]
    assert commands["yaml"] == folder.mlx_yaml.read_text()
    text = commands["cli_anywhere"].partition("<<'YAML'\n")[2].partition("YAML\n")[0]
    assert yaml.safe_load(text) == yaml.safe_load(commands["yaml"])
    template = shlex.split(commands["server"])[1]
    filled = json.loads(template.replace("%s", folder.config_file.read_text()))
    assert filled == {"kind": "sft", "config": finished_run.run["config"]}
