"""Fixes, splits and uploads through the real server."""

import http.client
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from backend.api.body_limit import MAX_BODY
from tests.fixtures.data_jobs import problem, result
from tests.fixtures.serving import PROJECT, Server

MODEL = str(PROJECT / "configs" / "demo" / "model")
ANIMALS = ("fox", "bear", "cow", "owl", "seal", "swan", "goat", "hare", "crow", "lynx")
Row = dict[str, Any]


def chat(*turns: str) -> Row:
    roles = ("user", "assistant")
    return {"messages": [{"role": roles[at % 2], "content": text} for at, text in enumerate(turns)]}


def write(folder: Path, rows: list[Any], name: str = "rows.jsonl") -> str:
    file = folder / name
    file.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows))
    return str(file)


def read(path: str) -> list[Row]:
    return [json.loads(line) for line in Path(path).read_text().splitlines()]


SHORT = [chat(f"Where does the {name} live?", f"The {name} lives here.") for name in ANIMALS]
TALK = chat("Where does the fox live?", "In a den.", "And the bear?", "In a cave.", "And the owl?", "In a tree.")
ASKED = chat("please " * 60 + "tell me where the fox lives", "In a den.")
ANSWERED = chat("Tell me about the fox.", "word " * 80)
SETTINGS = {"max_seq_length": 48, "mask_prompt": True, "batch_size": 4}


def fix(client: httpx.Client, path: str, kind: str, *, apply: bool = False, **settings: Any) -> dict[str, Any]:
    body = {"path": path, "model": MODEL, "settings": {**SETTINGS, **settings}, "fix": kind}
    return result(client, "/api/datasets/fixes" + ("/apply" if apply else ""), body)


def test_a_preview_writes_nothing_and_says_what_the_fix_does(server: Server, tmp_path: Path) -> None:
    path = write(tmp_path, [*SHORT, TALK, ASKED, ANSWERED, "{oops"])
    before = set((server.home / "datasets").glob("*"))
    made = fix(server.client, path, "drop")
    assert set((server.home / "datasets").glob("*")) == before
    assert made["path"] is None
    assert (made["before"]["rows"], made["after"]["rows"], made["removed_rows"]) == (13, 10, 3)
    assert made["before"]["cut_answer_tokens"] > 0
    assert made["after"]["cut_answer_tokens"] == made["after"]["truncated_rows"] == 0
    assert made["error_lines"] == 1
    assert made["text"].endswith(".")


@pytest.mark.parametrize("kind", ["drop", "shorten", "split"])
def test_what_is_applied_is_what_was_previewed(server: Server, tmp_path: Path, kind: str) -> None:
    path = write(tmp_path, [*SHORT, TALK, ASKED, ANSWERED])
    original = Path(path).read_bytes()
    preview, applied = fix(server.client, path, kind), fix(server.client, path, kind, apply=True)
    assert Path(path).read_bytes() == original
    assert {**applied, "path": None} == preview
    assert Path(applied["path"]).parent == server.home / "datasets"
    again = fix(server.client, applied["path"], kind)
    assert again["before"] == applied["after"]
    assert fix(server.client, path, kind, apply=True)["path"] != applied["path"]


def test_shortening_keeps_the_whole_answer(client: httpx.Client, tmp_path: Path) -> None:
    made = fix(client, write(tmp_path, [*SHORT, TALK, ASKED, ANSWERED]), "shorten", apply=True)
    *kept, talk, asked, answered = read(made["path"])
    assert kept == SHORT
    assert talk["messages"][-1] == TALK["messages"][-1]
    assert TALK["messages"][-len(talk["messages"]) :] == talk["messages"]
    assert asked["messages"][1] == ASKED["messages"][1]
    assert ASKED["messages"][0]["content"].endswith(asked["messages"][0]["content"])
    assert answered == ANSWERED, "its answer alone is too long, so it stays"
    assert (made["changed_rows"], made["unmended_rows"]) == (2, 1)
    assert 0 < made["after"]["cut_answer_tokens"] <= made["before"]["cut_answer_tokens"]


def test_splitting_keeps_every_turn_and_every_word(client: httpx.Client, tmp_path: Path) -> None:
    system = {"role": "system", "content": "Be brief."}
    made = fix(client, write(tmp_path, [{"messages": [system, *TALK["messages"]]}]), "split", apply=True)
    rows = read(made["path"])
    assert len(rows) == 1 + made["added_rows"] > 1
    assert all(row["messages"][0] == system for row in rows)
    assert [turn for row in rows for turn in row["messages"][1:]] == TALK["messages"]
    text = " ".join(f"word{number}" for number in range(100))
    pieces = read(fix(client, write(tmp_path, [{"text": text}]), "split", apply=True, mask_prompt=False)["path"])
    assert len(pieces) > 1
    assert "".join(piece["text"] for piece in pieces) == text


