"""Real runs of the demo, ended in every way there is: by themselves, by wish, by the disk, by the numbers, by force."""

import json
import resource
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import mlx.core as mx
import psutil
import pytest

from backend.runtime.model_files import TensorInfo
from tests.fixtures.serving import Ended, Event, Server

LONG = {"iterations": 5000, "steps_per_report": 1, "steps_per_eval": 5000, "val_data_path": "", "save_every": 5000}
STOP_SECONDS = 20
WRITE_LIMIT = 500_000
"""Bytes: more than the events and the log of a short run, less than one adapter of rank 32."""


def trained(steps: int) -> Callable[[Event], bool]:
    return lambda event: event["type"] == "train" and event["step"] >= steps


def half_precision(model: Path, target: Path) -> Path:
    shutil.copytree(model, target)
    weights = mx.load(str(model / "model.safetensors"))
    assert isinstance(weights, dict)
    half = {name: array.astype(mx.float16) for name, array in weights.items()}
    mx.save_safetensors(str(target / "model.safetensors"), half, {"format": "mlx"})
    return target


def states(ended: Ended) -> list[str]:
    return [event["state"] for event in ended.of("state")]


def test_a_run_from_queue_to_proof(finished_run: Ended) -> None:
    run = finished_run.run
    assert run["state"] == "completed"
    assert run["exit"]["cause"] == "completed"
    assert run["proof"]["ok"], run["proof"]["failures"]
    assert run["metrics"]["step"] == run["metrics"]["total_steps"] == 6
    assert states(finished_run) == ["queued", "starting", "running", "completed"]
    assert [event["step"] for event in finished_run.of("train")] == [1, 2, 3, 4, 5, 6]
    assert [event["step"] for event in finished_run.of("eval")] == [0, 1, 3, 5]
    names = [event["file"] for event in finished_run.of("checkpoint")]
    assert names.count("adapters.safetensors") == 3
    assert [name for name in names if name[0] == "0"] == [
        "0000003_adapters.safetensors",
        "0000006_adapters.safetensors",
    ]
    assert run["started_at"] < run["ended_at"]


def test_metrics_are_the_newest_figures(finished_run: Ended) -> None:
    metrics, last = finished_run.run["metrics"], finished_run.of("train")[-1]
    assert metrics["train_loss"] == last["train_loss"]
    assert metrics["val_loss"] == finished_run.of("eval")[-1]["val_loss"]
    assert metrics["best_val_loss"] == min(event["val_loss"] for event in finished_run.of("eval"))
    assert metrics["learning_rate"] == pytest.approx(2e-5)


def test_the_plan_that_the_model_tells_is_the_plan_that_was_made(finished_run: Ended) -> None:
    (told,) = finished_run.of("plan")
    promised = finished_run.run["plan"]
    assert told["trainable_parameters"] == promised["trainable_parameters"]
    assert told["total_parameters"] == promised["total_parameters"]
    assert told["total_steps"] == promised["iterations"]


def test_stop_in_the_middle_keeps_what_was_learned(
    server: Server, demo: dict[str, Any], tensors_of: Callable[[Path], dict[str, TensorInfo]]
) -> None:
    run_id = server.start({**demo, **LONG, "adapter_name": "stopped"})
    server.wait_for(run_id, trained(2))
    asked_at = time.monotonic()
    assert server.client.post(f"/api/runs/{run_id}/stop").status_code == 202
    ended = server.wait_for_end(run_id)
    assert time.monotonic() - asked_at < STOP_SECONDS
    assert ended.run["state"] == "stopped"
    assert ended.run["exit"]["cause"] == "stopped"
    assert states(ended)[-2:] == ["stopping", "stopped"]
    assert 2 <= ended.run["metrics"]["step"] < 5000
    assert ended.run["proof"]["ok"], ended.run["proof"]["failures"]
    assert len(tensors_of(server.folder(run_id).adapter_file)) == 336


