"""Reports and the token viewer through the real server, with real workers and the demo's tokenizer."""

import json
import shutil
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.fixtures.data_jobs import problem, result
from tests.fixtures.serving import PROJECT, Server

MODEL = str(PROJECT / "configs" / "demo" / "model")
REPORTS = "/api/datasets/reports"
Row = dict[str, Any]


def chat(*turns: str, **more: Any) -> Row:
    """A row whose turns go user, assistant, user, ..."""
    roles = ("user", "assistant")
    return {"messages": [{"role": roles[at % 2], "content": text} for at, text in enumerate(turns)], **more}


def write(folder: Path, rows: list[Any], name: str = "rows.jsonl") -> str:
    file = folder / name
    file.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows))
    return str(file)


def report(client: httpx.Client, path: str, **more: Any) -> dict[str, Any]:
    return result(client, REPORTS, {"path": path, "model": MODEL, **more})


def findings(made: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {found["kind"]: found for found in made["findings"]}


GOOD = [
    chat(f"What does the {name} eat?", f"The {name} eats {food}.")
    for name, food in [("fox", "berries"), ("bear", "honey"), ("cow", "grass"), ("owl", "mice")]
]
CALL = {"role": "assistant", "content": "", "tool_calls": [{"function": {"name": "look", "arguments": "{oops"}}]}
LONG = chat("Tell me about the fox.", "word " * 100)
CASES: dict[str, tuple[list[Any], str, list[int]]] = {
    "truncated": ([*GOOD, LONG], "truncated", [5]),
    "nothing trained": ([chat("word " * 100, "yes"), *GOOD], "nothing_trained", [1]),
    "empty answer": ([*GOOD, chat("Who?", "  ")], "empty_answer", [5]),
    "two users": ([{"messages": [{"role": "user", "content": "a"}] * 2 + GOOD[0]["messages"][1:]}], "role_order", [1]),
    "assistant first": ([*GOOD, {"messages": GOOD[0]["messages"][::-1] + GOOD[0]["messages"]}], "role_order", [5]),
    "no answer": ([*GOOD, chat("a", "b", "c")], "role_order", [5]),
    "late system": (
        [*GOOD, {"messages": [*GOOD[0]["messages"], {"role": "system", "content": "x"}]}],
        "role_order",
        [5],
    ),
    "broken arguments": ([*GOOD, {"messages": [*GOOD[0]["messages"][:1], CALL]}], "broken_tool_call", [5]),
    "repeated key": ([*GOOD, json.dumps(chat("x", "y"))[:-1] + ', "n": 1, "n": 2}'], "repeated_key", [5]),
    "exact duplicates": ([*GOOD, GOOD[1], GOOD[1]], "exact_duplicate", [5, 6]),
    "near duplicates": ([*GOOD, chat("what does the FOX eat", "The fox eats  berries!")], "near_duplicate", [5]),
}


@pytest.mark.parametrize(("rows", "kind", "lines"), CASES.values(), ids=CASES.keys())
def test_a_finding_names_its_lines(
    client: httpx.Client, tmp_path: Path, rows: list[Any], kind: str, lines: list[int]
) -> None:
    made = report(client, write(tmp_path, rows), max_seq_length=64, mask_prompt=True)
    found = findings(made)[kind]
    assert [place["line"] for place in found["places"]] == lines
    assert [place["row"] for place in found["places"]] == lines
    assert found["rows"] == len(lines)
    assert found["title"]
    assert found["why"].endswith(".")
    assert found["example"]
    assert made["rows"] == len(rows)


def test_good_rows_have_no_findings(client: httpx.Client, tmp_path: Path) -> None:
    made = report(client, write(tmp_path, GOOD))
    assert made["findings"] == []
    assert made["rows"] == sum(bin_["rows"] for bin_ in made["histogram"]) == 4
    assert made["tokens_total"] >= made["trained_tokens"] > 0
    assert made["trainer_tokens"] == made["trained_tokens"] + 4


def test_lost_answer_tokens_are_those_beyond_the_limit(client: httpx.Client, tmp_path: Path) -> None:
    made = report(client, write(tmp_path, [LONG, *GOOD]), max_seq_length=64)
    assert (made["truncated_rows"], made["answer_lost_rows"]) == (1, 0)
    assert made["cut_answer_tokens"] == made["cut_tokens"] == made["tokens_max"] - 64


def test_rows_of_the_validation_file_that_are_trained_on(client: httpx.Client, tmp_path: Path) -> None:
    near = chat("what does the bear eat", "the bear eats honey")
    val = write(tmp_path, ["", GOOD[0], chat("New?", "Yes, new."), near], "valid.jsonl")
    made = report(client, write(tmp_path, GOOD), val_path=val)
    assert made["val_rows"] == 3
    assert findings(made)["valid_in_train"]["places"] == [{"line": 2, "row": 1}]
    assert findings(made)["valid_near_train"]["places"] == [{"line": 4, "row": 3}]


def test_a_folder_brings_its_validation_rows_along(client: httpx.Client, tmp_path: Path) -> None:
    write(tmp_path, GOOD, "train.jsonl")
    val = write(tmp_path, [GOOD[1], chat("New?", "Yes, new.")], "valid.jsonl")
    made = report(client, str(tmp_path))
    assert (made["val_path"], made["val_rows"]) == (val, 2)
    assert findings(made)["valid_in_train"]["places"] == [{"line": 1, "row": 1}]
    assert report(client, str(tmp_path / "train.jsonl"))["val_path"] is None


def test_a_text_row_without_an_end_token_cannot_be(client: httpx.Client, tmp_path: Path) -> None:
    """mlx-lm itself ends text rows; a chat template that does not is found out."""
    assert report(client, write(tmp_path, [{"text": "a b c"}]))["findings"] == []
    model = tmp_path / "model"
    shutil.copytree(MODEL, model)
    config = json.loads((model / "tokenizer_config.json").read_text())
    config["chat_template"] = config["chat_template"].replace("'<|im_end|>' + ", "")
    (model / "tokenizer_config.json").write_text(json.dumps(config))
    made = result(client, REPORTS, {"path": write(tmp_path, GOOD), "model": str(model)})
    assert findings(made)["no_end_token"]["rows"] == 4


def test_the_same_question_is_answered_from_the_cache(server: Server, tmp_path: Path) -> None:
    first, path = GOOD[:3], tmp_path / "again.jsonl"
    made = report(server.client, write(tmp_path, first))
    assert not made["from_cache"]
    shutil.copy(tmp_path / "rows.jsonl", path)
    again = report(server.client, str(path))
    assert again["from_cache"]
    assert again["path"] == str(path)
    assert {**again, "from_cache": False, "path": made["path"]} == made
    assert not report(server.client, str(path), max_seq_length=100)["from_cache"]
    path.write_text(path.read_text() + json.dumps(GOOD[3]))
    assert not report(server.client, str(path))["from_cache"]


def test_errors_are_told_by_line(client: httpx.Client, tmp_path: Path) -> None:
    wrong = [
        "{oops",
        json.dumps({"messages": [{"role": "user", "content": 7}]}),
        '{"text": "another format"}',
        json.dumps({"messages": [{"role": "user", "content": [["nested"]]}]}),
    ]
    made = report(client, write(tmp_path, [*GOOD, "", *wrong]))
    assert made["rows"] == 4
    assert [error["line"] for error in made["errors"]] == [6, 7, 8, 9]
    assert made["error_count"] == 4


def test_what_cannot_be_reported_on(client: httpx.Client, tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    shutil.copytree(MODEL, tmp_path / "mute")
    config = json.loads((tmp_path / "mute" / "tokenizer_config.json").read_text())
    del config["chat_template"]
    (tmp_path / "mute" / "tokenizer_config.json").write_text(json.dumps(config))
    rows = write(tmp_path, GOOD)
    cases: list[tuple[dict[str, Any], str, str]] = [
        ({"model": str(tmp_path / "bare")}, "model", "config.json"),
        ({"model": str(tmp_path / "mute")}, "model", "no chat template"),
        ({"path": write(tmp_path, ["{oops"], "broken.jsonl")}, "path", "no row"),
        ({"path": write(tmp_path, [{"text": "a"}], "text.jsonl"), "mask_prompt": True}, "mask_prompt", "no prompt"),
    ]
    for change, field, words in cases:
        said = problem(client, REPORTS, {"path": rows, "model": MODEL, **change})
        assert said["field"] == field
        assert words in said["message"]
    answer = client.post(REPORTS, json={"path": "/nowhere.jsonl", "model": MODEL})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "path"


def test_a_report_can_be_cancelled(server: Server, tmp_path: Path) -> None:
    row = json.dumps(chat("Tell me about the fox.", "word " * 200))
    (tmp_path / "large.jsonl").write_text((row + "\n") * 20_000)
    started = server.client.post(REPORTS, json={"path": str(tmp_path / "large.jsonl"), "model": MODEL})
    address = started.headers["location"]
    assert server.client.delete(address).status_code == 204
    assert server.client.get(address, params={"wait": 30}).json()["state"] == "cancelled"
    assert server.client.delete(address).status_code == 204
    assert server.client.get(address).status_code == 404


def test_rows_one_after_the_other(client: httpx.Client, tmp_path: Path) -> None:
    body = {"path": write(tmp_path, ["", *GOOD]), "model": MODEL, "mask_prompt": True, "max_seq_length": 24}
    for row in range(1, 5):
        shown = client.post("/api/datasets/tokens", json={**body, "row": row}).json()
        assert (shown["row"], shown["line"], shown["rows"]) == (row, row + 1, 4)
        uses = [token["use"] for token in shown["tokens"]]
        assert uses == sorted(uses, key=["context", "trained", "cut"].index)
        assert uses.count("trained") == shown["trained"]
    by_line = client.post("/api/datasets/tokens", json={**body, "line": 3}).json()
    assert by_line["row"] == 2


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"row": 99}, "row", "no row 99"),
        ({"line": 1}, "line", "no row on line 1"),
        ({"line": 77}, "line", "no row on line 77"),
        ({"row": 5}, "row", "Line 6: Not JSON"),
        ({"path": "/nowhere.jsonl"}, "path", "no file"),
        ({"model": "/nowhere"}, "model", "no folder"),
        ({"model": "nobody/nothing"}, "model", "hub could not be reached"),
        ({"max_seq_length": 1}, "max_seq_length", "at least 8"),
    ],
)
def test_rows_that_cannot_be_shown(
    client: httpx.Client, tmp_path: Path, change: dict[str, Any], field: str, words: str
) -> None:
    body = {"path": write(tmp_path, ["", *GOOD, "{oops"]), "model": MODEL, **change}
    answer = client.post("/api/datasets/tokens", json=body)
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["field"] == field
    assert words in error["message"]
    assert error["hint"].endswith(".")


def test_a_file_that_has_changed_is_read_anew(client: httpx.Client, tmp_path: Path) -> None:
    body = {"path": write(tmp_path, GOOD), "model": MODEL}
    assert client.post("/api/datasets/tokens", json=body).json()["rows"] == 4
    write(tmp_path, GOOD * 2)
    assert client.post("/api/datasets/tokens", json=body).json()["rows"] == 8


def test_an_unknown_report(client: httpx.Client) -> None:
    assert client.get(f"{REPORTS}/nothing").status_code == 404
    assert client.delete(f"{REPORTS}/nothing").status_code == 404
