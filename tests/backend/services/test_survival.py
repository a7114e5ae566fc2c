"""Runs survive: a server that is killed in any phase, a trainer that is killed, a queue across restarts, and a way to go on."""

import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.fixtures.serving import Ended, Event, Server

STEPS = 24
WATCHED = {"iterations": STEPS, "steps_per_report": 1, "steps_per_eval": 8, "save_every": 8, "batch_size": 2}


def in_phase(phase: str) -> Callable[[Event], bool]:
    return lambda event: event["type"] == "phase" and event["phase"] == phase


def trained(steps: int) -> Callable[[Event], bool]:
    return lambda event: event["type"] == "train" and event["step"] >= steps


def losses(ended: Ended) -> dict[int, float]:
    """The newest loss told of each step."""
    return {event["step"]: event["train_loss"] for event in ended.of("train")}


def gapless(events: list[Event]) -> bool:
    return [event["seq"] for event in events] == list(range(1, len(events) + 1))


def saved_once(event: Event) -> bool:
    return bool(event["type"] == "checkpoint" and event["step"] >= 8)


@pytest.fixture(scope="module")
def uninterrupted(server: Server, demo: dict[str, Any]) -> Ended:
    """What the run comes to when nothing happens to it."""
    return server.wait_for_end(server.start({**demo, **WATCHED, "adapter_name": "uninterrupted"}))


@pytest.mark.parametrize("phase", ["loading", "training", "evaluating", "saving"])
def test_a_server_killed_in_a_phase(tmp_path: Path, demo: dict[str, Any], phase: str, uninterrupted: Ended) -> None:
    first = Server(tmp_path)
    run_id = first.start({**demo, **WATCHED, "adapter_name": "orphan"})
    seen = first.wait_for(run_id, in_phase(phase))
    first.kill()
    second = Server(tmp_path)
    try:
        later = second.wait_for_end(run_id, after=seen["seq"])
        whole = second.wait_for_end(run_id)
    finally:
        second.close()
    assert later.events[0]["seq"] == seen["seq"] + 1
    assert gapless(whole.events)
    assert whole.run["state"] == "completed"
    assert whole.run["proof"]["ok"]
    assert losses(whole) == losses(uninterrupted)


def test_a_stopped_run_goes_on_exactly(server: Server, demo: dict[str, Any], uninterrupted: Ended) -> None:
    run_id = server.start({**demo, **WATCHED, "adapter_name": "stopped-and-on"})
    server.wait_for(run_id, trained(5))
    server.client.post(f"/api/runs/{run_id}/stop")
    stopped = server.wait_for_end(run_id)
    assert stopped.run["state"] == "stopped"
    answer = server.client.post(f"/api/runs/{run_id}/resume")
    assert (answer.status_code, answer.json()["state"]) == (202, "queued")
    ended = server.wait_for_end(run_id)
    assert ended.run["state"] == "completed"
    assert ended.run["proof"]["ok"]
    assert gapless(ended.events)
    assert losses(ended) == losses(uninterrupted)
    assert ended.of("resumed")[0]["step"] == stopped.run["metrics"]["step"]
    assert adapter_of(server, ended) == adapter_of(server, uninterrupted)


def test_a_killed_trainer_goes_on_exactly(server: Server, demo: dict[str, Any], uninterrupted: Ended) -> None:
    run_id = server.start({**demo, **WATCHED, "adapter_name": "killed-and-on"})
    server.wait_for(run_id, lambda event: saved_once(event) or trained(12)(event))
    server.wait_for(run_id, trained(11))
    server.trainer(run_id).kill()
    killed = server.wait_for_end(run_id)
    assert killed.run["exit"]["cause"] == "killed"
    server.client.post(f"/api/runs/{run_id}/resume")
    ended = server.wait_for_end(run_id)
    assert ended.run["state"] == "completed"
    assert losses(ended) == losses(uninterrupted)
    assert adapter_of(server, ended) == adapter_of(server, uninterrupted)