def test_completions_are_shortened_at_the_prompt(client: httpx.Client, tmp_path: Path) -> None:
    row = {"prompt": "please " * 60 + "answer", "completion": "Yes, I do."}
    made = read(fix(client, write(tmp_path, [row]), "shorten", apply=True)["path"])
    assert made[0]["completion"] == row["completion"]
    assert made[0]["prompt"].endswith("answer")


def test_raising_the_limit_loses_nothing_and_needs_no_file(client: httpx.Client, tmp_path: Path) -> None:
    made = fix(client, write(tmp_path, [*SHORT, ANSWERED]), "raise_limit", apply=True)
    assert made["path"] is None
    assert made["max_seq_length"] % 64 == 0
    proof = fix(client, str(tmp_path / "rows.jsonl"), "raise_limit", max_seq_length=made["max_seq_length"])
    assert proof["before"] == made["after"]
    assert proof["before"]["truncated_rows"] == 0
    assert made["context_length"] == json.loads((Path(MODEL) / "config.json").read_text())["max_position_embeddings"]


def test_a_fix_that_would_leave_nothing(client: httpx.Client, tmp_path: Path) -> None:
    body = {"path": write(tmp_path, [ANSWERED]), "model": MODEL, "settings": SETTINGS, "fix": "drop"}
    assert problem(client, "/api/datasets/fixes/apply", body)["field"] == "fix"


def split(client: httpx.Client, path: str, **more: Any) -> dict[str, Any]:
    return result(client, "/api/datasets/split", {"path": path, **more})


def test_a_split_holds_every_row_once(server: Server, tmp_path: Path) -> None:
    rows = [chat(f"Question {number} about {name}?", f"Answer {number}.") for number in range(10) for name in ANIMALS]
    path = write(tmp_path, ["", *rows, "{oops"], "my rows.jsonl")
    made = split(server.client, path, valid=0.2, test=0.1, seed=3)
    parts = {file["name"]: read(file["path"]) for file in made["files"]}
    assert {name: len(part) for name, part in parts.items()} == {"train": 70, "valid": 20, "test": 10}
    assert sorted(json.dumps(row) for part in parts.values() for row in part) == sorted(map(json.dumps, rows))
    assert parts["train"] == [row for row in rows if row in parts["train"]], "in the order of the file"
    assert made["error_lines"] == 1
    assert Path(made["folder"]).parent == server.home / "datasets"
    listed = {entry["train"]: entry for entry in server.client.get("/api/datasets").json()}
    assert listed[made["folder"] + "/train.jsonl"]["valid"] == made["folder"] + "/valid.jsonl"
    again = split(server.client, path, valid=0.2, test=0.1, seed=3)
    assert again["folder"] != made["folder"]
    assert [read(file["path"]) for file in again["files"]] == list(parts.values())
    other = split(server.client, path, valid=0.2, test=0.1, seed=4)
    assert [read(file["path"]) for file in other["files"]] != list(parts.values())


def test_near_duplicates_never_cross(client: httpx.Client, tmp_path: Path) -> None:
    rows = []
    for number in range(30):
        asked, answer = f"Where does animal {number} live?", f"Number {number} lives in place {number * 7}."
        rows += [chat(asked, answer), chat(asked.upper(), answer + "!!"), chat(asked, answer)]
    made = split(client, write(tmp_path, rows), valid=0.2, test=0.2)
    assert (made["groups"], made["grouped_rows"], made["largest_group"]) == (30, 90, 3)
    animals = []
    for file in made["files"]:
        asked = {row["messages"][0]["content"].lower() for row in read(file["path"])}
        assert file["rows"] == 3 * len(asked)
        animals += list(asked)
    assert len(animals) == len(set(animals)) == 30
    fewer = split(client, write(tmp_path, rows), valid=0.2, test=0, drop_duplicates=True)
    assert fewer["dropped_duplicates"] == 30
    assert [file["name"] for file in fewer["files"]] == ["train", "valid"]


