"""Runs as a list, one by one, and their files."""

import re
from typing import Any

import httpx
import pytest
import yaml

from tests.fixtures.serving import Ended, Server


def test_a_start_answers_with_the_run_and_its_address(server: Server, demo_config: dict[str, Any]) -> None:
    answer = server.client.post("/api/runs", json={"kind": "sft", "config": {**demo_config, "adapter_name": "named"}})
    assert answer.status_code == 201
    run = answer.json()
    assert answer.headers["location"] == f"/api/runs/{run['id']}"
    assert re.fullmatch(r"\d{8}-\d{6}-named-[0-9a-f]{4}", run["id"])
    assert run["state"] == "queued"
    assert run["config"]["adapter_name"] == "named"
    assert run["plan"]["model_blocks"] == 24
    assert server.client.get(answer.headers["location"]).json()["id"] == run["id"]
    server.client.post(f"/api/runs/{run['id']}/stop")
    assert server.wait_for_end(run["id"]).run["state"] == "stopped"


def test_runs_are_listed_newest_first(server: Server, demo_config: dict[str, Any], finished_run: Ended) -> None:
    newer = server.start({**demo_config, "adapter_name": "newer"})
    listed = server.client.get("/api/runs").json()
    assert listed[0]["id"] == newer
    live = server.client.get("/api/runs", params={"ended": 0}).json()
    assert newer in [run["id"] for run in live]
    assert finished_run.run["id"] not in [run["id"] for run in live]
    assert finished_run.run["id"] in [run["id"] for run in listed]
    times = [run["created_at"] for run in listed]
    assert times == sorted(times, reverse=True)
    server.client.post(f"/api/runs/{newer}/stop")
    server.wait_for_end(newer)


def test_the_files_of_a_run(client: httpx.Client, finished_run: Ended) -> None:
    (file,) = client.get(f"/api/runs/{finished_run.run['id']}/files").json()
    assert file["name"] == "mlx.yaml"
    settings = yaml.safe_load(file["text"])
    assert settings["fine_tune_type"] == "lora"
    assert settings["num_layers"] == -1
    assert settings["lora_parameters"]["rank"] == 32


def test_files_that_somebody_removed(server: Server, demo_config: dict[str, Any]) -> None:
    run_id = server.start(demo_config)
    server.client.post(f"/api/runs/{run_id}/stop")
    server.wait_for_end(run_id)
    server.folder(run_id).mlx_yaml.unlink()
    answer = server.client.get(f"/api/runs/{run_id}/files")
    assert answer.status_code == 404
    assert "removed" in answer.json()["detail"]


@pytest.mark.parametrize("run_id", ["no-such-run", "..", "%2e%2e%2fx", "a" * 300])
def test_an_unknown_run(client: httpx.Client, run_id: str) -> None:
    for answer in (
        client.get(f"/api/runs/{run_id}"),
        client.get(f"/api/runs/{run_id}/files"),
        client.post(f"/api/runs/{run_id}/stop"),
        client.delete(f"/api/runs/{run_id}"),
    ):
        assert answer.status_code in (404, 405)
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["detail"]


def test_a_run_carries_what_it_stands_on(finished_run: Ended) -> None:
    run = finished_run.run
    assert {"python", "mlx", "mlx-lm", "transformers"} <= run["versions"].keys()
    assert set(run["data_sha256"]) == {"train", "valid"}
    assert run["process"]["pid"] > 0
    assert run["folder"].endswith(run["id"])
