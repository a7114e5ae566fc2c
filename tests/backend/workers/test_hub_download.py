"""A run whose model lies on the hub: fetched with its bytes told, trained, and refused in words when nobody answers."""

import threading
from pathlib import Path
from typing import Any

from backend.workers import hub_download
from tests.fixtures.hub import serving_hub
from tests.fixtures.serving import serving


def test_a_model_of_the_hub_is_fetched_and_trained(tmp_path: Path, demo_config: dict[str, Any]) -> None:
    weights = (Path(demo_config["model_path"]) / "model.safetensors").stat().st_size
    config = {**demo_config, "model_path": "demo/animals", "val_data_path": ""}
    with serving_hub({"demo/animals": Path(demo_config["model_path"])}) as hub:
        with serving(tmp_path / "home", hub.environment(tmp_path / "cache")) as server:
            first = server.wait_for_end(server.start(config))
            assert first.run["state"] == "completed", first.run["exit"]
            assert first.run["proof"]["ok"]
            told = [event for event in first.of("phase") if event["phase"] == "downloading"]
            assert [event["unit"] for event in told] == ["bytes"] * len(told)
            done = [event["done"] for event in told]
            assert done == sorted(done)
            assert done[0] == 0
            assert done[-1] == told[-1]["total"] >= weights
            phases = [event["phase"] for event in first.of("phase")]
            assert phases.index("downloading") < phases.index("training")
            assert "model.safetensors" in hub.fetched
            listed = [model["model"] for model in server.client.get("/api/models").json()]
            assert "demo/animals" in listed
            hub.fetched.clear()
            second = server.wait_for_end(server.start({**config, "iterations": 1}))
            assert second.run["state"] == "completed"
            assert hub.fetched == []
            assert "downloading" not in [event["phase"] for event in second.of("phase")]
        environment = hub.environment(tmp_path / "empty")
    with serving(tmp_path / "other", environment) as server:
        before = server.run_ids
        answer = server.client.post("/api/runs", json={"kind": "sft", "config": config})
        assert answer.status_code == 422
        (error,) = answer.json()["errors"]
        assert error["field"] == "model_path"
        assert "hub could not be reached" in error["message"]
        assert "connection" in error["hint"]
        assert server.run_ids == before


def test_a_hub_that_goes_away_before_the_weights_came(tmp_path: Path, demo_config: dict[str, Any]) -> None:
    """The config is in the cache, so the run starts; the weights cannot be had, and the run says so."""
    with serving_hub({"demo/animals": Path(demo_config["model_path"])}) as hub:
        environment = {**hub.environment(tmp_path / "cache"), "HF_HUB_DOWNLOAD_TIMEOUT": "2"}
        with serving(tmp_path / "home", environment) as server:
            inspected = server.client.post("/api/models/inspect", json={"model": "demo/animals"})
            assert inspected.status_code == 200
    with serving(tmp_path / "home", {**environment, "HF_HUB_OFFLINE": "1"}) as server:
        ended = server.wait_for_end(server.start({**demo_config, "model_path": "demo/animals"}))
    assert ended.run["state"] == "failed"
    assert ended.run["exit"]["cause"] == "hub_unreachable"
    assert "Check the network" in ended.run["exit"]["message"]


def test_bytes_that_two_files_bring_at_once_are_told_in_order() -> None:
    told: list[int] = []

    class Session:
        """While it is told of the first bytes, the rest comes on another thread."""

        def phase(self, _phase: object, done: int, _total: object, _unit: str) -> None:
            if done == 45:
                other.start()
                other.join(0.3)
            told.append(done)

    bar = hub_download._progress(Session())(total=100, name=hub_download._BYTES_ON_DISK)
    other = threading.Thread(target=bar.update, args=(55,))
    bar.update(45)
    other.join()
    assert told == [45, 100]