def test_a_stop_during_validation_is_a_stop_within_seconds(server: Server, demo: dict[str, Any]) -> None:
    often = {
        "iterations": 5000,
        "steps_per_eval": 1,
        "steps_per_report": 1,
        "batch_size": 1,
        "adapter_name": "validating",
    }
    run_id = server.start({**demo, **often})
    first = server.wait_for(run_id, trained(1))
    server.wait_for(run_id, lambda event: event.get("phase") == "evaluating", after=first["seq"])
    asked_at = time.monotonic()
    server.client.post(f"/api/runs/{run_id}/stop")
    ended = server.wait_for_end(run_id)
    assert time.monotonic() - asked_at < STOP_SECONDS
    assert ended.run["state"] == "stopped"
    assert server.folder(run_id).adapter_file.exists()


def test_one_run_trains_and_the_next_one_waits(server: Server, demo: dict[str, Any], demo_config: Any) -> None:
    first = server.start({**demo, **LONG, "adapter_name": "first"})
    second = server.start({**demo_config, "adapter_name": "second"})
    third = server.start({**demo_config, "adapter_name": "third"})
    server.wait_for(first, trained(1))
    assert server.client.get(f"/api/runs/{second}").json()["state"] == "queued"
    stopped = server.client.post(f"/api/runs/{second}/stop").json()
    assert stopped["state"] == "stopped"
    assert stopped["exit"]["cause"] == "stopped"
    assert server.client.get(f"/api/runs/{first}").json()["state"] == "running"
    server.client.post(f"/api/runs/{first}/stop")
    first_ended, third_ended = server.wait_for_end(first), server.wait_for_end(third)
    assert states(server.wait_for_end(second)) == ["queued", "stopped"]
    assert third_ended.run["state"] == "completed"
    assert third_ended.run["started_at"] >= first_ended.run["ended_at"]


def test_early_stopping_ends_the_run_early(server: Server, demo_config: dict[str, Any]) -> None:
    still = {"learning_rate": 1e-30, "early_stop": True, "patience": 2, "iterations": 500, "adapter_name": "early"}
    ended = server.wait_for_end(server.start({**demo_config, **still}))
    assert ended.run["state"] == "completed"
    assert ended.run["exit"]["cause"] == "early_stopped"
    assert len(ended.of("eval")) == 3
    assert ended.run["metrics"]["step"] == 4
    assert ended.of("finished")[0]["outcome"] == "early_stopped"
    assert "2 evaluations" in ended.of("message")[-1]["text"]


def test_a_loss_that_is_no_number_ends_the_run_in_words(
    server: Server, demo_config: dict[str, Any], tmp_path: Path
) -> None:
    """Half precision holds nothing above 65504, which a rate of 1 at a scale of 1024 passes at the second step."""
    model = half_precision(Path(demo_config["model_path"]), tmp_path / "half")
    wild = {"learning_rate": 1, "lora_alpha": 1024, "iterations": 50, "batch_size": 1, "lora_num_layers": 4}
    ended = server.wait_for_end(server.start({**demo_config, **wild, "model_path": str(model), "val_data_path": ""}))
    assert ended.run["state"] == "failed"
    assert ended.run["exit"]["cause"] == "not_finite"
    assert "Lower the learning rate" in ended.run["exit"]["message"]
    assert ended.of("train")[-1]["train_loss"] is None
    assert ended.of("finished")[0]["error_type"] == "NonFiniteLoss"
    assert ended.run["metrics"]["step"] < 50


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can limit the files of a process that already runs")
def test_a_full_disk_at_the_save_leaves_no_half_adapter(server: Server, demo_config: dict[str, Any]) -> None:
    run_id = server.start({**demo_config, "adapter_name": "full-disk"})
    server.wait_for(run_id, lambda event: event["type"] == "plan")
    resource.prlimit(server.trainer(run_id).pid, resource.RLIMIT_FSIZE, (WRITE_LIMIT, WRITE_LIMIT))
    ended = server.wait_for_end(run_id)
    assert ended.run["state"] == "failed"
    assert ended.run["exit"]["cause"] == "disk_full"
    assert "Free some space" in ended.run["exit"]["message"]
    assert ended.of("finished")[0]["saved"] is False
    assert list(server.folder(run_id).adapters.glob("*.safetensors")) == []
    assert list(server.folder(run_id).adapters.glob(".*")) == []


