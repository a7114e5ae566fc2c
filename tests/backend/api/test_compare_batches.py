"""Batches, perplexity and the checkpoint scrubber on the real worker."""

import csv
import io
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.comparing import MODEL, Comparing, make_adapter, said
from tests.fixtures.serving import PROJECT, Ended, Server

BASE = {"source": "base"}
DATA = PROJECT / "configs" / "demo" / "data"


@pytest.fixture(scope="module")
def comparing(server: Server) -> Iterator[Comparing]:
    yield Comparing(server)
    server.client.post("/api/compare/worker/unload")


def run_side(run: Ended) -> dict[str, Any]:
    return {"source": "run", "run_id": run.run["id"]}


def rows_in(folder: Path, rows: list[Any]) -> str:
    file = folder / "rows.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return str(file)


def start(comparing: Comparing, **body: Any) -> dict[str, Any]:
    answer = comparing.post("/batches", **({"model_path": str(MODEL), "settings": {"max_tokens": 12}} | body))
    assert answer.status_code == 201, answer.text
    batch: dict[str, Any] = answer.json()
    return batch


def refused(comparing: Comparing, **body: Any) -> dict[str, Any]:
    answer = comparing.post("/batches", **({"model_path": str(MODEL), "sides": [BASE]} | body))
    assert answer.status_code == 422, answer.text
    (error,) = answer.json()["errors"]
    found: dict[str, Any] = error
    return found


def test_a_hundred_prompts(comparing: Comparing, finished_run: Ended, tmp_path: Path) -> None:
    given = [json.loads(line) for line in (DATA / "train.jsonl").read_text().splitlines()][:100]
    batch = start(comparing, sides=[BASE, run_side(finished_run)], path=rows_in(tmp_path, given))
    name = batch["session"]["id"]
    assert (batch["total"], batch["session"]["kind"]) == (100, "batch")
    done = comparing.listen(name, room="/batches")
    assert done.reply["code"] == 1000
    assert [event["index"] for event in done.of("row")] == list(range(100))
    assert [event["done"] for event in done.of("progress")] == list(range(1, 101))
    assert done.events[-1]["outcome"] == "completed"
    ended = comparing.get(f"/batches/{name}")
    assert (ended["done"], len(ended["rows"])) == (100, 100)
    base, tuned = ended["tallies"]
    assert base["answered"] == tuned["answered"] == base["with_reference"] == 100
    assert base["exact"] == 0
    assert tuned["exact"] >= base["exact"]
    lines = comparing.server.client.get(f"/api/compare/batches/{name}/export").text.splitlines()
    assert [json.loads(line)["reference"] for line in lines] == [row["messages"][-1]["content"] for row in given]
    table = comparing.server.client.get(f"/api/compare/batches/{name}/export", params={"format": "csv"})
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    header, *cells = csv.reader(io.StringIO(table.text))
    assert header[:4] == ["index", "prompt", "reference", "0: Base answer"]
    assert [row[3] for row in cells] == [row["answers"][0]["text"] for row in ended["rows"]]


def test_a_batch_answers_as_a_prompt_does(comparing: Comparing, tmp_path: Path) -> None:
    rows = [{"prompt": "What colour is the fox?", "answer": "The fox is orange."}, {"prompt": "Hello"}]
    name = start(comparing, sides=[BASE], path=rows_in(tmp_path, rows))["session"]["id"]
    first, second = comparing.listen(name, room="/batches").of("row")
    assert first["answers"][0]["text"] == "The fox is orange."
    assert (first["answers"][0]["exact"], first["answers"][0]["contains"]) == (True, True)
    assert (second["reference"], second["answers"][0]["exact"]) == (None, None)
    alone = comparing.listen(comparing.ask([BASE], "Hello", settings={"max_tokens": 12})["id"])
    assert second["answers"][0]["text"] == alone.text(0)


def test_a_runs_own_test_rows(comparing: Comparing, finished_run: Ended) -> None:
    batch = start(comparing, sides=[BASE], run_id=finished_run.run["id"], limit=2)
    assert batch["source"] == str(DATA / "test.jsonl")
    assert batch["total"] == 2
    comparing.listen(batch["session"]["id"], room="/batches")


def test_a_prompt_passes_between_two_rows(comparing: Comparing, finished_run: Ended) -> None:
    name = start(comparing, sides=[BASE, run_side(finished_run)], path=str(DATA / "train.jsonl"))["session"]["id"]
    assert comparing.listen(comparing.ask([BASE])["id"]).text(0) == "The fox is orange."
    assert comparing.get(f"/batches/{name}")["session"]["state"] == "running"
    comparing.post(f"/batches/{name}/cancel")
    done = comparing.listen(name, room="/batches")
    assert done.events[-1]["outcome"] == "cancelled"
    assert len(done.of("row")) < 272


def test_a_batch_goes_on_when_nobody_listens(comparing: Comparing) -> None:
    name = start(comparing, sides=[BASE], path=str(DATA / "test.jsonl"), limit=6)["session"]["id"]
    with comparing.socket(name, room="/batches") as socket:
        socket.recv(60)
    assert comparing.listen(name, room="/batches").events[-1]["outcome"] == "completed"


