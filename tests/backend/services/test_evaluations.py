"""Evaluations behind a real server: one queue with runs, cancelled, over restarts, and honest where there is no result."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.fixtures.serving import PROJECT, Event, Server

LONG = {"iterations": 5000, "steps_per_report": 1, "steps_per_eval": 5000, "val_data_path": "", "save_every": 5000}
QUICK = {"iterations": 2, "steps_per_report": 1, "steps_per_eval": 5000, "lora_num_layers": 2, "batch_size": 4}
TEST_ROWS = PROJECT / "configs" / "demo" / "data" / "test.jsonl"


def trained(steps: int) -> Callable[[Event], bool]:
    return lambda event: event["type"] == "train" and event["step"] >= steps


def ask(server: Server, run_id: str, **request: Any) -> dict[str, Any]:
    answer = server.client.post(f"/api/runs/{run_id}/evaluations", json=request)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    assert answer.headers["Location"].endswith(found["id"])
    return found


def look(server: Server, evaluation: dict[str, Any], wait: int = 0) -> dict[str, Any]:
    address = f"/api/runs/{evaluation['run_id']}/evaluations/{evaluation['id']}"
    found: dict[str, Any] = server.client.get(address, params={"wait": wait}).json()
    return found


def over(server: Server, evaluation: dict[str, Any]) -> dict[str, Any]:
    """The evaluation once it has ended."""
    for _ in range(10):
        found = look(server, evaluation, wait=30)
        if found["state"] not in ("queued", "running", "cancelling"):
            return found
    raise AssertionError(found)


def cancel(server: Server, evaluation: dict[str, Any]) -> int:
    return server.client.delete(f"/api/runs/{evaluation['run_id']}/evaluations/{evaluation['id']}").status_code


def many_rows(folder: Path) -> str:
    """Enough rows that an evaluation takes a while."""
    folder.mkdir(exist_ok=True)
    (folder / "many.jsonl").write_text(TEST_ROWS.read_text() * 8)
    return str(folder / "many.jsonl")


def row_of(server: Server, run_id: str) -> dict[str, Any]:
    """A run's line in the results table."""
    return next(row for row in server.client.get("/api/results").json() if row["id"] == run_id)


def worker(server: Server, evaluation: dict[str, Any]) -> psutil.Process:
    """The process at work on it, once there is one."""
    for _ in range(600):
        found = look(server, evaluation)
        if found["process"] is not None:
            return psutil.Process(found["process"]["pid"])
        look(server, evaluation, wait=1)
    raise AssertionError(found)


@pytest.fixture(scope="module")
def ended_run(server: Server, demo: dict[str, Any]) -> str:
    return str(server.wait_for_end(server.start({**demo, **QUICK, "adapter_name": "measured"})).run["id"])


def test_a_run_is_measured_on_its_own_test_rows(server: Server, ended_run: str) -> None:
    asked = ask(server, ended_run)
    assert asked["plan"]["rows_file"] == str(TEST_ROWS)
    assert asked["plan"]["rows_from"] == "test"
    assert asked["plan"]["answers_only"] is True
    found = over(server, asked)
    assert found["state"] == "completed", found
    result = found["result"]
    assert result["base"]["rows"] == result["tuned"]["rows"] == 48
    assert result["tuned"]["loss"] < result["base"]["loss"]
    assert result["adapter_bytes"] == (server.folder(ended_run).adapter_file).stat().st_size
    run = server.client.get(f"/api/runs/{ended_run}").json()
    assert result["trainable_parameters"] == run["plan"]["trainable_parameters"]
    assert [probe["kind"] for probe in result["probes"]] == ["general", "old_task"]
    assert found["created_at"] <= found["started_at"] <= found["ended_at"]
    kept = server.folder(ended_run).path / "evaluations"
    assert [path.name for path in kept.iterdir()] == [f"{found['id']}.json"]
    assert server.client.get(f"/api/runs/{ended_run}/evaluations").json()[0] == found
    row = row_of(server, ended_run)
    assert (row["test_loss"], row["test_perplexity"]) == (result["tuned"]["loss"], result["tuned"]["perplexity"])
    assert cancel(server, found) == 204
    assert row_of(server, ended_run)["test_loss"] is None
    assert server.client.get(f"/api/runs/{ended_run}/evaluations").json() == []
    assert cancel(server, found) == 404