def test_a_split_that_cannot_be(client: httpx.Client, tmp_path: Path) -> None:
    alike = write(tmp_path, [SHORT[0]] * 10)
    assert problem(client, "/api/datasets/split", {"path": alike})["field"] == "valid"
    answer = client.post("/api/datasets/split", json={"path": alike, "valid": 0, "test": 0})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "valid"
    assert not list(tmp_path.glob(".*"))


def test_a_streamed_upload_is_kept_under_its_kind(server: Server) -> None:
    body = json.dumps(SHORT[0]).encode() + b"\n"
    answer = server.client.put("/api/datasets/files", params={"name": "été 1.jsonl"}, content=body)
    assert answer.status_code == 201, answer.text
    kept = answer.json()
    assert kept["kind"] == "jsonl"
    assert Path(kept["path"]).parent == server.home / "datasets"
    assert Path(kept["path"]).read_bytes() == body
    table = server.client.put("/api/datasets/files", params={"name": "../../a.csv"}, content=b"prompt,answer\na,b\n")
    assert table.json()["kind"] == "csv"
    assert Path(table.json()["path"]) == server.home / "uploads" / "a.csv"


def test_an_upload_may_be_longer_than_an_ordinary_request(server: Server) -> None:
    body = (json.dumps(SHORT[0]).encode() + b"\n") * (MAX_BODY // 20)
    assert len(body) > MAX_BODY
    answer = server.client.put("/api/datasets/files", params={"name": "long.jsonl"}, content=body)
    assert answer.status_code == 201, answer.text


def pieces(count: int) -> Iterator[bytes]:
    row = json.dumps(SHORT[0]).encode() + b"\n"
    for _ in range(count):
        yield row * 1000


def test_an_upload_in_pieces_needs_no_length(server: Server) -> None:
    answer = server.client.put("/api/datasets/files", params={"name": "pieces.jsonl"}, content=pieces(30))
    assert answer.status_code == 201
    assert Path(answer.json()["path"]).stat().st_size == answer.json()["bytes"] == sum(map(len, pieces(30)))


def test_an_upload_that_is_too_large_is_refused_at_once(server: Server) -> None:
    """Before a byte of it has come."""
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=30)
    connection.putrequest("PUT", "/api/datasets/files?name=a.jsonl")
    connection.putheader("Content-Length", str(10**14))
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status == 413
    assert "path" in json.loads(answer.read())["detail"]
    connection.close()


def test_uploads_that_are_no_data_leave_nothing(server: Server) -> None:
    folder = server.home / "uploads"
    before = set(folder.glob("*"))
    for name, body in (("a.csv", b"\x1f\x8b rest"), ("b.json", b"\0\0\0")):
        answer = server.client.put("/api/datasets/files", params={"name": name}, content=body)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == "file"
    assert set(folder.glob("*")) == before


def test_a_cancelled_job_leaves_nothing_half_written(server: Server, tmp_path: Path) -> None:
    body = {"path": write(tmp_path, [ANSWERED] * 40_000), "model": MODEL, "settings": SETTINGS, "fix": "drop"}
    before = set((server.home / "datasets").iterdir())
    address = server.client.post("/api/datasets/fixes/apply", json=body).headers["location"]
    while not server.client.get(address, params={"wait": 0.1}).json()["progress"]:
        pass
    looks = server.client.post("/api/datasets/columns", json={"path": body["path"]})
    assert server.client.get(looks.headers["location"], params={"wait": 30}).json()["state"] == "done", (
        "waits for nobody"
    )
    server.client.delete(address)
    assert server.client.get(address, params={"wait": 30}).json()["state"] == "cancelled"
    assert set((server.home / "datasets").iterdir()) == before


def test_a_worker_ends_with_its_owner(tmp_path: Path) -> None:
    work = {"path": write(tmp_path, [ANSWERED] * 40_000), "model": MODEL, "settings": SETTINGS, "fix": "drop"}
    command = [sys.executable, "-m", "backend.workers.fix_rows"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=PROJECT, start_new_session=True
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(json.dumps({**work, "folder": str(tmp_path / "out")}).encode() + b"\n")
        child.stdin.flush()
        assert b"progress" in child.stdout.readline()
        helpers = psutil.Process(child.pid).children(recursive=True)
        child.stdin.close()
        assert child.wait(60) != 0
    _, alive = psutil.wait_procs(helpers, timeout=60)
    assert alive == []
    assert list((tmp_path / "out").iterdir()) == []


def test_an_unknown_job(client: httpx.Client) -> None:
    assert client.get("/api/datasets/jobs/nothing").status_code == 404