def test_more_steps_for_a_finished_run(server: Server, demo: dict[str, Any], uninterrupted: Ended) -> None:
    short = {**demo, **WATCHED, "iterations": STEPS // 2, "adapter_name": "longer"}
    run_id = server.start(short)
    server.wait_for_end(run_id)
    refused = server.client.post(f"/api/runs/{run_id}/resume")
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "iterations"
    more = server.client.post(f"/api/runs/{run_id}/resume", json={"iterations": STEPS})
    assert more.status_code == 202
    ended = server.wait_for_end(run_id)
    assert ended.run["plan"]["iterations"] == ended.run["metrics"]["step"] == STEPS
    assert losses(ended) == losses(uninterrupted)
    numbered = {event["file"] for event in ended.of("checkpoint") if event["file"][0] == "0"}
    assert numbered >= {f"{step:07d}_adapters.safetensors" for step in (8, 16, 24)}


def test_no_steps_beyond_the_end_of_a_schedule(server: Server, demo: dict[str, Any]) -> None:
    run_id = server.start({**demo, **WATCHED, "iterations": 4, "lr_schedule": "cosine", "adapter_name": "spent"})
    server.wait_for_end(run_id)
    refused = server.client.post(f"/api/runs/{run_id}/resume", json={"iterations": 8})
    assert refused.status_code == 422
    (error,) = refused.json()["errors"]
    assert (error["field"], "zero at step 4" in error["message"]) == ("iterations", True)


def test_a_run_whose_settings_were_changed_meanwhile(server: Server, demo: dict[str, Any]) -> None:
    run_id = server.start({**demo, **WATCHED, "iterations": 5000, "adapter_name": "meddled"})
    server.wait_for(run_id, trained(2))
    server.client.post(f"/api/runs/{run_id}/stop")
    server.wait_for_end(run_id)
    file = server.folder(run_id).mlx_yaml
    file.write_text(file.read_text().replace("seed: 0", "seed: 1"))
    server.client.post(f"/api/runs/{run_id}/resume")
    ended = server.wait_for_end(run_id)
    assert (ended.run["state"], ended.run["exit"]["cause"]) == ("failed", "changed")
    assert "seed was 0 and is 1" in ended.run["exit"]["evidence"]


def test_a_run_that_trains_is_not_taken_up_again(server: Server, demo: dict[str, Any]) -> None:
    run_id = server.start({**demo, **WATCHED, "iterations": 5000, "adapter_name": "still-training"})
    server.wait_for(run_id, trained(1))
    refused = server.client.post(f"/api/runs/{run_id}/resume")
    assert refused.status_code == 409
    assert "has not ended" in refused.json()["detail"]
    server.client.post(f"/api/runs/{run_id}/stop")
    server.wait_for_end(run_id)


def test_the_queue_is_arranged_and_kept_across_a_restart(tmp_path: Path, demo: dict[str, Any]) -> None:
    first = Server(tmp_path)
    busy = first.start({**demo, **WATCHED, "iterations": 5000, "adapter_name": "busy"})
    one, two, three = (first.start({**demo, **WATCHED, "iterations": 1, "adapter_name": f"wait-{n}"}) for n in "123")
    assert first.client.get("/api/queue").json()["order"] == [one, two, three]
    arranged = first.client.put("/api/queue", json={"order": [three]}).json()
    assert arranged["order"] == [three, one, two]
    first.client.post(f"/api/runs/{two}/stop")
    first.kill()
    second = Server(tmp_path)
    try:
        assert second.client.get("/api/queue").json()["order"] == [three, one]
        second.client.post(f"/api/runs/{busy}/stop")
        ended = [second.wait_for_end(run_id).run for run_id in (three, one)]
    finally:
        second.close()
    assert [run["state"] for run in ended] == ["completed", "completed"]
    assert ended[0]["ended_at"] <= ended[1]["started_at"]


def test_two_at_once_where_that_is_asked_for(tmp_path: Path, demo: dict[str, Any]) -> None:
    server = Server(tmp_path)
    try:
        assert server.client.put("/api/queue", json={"parallel": 9}).status_code == 422
        assert server.client.put("/api/queue", json={"parallel": 2}).json()["parallel"] == 2
        runs = [server.start({**demo, **WATCHED, "iterations": 5000, "adapter_name": f"pair-{n}"}) for n in "12"]
        for run_id in runs:
            server.wait_for(run_id, trained(1))
        assert [server.client.get(f"/api/runs/{run_id}").json()["state"] for run_id in runs] == ["running", "running"]
    finally:
        server.close()


def test_a_trainer_that_was_never_written_down_is_found(tmp_path: Path, demo: dict[str, Any]) -> None:
    """The server died between starting the trainer and noting its number."""
    first = Server(tmp_path)
    run_id = first.start({**demo, **WATCHED, "iterations": 5000, "adapter_name": "unwritten"})
    first.wait_for(run_id, trained(1))
    trainer = first.trainer(run_id)
    first.kill()
    folder = first.folder(run_id)
    folder.write_run(folder.read_run().model_copy(update={"process": None}))
    second = Server(tmp_path)
    try:
        assert second.client.get(f"/api/runs/{run_id}").json()["state"] == "running"
        assert trainer.is_running()
        second.client.post(f"/api/runs/{run_id}/stop")
        assert second.wait_for_end(run_id).run["state"] == "stopped"
        _gone, left = psutil.wait_procs([trainer], timeout=20)
        assert not left
    finally:
        second.close()


def test_a_trainer_that_is_paused_goes_on(server: Server, demo: dict[str, Any], uninterrupted: Ended) -> None:
    run_id = server.start({**demo, **WATCHED, "adapter_name": "paused"})
    server.wait_for(run_id, trained(2))
    trainer = server.trainer(run_id)
    trainer.send_signal(signal.SIGSTOP)
    assert server.client.get(f"/api/runs/{run_id}").json()["state"] == "running"
    trainer.send_signal(signal.SIGCONT)
    assert losses(server.wait_for_end(run_id)) == losses(uninterrupted)


def test_a_home_that_may_not_be_written_to(tmp_path: Path, demo: dict[str, Any]) -> None:
    server = Server(tmp_path / "home")
    try:
        runs = server.home / "runs"
        runs.chmod(0o555)
        refused = server.client.post("/api/runs", json={"kind": "sft", "config": {**demo, **WATCHED}})
        assert refused.status_code == 507
        assert "Permission denied" in refused.json()["detail"]
        assert server.client.get("/api/runs").json() == []
        runs.chmod(0o755)
        assert server.start({**demo, **WATCHED, "iterations": 1})
    finally:
        server.close()


def test_a_run_folder_that_turns_read_only_ends_once_it_can_be_written_to(
    server: Server, demo: dict[str, Any], uninterrupted: Ended
) -> None:
    run_id = server.start({**demo, **WATCHED, "adapter_name": "read-only"})
    server.wait_for(run_id, trained(9))  # the first checkpoint is behind it, and with it every folder is there
    folder = server.folder(run_id).path
    folder.chmod(0o555)
    server.wait_for(run_id, lambda event: event["type"] == "finished")
    assert server.client.get(f"/api/runs/{run_id}").json()["state"] == "running"
    folder.chmod(0o755)
    ended = server.wait_for_end(run_id)
    assert ended.run["state"] == "completed"
    assert gapless(ended.events)
    assert losses(ended) == losses(uninterrupted)


def adapter_of(server: Server, ended: Ended) -> bytes:
    return server.folder(ended.run["id"]).adapter_file.read_bytes()
