"""Deleting with a way back: one rename there, one rename back, gone for good after a week or on request."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from backend.domain.run import RunState
from tests.fixtures.serving import Server, serving
from tests.fixtures.synthetic_runs import make_run, make_runs


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("trash")
    make_runs(home, 2, 5)
    with serving(home) as running:
        yield running


def ids(server: Server) -> list[str]:
    return [row["id"] for row in server.client.get("/api/results").json()]


def trash(server: Server) -> dict[str, dict[str, Any]]:
    return {run["id"]: run for run in server.client.get("/api/trash").json()["runs"]}


def test_a_run_comes_back_as_it_was(table: Server) -> None:
    folder = make_run(table.home, 10, 8, adapter_name="back")
    run_id = folder.path.name
    table.client.get("/api/results")
    table.client.patch(f"/api/runs/{run_id}", json={"tags": ["kept"]})
    before = table.client.get("/api/results").json()
    files = {path: path.read_bytes() for path in folder.path.rglob("*") if path.is_file()}
    assert table.client.delete(f"/api/runs/{run_id}").status_code == 204
    assert run_id not in ids(table)
    assert not folder.path.exists()
    told = trash(table)[run_id]
    assert told["disk_bytes"] == sum(map(len, files.values()))
    kept_for = datetime.fromisoformat(told["purged_after"]) - datetime.fromisoformat(told["deleted_at"])
    assert kept_for == timedelta(days=7)
    assert table.client.get(f"/api/runs/{run_id}").status_code == 404
    answer = table.client.post(f"/api/runs/{run_id}/restore")
    assert answer.status_code == 200
    assert table.client.get("/api/results").json() == before
    assert answer.json() in before
    assert {path: path.read_bytes() for path in folder.path.rglob("*") if path.is_file()} == files
    assert run_id not in trash(table)


def test_a_broken_run_comes_back_broken(table: Server) -> None:
    folder = make_run(table.home, 11, 5)
    folder.run_file.write_text("{")
    run_id = folder.path.name
    assert table.client.delete(f"/api/runs/{run_id}").status_code == 204
    assert "run.json" in table.client.post(f"/api/runs/{run_id}/restore").json()["problem"]


def test_a_waiting_run_waits_again(table: Server, demo_config: dict[str, Any]) -> None:
    """The queue is held by a run that trains until it is stopped."""
    long = {**demo_config, "iterations": 5000, "adapter_name": "holds"}
    first = table.start(long)
    waiting = table.start({**demo_config, "adapter_name": "waits"})
    table.wait_for(first, lambda event: event["type"] == "train")
    refused = table.client.delete(f"/api/runs/{first}")
    assert refused.status_code == 409
    assert table.client.delete(f"/api/runs/{waiting}").status_code == 204
    assert table.client.get("/api/queue").json()["order"] == []
    assert table.client.post(f"/api/runs/{waiting}/restore").json()["state"] == "queued"
    assert table.client.get("/api/queue").json()["order"] == [waiting]
    table.client.post(f"/api/runs/{waiting}/stop")
    table.client.post(f"/api/runs/{first}/stop")
    assert table.wait_for_end(first).run["state"] == "stopped"


def test_what_is_not_there_or_taken_meanwhile(table: Server) -> None:
    nothing = table.client.post("/api/runs/20260101-000000-x-0000/restore")
    assert nothing.status_code == 404
    assert "not in the trash" in nothing.json()["detail"]
    folder = make_run(table.home, 12, 5)
    run_id = folder.path.name
    ids(table)
    table.client.delete(f"/api/runs/{run_id}")
    make_run(table.home, 12, 5)
    taken = table.client.post(f"/api/runs/{run_id}/restore")
    assert taken.status_code == 409
    assert run_id in trash(table)


def test_a_purge_is_for_good(table: Server) -> None:
    run_id = make_run(table.home, 13, 5).path.name
    ids(table)
    table.client.delete(f"/api/runs/{run_id}")
    assert run_id in trash(table)
    assert table.client.delete("/api/trash").status_code == 204
    assert table.client.get("/api/trash").json() == {"runs": [], "disk_bytes": 0}
    assert table.client.post(f"/api/runs/{run_id}/restore").status_code == 404
    assert list((table.home / "trash").iterdir()) == []


def test_the_next_server_purges_what_is_a_week_old(tmp_path: Path) -> None:
    old, young = (folder.path.name for folder in make_runs(tmp_path, 2, 3))
    with serving(tmp_path) as server:
        for run_id in (old, young):
            assert server.client.delete(f"/api/runs/{run_id}").status_code == 204
    (shelf,) = [found for found in (tmp_path / "trash").iterdir() if (found / old).exists()]
    week = datetime.now(UTC) - timedelta(days=7, minutes=1)
    shelf.rename(shelf.with_name(week.strftime("%Y%m%dT%H%M%S%fZ")))
    left = tmp_path / "cache" / "imports" / "dead"
    left.mkdir(parents=True)
    with serving(tmp_path) as server:
        assert young in trash(server)
    with serving(tmp_path) as server:
        assert list(trash(server)) == [young]
        assert server.client.post(f"/api/runs/{young}/restore").status_code == 200
        assert server.client.post(f"/api/runs/{old}/restore").status_code == 404
    assert not left.exists()


def test_a_run_that_was_training_when_it_came_into_the_trash_is_lost(table: Server) -> None:
    folder = make_run(table.home, 14, 5)
    run = folder.read_run()
    folder.write_run(run.model_copy(update={"state": RunState.RUNNING, "ended_at": None, "exit": None}))
    told = folder.events.path.read_bytes().splitlines(keepends=True)
    folder.events.path.write_bytes(b"".join(told[:-2]))
    shelf = table.home / "trash" / "20260101T000000000000Z"
    shelf.mkdir(parents=True)
    folder.path.rename(shelf / run.id)
    assert table.client.post(f"/api/runs/{run.id}/restore").status_code == 200
    assert table.wait_for_end(run.id).run["state"] == "lost"
    assert json.loads(folder.run_file.read_text())["state"] == "lost"