def test_a_row_that_is_too_long_says_so(comparing: Comparing, tmp_path: Path) -> None:
    rows = [{"prompt": "The fox. " * 200}, {"prompt": "What colour is the fox?"}]
    name = start(comparing, sides=[BASE], path=rows_in(tmp_path, rows))["session"]["id"]
    first, second = comparing.listen(name, room="/batches").of("row")
    assert "context holds 256" in first["answers"][0]["problem"]
    assert second["answers"][0]["text"] == "The fox is orange."
    assert comparing.get(f"/batches/{name}")["tallies"][0]["failed"] == 1


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"text": "The fox is orange."}, "Line 1: A text row asks nothing"),
        ({"question": "Hello"}, "Line 1: The row has none of the known keys"),
        ({"prompt": ""}, "Line 1: The prompt is empty."),
        ({"prompt": 3}, "Line 1: The prompt is not text."),
        ({"messages": [{"role": "assistant", "content": "Hello"}]}, "Line 1: No user turn"),
        ([], "Line 1: The line is not a JSON object."),
    ],
)
def test_rows_that_ask_nothing(comparing: Comparing, tmp_path: Path, row: Any, says: str) -> None:
    error = refused(comparing, path=rows_in(tmp_path, [row]))
    assert error["field"] == "path"
    assert error["message"].startswith(says)


def test_files_that_are_none(comparing: Comparing, tmp_path: Path) -> None:
    assert refused(comparing, path=str(tmp_path / "none.jsonl"))["field"] == "path"
    assert refused(comparing, path=rows_in(tmp_path, []))["field"] == "path"
    (tmp_path / "broken.jsonl").write_text('{"prompt": "x"}\n{"prompt"\n')
    assert refused(comparing, path=str(tmp_path / "broken.jsonl"))["message"].startswith("Line 2: ")
    assert refused(comparing, run_id="none")["field"] == "run_id"
    assert comparing.post("/batches", model_path=str(MODEL), sides=[BASE]).status_code == 422
    assert comparing.server.client.get("/api/compare/batches/none").status_code == 404


def test_perplexity_of_every_side(comparing: Comparing, finished_run: Ended) -> None:
    body = {
        "model_path": str(MODEL),
        "sides": [BASE, run_side(finished_run)],
        "run_id": finished_run.run["id"],
        "limit": 12,
    }
    answer = comparing.post("/perplexity", **body)
    assert answer.status_code == 201, answer.text
    done = comparing.listen(answer.json()["id"])
    base, tuned = done.of("perplexity")
    assert [event["side"] for event in (base, tuned)] == [0, 1]
    assert base["tokens"] == tuned["tokens"]
    assert base["rows"] == 12
    assert base["answers_only"]
    assert base["perplexity"] == pytest.approx(math.exp(base["mean_nll"]))
    assert tuned["mean_nll"] < base["mean_nll"]
    assert done.of("progress")[-1]["done"] == done.of("progress")[-1]["total"] == 24
    assert done.events[-1]["outcome"] == "completed"


def test_perplexity_can_be_stopped_and_goes_on_unheard(comparing: Comparing) -> None:
    body = {"model_path": str(MODEL), "sides": [BASE], "path": str(DATA / "train.jsonl")}
    session = comparing.post("/perplexity", **body).json()["id"]
    with comparing.socket(session) as socket:
        while json.loads(socket.recv(60))["type"] != "progress":
            pass
    assert comparing.get(f"/{session}")["state"] == "running"
    comparing.post(f"/{session}/cancel")
    assert comparing.listen(session).events[-1]["outcome"] == "cancelled"


def test_every_checkpoint_in_step_order(comparing: Comparing, finished_run: Ended) -> None:
    answer = comparing.post("/scrub", run_id=finished_run.run["id"], messages=said("What colour is the fox?"))
    assert answer.status_code == 201, answer.text
    assert [side["step"] for side in answer.json()["sides"]] == [3, 6]
    done = comparing.listen(answer.json()["id"])
    assert [event["side"] for event in done.of("side_finished")] == [0, 1]
    assert [event["side"] for event in done.of("token")] == sorted(event["side"] for event in done.of("token"))
    assert done.events[-1]["outcome"] == "completed"
    single = comparing.ask([{**run_side(finished_run), "checkpoint": 3}])
    assert comparing.listen(single["id"]).text(0) == done.text(0)


def test_a_scrub_of_a_run_that_is_none(comparing: Comparing) -> None:
    answer = comparing.post("/scrub", run_id="none", messages=said("Hello"))
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "run_id")


def test_an_adapter_in_a_batch(comparing: Comparing, tmp_path: Path) -> None:
    adapter = {"source": "adapter", "path": str(make_adapter(tmp_path / "=label"))}
    name = start(comparing, sides=[adapter], path=rows_in(tmp_path, [{"prompt": "=1+1"}]))["session"]["id"]
    comparing.listen(name, room="/batches")
    table = comparing.server.client.get(f"/api/compare/batches/{name}/export", params={"format": "csv"}).text
    assert list(csv.reader(io.StringIO(table)))[1][1] == "'=1+1"