def test_without_test_rows_the_validation_rows_are_measured(
    server: Server, demo: dict[str, Any], tmp_path: Path
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    for name in ("train", "valid"):
        (data / f"{name}.jsonl").write_bytes((TEST_ROWS.parent / f"{name}.jsonl").read_bytes())
    paths = {"train_data_path": str(data / "train.jsonl"), "val_data_path": str(data / "valid.jsonl")}
    run = server.wait_for_end(server.start({**demo, **QUICK, **paths, "adapter_name": "no-test"})).run
    asked = ask(server, run["id"])
    assert asked["plan"]["rows_from"] == "validation"
    assert Path(asked["plan"]["rows_file"]).is_relative_to(run["folder"])
    assert over(server, asked)["result"]["tuned"]["rows"] == 48
    assert row_of(server, run["id"])["test_loss"] is None


def test_training_waits_for_an_evaluation_and_it_for_training(tmp_path: Path, demo: dict[str, Any]) -> None:
    server = Server(tmp_path)
    try:
        first = server.wait_for_end(server.start({**demo, **QUICK, "adapter_name": "first"})).run["id"]
        busy = server.start({**demo, **LONG, "adapter_name": "busy"})
        server.wait_for(busy, trained(1))
        after = server.start({**demo, **QUICK, "adapter_name": "after"})
        waits = ask(server, first)
        assert look(server, waits)["state"] == "queued"
        assert [one["id"] for one in server.client.get("/api/evaluations").json()] == [waits["id"]]
        server.client.post(f"/api/runs/{busy}/stop")
        stopped = server.wait_for_end(busy).run
        measured = over(server, waits)
        assert measured["state"] == "completed"
        trained_after = server.wait_for_end(after).run
        assert stopped["ended_at"] <= measured["started_at"]
        assert measured["ended_at"] <= trained_after["started_at"]
    finally:
        server.close()


def test_one_that_waits_and_one_at_work_are_cancelled(server: Server, ended_run: str, tmp_path: Path) -> None:
    at_work = ask(server, ended_run, path=many_rows(tmp_path))
    process = worker(server, at_work)
    waits = ask(server, ended_run)
    assert cancel(server, waits) == 204
    assert look(server, waits)["state"] == "cancelled"
    assert cancel(server, at_work) == 204
    assert over(server, at_work)["state"] == "cancelled"
    _gone, left = psutil.wait_procs([process], timeout=20)
    assert not left
    assert server.client.get("/api/evaluations").json() == []


def test_what_waits_and_what_is_at_work_outlive_the_server(tmp_path: Path, demo: dict[str, Any]) -> None:
    first = Server(tmp_path / "home")
    run_id = first.wait_for_end(first.start({**demo, **QUICK, "adapter_name": "outlives"})).run["id"]
    at_work = ask(first, run_id, path=many_rows(tmp_path))
    worker(first, at_work)
    waits = ask(first, run_id)
    first.kill()
    second = Server(tmp_path / "home")
    try:
        whole = over(second, at_work)
        assert whole["state"] == "completed", whole
        later = over(second, waits)
        assert later["state"] == "completed"
        assert whole["ended_at"] <= later["started_at"]
    finally:
        second.close()


def test_a_worker_that_died_with_its_server_is_lost(tmp_path: Path, demo: dict[str, Any]) -> None:
    first = Server(tmp_path / "home")
    run_id = first.wait_for_end(first.start({**demo, **QUICK, "adapter_name": "lost"})).run["id"]
    asked = ask(first, run_id, path=many_rows(tmp_path))
    process = worker(first, asked)
    first.kill()
    process.kill()
    psutil.wait_procs([process], timeout=10)
    second = Server(tmp_path / "home")
    try:
        found = over(second, asked)
    finally:
        second.close()
    assert found["state"] == "lost"
    assert "Evaluate the run again" in found["problem"]["hint"]


def test_a_worker_that_is_killed_is_told_as_killed(server: Server, ended_run: str, tmp_path: Path) -> None:
    asked = ask(server, ended_run, path=many_rows(tmp_path))
    worker(server, asked).kill()
    found = over(server, asked)
    assert found["state"] == "failed"
    assert "SIGKILL" in found["problem"]["message"]
    assert cancel(server, found) == 204


def test_a_run_that_is_deleted_takes_its_evaluation_along(server: Server, demo: dict[str, Any], tmp_path: Path) -> None:
    run_id = server.wait_for_end(server.start({**demo, **QUICK, "adapter_name": "deleted"})).run["id"]
    process = worker(server, ask(server, run_id, path=many_rows(tmp_path)))
    assert server.client.delete(f"/api/runs/{run_id}").status_code == 204
    _gone, left = psutil.wait_procs([process], timeout=20)
    assert not left
    assert server.client.get(f"/api/runs/{run_id}/evaluations").status_code == 404


def test_what_cannot_be_measured_is_refused(
    server: Server, demo: dict[str, Any], ended_run: str, tmp_path: Path
) -> None:
    def refused(run_id: str, **request: Any) -> tuple[int, str, str]:
        answer = server.client.post(f"/api/runs/{run_id}/evaluations", json=request)
        errors = answer.json()["errors"]
        return answer.status_code, errors[0]["field"] if errors else "", answer.json()["detail"]

    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"messages": []}\n')
    assert refused(ended_run, path=str(broken))[:2] == (422, "path")
    assert refused(ended_run, path=str(tmp_path / "none.jsonl"))[:2] == (422, "path")
    assert refused(ended_run, weights="worst")[:2] == (422, "weights")
    assert refused("20200101-000000-none-0000")[0] == 404
    run_id = server.start({**demo, **LONG, "adapter_name": "not-over"})
    server.wait_for(run_id, lambda event: event["type"] == "phase")
    assert "has not ended" in refused(run_id)[2]
    server.client.post(f"/api/runs/{run_id}/stop")
    server.wait_for_end(run_id)
    server.folder(run_id).adapter_file.unlink(missing_ok=True)
    assert "saved no weights" in refused(run_id)[2]