def test_a_trainer_that_is_killed_is_told_as_killed(server: Server, demo: dict[str, Any]) -> None:
    run_id = server.start({**demo, **LONG, "adapter_name": "killed"})
    server.wait_for(run_id, trained(1))
    server.trainer(run_id).kill()
    ended = server.wait_for_end(run_id)
    assert ended.run["state"] == "failed"
    assert ended.run["exit"]["cause"] == "killed"
    assert ended.run["exit"]["evidence"] == "SIGKILL"
    assert "Nothing had been saved" in ended.run["exit"]["message"]


def test_a_model_whose_weights_are_cut_short(server: Server, demo_config: dict[str, Any], tmp_path: Path) -> None:
    model = tmp_path / "model"
    shutil.copytree(demo_config["model_path"], model)
    weights = model / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1000])
    ended = server.wait_for_end(server.start({**demo_config, "model_path": str(model), "adapter_name": "cut"}))
    assert ended.run["state"] == "failed"
    assert ended.run["exit"]["cause"] == "bad_model"


def test_a_run_outlives_its_server(tmp_path: Path, demo: dict[str, Any]) -> None:
    """kill -9 of the server in the middle; the next one finds the trainer and follows it to the end."""
    first = Server(tmp_path)
    run_id = first.start(
        {**demo, "iterations": 40, "steps_per_report": 1, "save_every": 100, "adapter_name": "outlives"}
    )
    seen = first.wait_for(run_id, trained(2))
    first.kill()
    second = Server(tmp_path)
    try:
        assert second.trainer(run_id).is_running()
        assert second.client.get(f"/api/runs/{run_id}").json()["state"] in ("running", "starting")
        later = second.wait_for_end(run_id, after=seen["seq"])
        whole = second.wait_for_end(run_id)
    finally:
        second.close()
    assert later.events[0]["seq"] == seen["seq"] + 1
    assert [event["seq"] for event in whole.events] == list(range(1, len(whole.events) + 1))
    assert whole.run["state"] == "completed"
    assert whole.run["proof"]["ok"]
    assert [event["step"] for event in whole.of("train")] == list(range(1, 41))


def test_a_trainer_that_died_with_its_server_is_lost(tmp_path: Path, demo: dict[str, Any]) -> None:
    first = Server(tmp_path)
    run_id = first.start({**demo, **LONG, "adapter_name": "lost"})
    first.wait_for(run_id, trained(1))
    trainer = first.trainer(run_id)
    first.kill()
    trainer.kill()
    psutil.wait_procs([trainer], timeout=10)
    second = Server(tmp_path)
    try:
        ended = second.wait_for_end(run_id)
    finally:
        second.close()
    assert ended.run["state"] == "lost"
    assert ended.run["exit"]["cause"] == "lost"
    assert "start a copy" in ended.run["exit"]["message"]


def test_stop_and_delete_say_what_is_not_possible(
    server: Server, client: httpx.Client, demo: dict[str, Any], finished_run: Ended
) -> None:
    over = client.post(f"/api/runs/{finished_run.run['id']}/stop")
    assert over.status_code == 409
    assert "already ended" in over.json()["detail"]
    run_id = server.start({**demo, **LONG, "adapter_name": "busy"})
    server.wait_for(run_id, trained(1))
    refused = client.delete(f"/api/runs/{run_id}")
    assert refused.status_code == 409
    assert "Stop it first" in refused.json()["detail"]
    client.post(f"/api/runs/{run_id}/stop")
    server.wait_for_end(run_id)
    assert client.delete(f"/api/runs/{run_id}").status_code == 204
    assert run_id not in server.run_ids
    assert client.get(f"/api/runs/{run_id}").status_code == 404


def test_the_folder_holds_the_whole_story(server: Server, demo_config: dict[str, Any]) -> None:
    ended = server.wait_for_end(server.start({**demo_config, "adapter_name": "whole-story"}))
    folder = server.folder(ended.run["id"])
    names = {path.name for path in folder.path.iterdir()}
    files = {"config.json", "run.json", "mlx.yaml", "events.jsonl", "trainer.log", "preparation.json"}
    assert names == files | {"source", "data", "adapters", "state"}
    assert json.loads(folder.config_file.read_text()) == ended.run["config"]
    assert folder.read_run().model_dump(mode="json") == ended.run
