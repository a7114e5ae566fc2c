"""The results table: a row for every run, cheap to ask for again, with what a person keeps about it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from backend.domain.run_notes import MAX_NOTE
from tests.fixtures.serving import Ended, Server, serving
from tests.fixtures.synthetic_runs import STEP_SECONDS, TOKENS_A_STEP, make_run, make_runs

POINTS = 40


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("table")
    make_runs(home, 6, POINTS)
    with serving(home) as running:
        yield running


def rows(server: Server) -> dict[str, dict[str, Any]]:
    answer = server.client.get("/api/results")
    assert answer.status_code == 200
    return {row["id"]: row for row in answer.json()}


def test_a_row_says_what_the_run_says(table: Server) -> None:
    folder = make_run(table.home, 50, POINTS, adapter_name="looked-at")
    row = rows(table)[folder.path.name]
    run = folder.read_run()
    assert (row["kind"], row["state"], row["adapter_name"]) == ("sft", "completed", "looked-at")
    assert (row["model"], row["data"]) == ("large", "animals-1.jsonl")
    assert row["step"] == row["total_steps"] == row["val_step"] == POINTS
    assert row["train_loss"] == run.metrics.train_loss
    assert (row["val_loss"], row["best_val_loss"]) == (run.metrics.val_loss, run.metrics.best_val_loss)
    assert row["seconds"] == pytest.approx(POINTS * STEP_SECONDS + 20 * 0.2)
    assert row["tokens_per_second"] == TOKENS_A_STEP / STEP_SECONDS
    assert (row["trainable_parameters"], row["trainable_share"]) == (1_000_000, 0.02)
    assert (row["proof_ok"], row["exit_cause"], row["problem"]) == (True, "completed", None)
    assert row["train_sha256"] == run.data_sha256["train"]
    assert row["disk_bytes"] >= folder.events.size()


def test_rows_come_newest_first(table: Server) -> None:
    times = [row["created_at"] for row in rows(table).values()]
    assert len(times) >= 6
    assert times == sorted(times, reverse=True)


def test_a_trained_run_has_every_figure(server: Server, finished_run: Ended) -> None:
    row = rows(server)[finished_run.run["id"]]
    figures = finished_run.run["metrics"]
    assert row["seconds"] == figures["clock"]["seconds"] > 0
    trained = finished_run.of("train")
    spent = sum(1 / event["steps_per_second"] for event in trained)
    assert row["seconds"] >= spent * 0.9
    assert row["best_step"] == figures["best_step"]
    assert row["data"] == "data/train.jsonl"
    assert row["model"] == "model"
    assert row["problem"] is None


def test_followers_ask_for_live_runs_and_the_last_ends(table: Server) -> None:
    every = table.client.get("/api/runs").json()
    assert len(every) >= 6
    by_end = sorted(every, key=lambda run: run["ended_at"], reverse=True)
    two = table.client.get("/api/runs", params={"ended": 2}).json()
    assert {run["id"] for run in two} == {run["id"] for run in by_end[:2]}
    assert [run["created_at"] for run in two] == sorted((run["created_at"] for run in two), reverse=True)
    assert table.client.get("/api/runs", params={"ended": 0}).json() == []
    assert table.client.get("/api/runs", params={"ended": -1}).status_code == 422


def test_asking_again_costs_nothing_until_something_changes(table: Server) -> None:
    first = table.client.get("/api/results")
    known = {"If-None-Match": first.headers["etag"]}
    again = table.client.get("/api/results", headers=known)
    assert (again.status_code, again.content) == (304, b"")
    folder = make_run(table.home, 51, 5)
    changed = table.client.get("/api/results", headers=known)
    assert changed.status_code == 200
    assert folder.path.name in [row["id"] for row in changed.json()]
    table.client.patch(f"/api/runs/{folder.path.name}", json={"starred": True})
    assert table.client.get("/api/results", headers={"If-None-Match": changed.headers["etag"]}).status_code == 200


def test_a_run_that_was_copied_into_the_home_is_a_run(table: Server) -> None:
    folder = make_run(table.home, 52, 5)
    assert rows(table)[folder.path.name]["problem"] is None
    assert table.client.get(f"/api/runs/{folder.path.name}").json()["folder"] == str(folder.path)


def test_star_tags_and_note(table: Server) -> None:
    run_id = make_run(table.home, 53, 5).path.name
    rows(table)
    answer = table.client.patch(f"/api/runs/{run_id}", json={"starred": True, "tags": [" rank 8 ", "rank 8"]})
    assert answer.status_code == 200
    assert (answer.json()["starred"], answer.json()["tags"], answer.json()["note"]) == (True, ["rank 8"], "")
    table.client.patch(f"/api/runs/{run_id}", json={"note": "Best\nso far."})
    row = rows(table)[run_id]
    assert (row["starred"], row["tags"], row["note"]) == (True, ["rank 8"], "Best\nso far.")
    assert json.loads((table.folder(run_id).path / "notes.json").read_text())["note"] == "Best\nso far."


@pytest.mark.parametrize(
    "body", [{"tags": ["a,b"]}, {"tags": "a"}, {"note": "x" * (MAX_NOTE + 1)}, {"starred": "maybe"}, {"stars": 1}, []]
)
def test_notes_that_are_too_much(table: Server, body: Any) -> None:
    run_id = next(iter(rows(table)))
    answer = table.client.patch(f"/api/runs/{run_id}", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"]


@pytest.mark.parametrize("run_id", ["no-such-run", "..", "%2e%2e%2fx", "a" * 300])
def test_an_unknown_run(client: httpx.Client, run_id: str) -> None:
    for answer in (
        client.patch(f"/api/runs/{run_id}", json={"note": "x"}),
        client.get(f"/api/runs/{run_id}/curves"),
        client.get(f"/api/runs/{run_id}/folder"),
        client.get(f"/api/runs/{run_id}/commands"),
        client.get(f"/api/runs/{run_id}/bundle"),
        client.get(f"/api/runs/{run_id}/report"),
        client.post(f"/api/runs/{run_id}/restore"),
    ):
        assert answer.status_code in (404, 405)
        assert answer.json()["detail"]


def test_nothing_trained_yet(tmp_path: Path) -> None:
    with serving(tmp_path) as fresh:
        assert rows(fresh) == {}
        assert fresh.client.get("/api/trash").json() == {"runs": [], "disk_bytes": 0}
