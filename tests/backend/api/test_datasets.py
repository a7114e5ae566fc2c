"""Data at hand, uploads and reports, through the real server."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.fixtures.serving import Server

CHAT = b'{"messages": [{"role": "user", "content": "Who?"}, {"role": "assistant", "content": "I."}]}\n'


def upload(client: httpx.Client, name: str, content: bytes) -> dict[str, Any]:
    answer = client.post("/api/datasets", files={"file": (name, content)})
    assert answer.status_code == 201, answer.text
    report: dict[str, Any] = answer.json()
    return report


def test_the_demo_is_at_hand(client: httpx.Client, demo: dict[str, Any]) -> None:
    first = client.get("/api/datasets").json()[0]
    assert first["source"] == "demo"
    assert first["train"] == demo["train_data_path"]
    assert first["valid"] == demo["val_data_path"]
    assert first["bytes"] == Path(first["train"]).stat().st_size


def test_an_upload_is_kept_reported_and_listed(server: Server) -> None:
    report = upload(server.client, "my rows.jsonl", CHAT * 3)
    assert (report["rows"], report["format"], report["error_count"]) == (3, "chat", 0)
    kept = Path(report["path"])
    assert kept == server.home / "datasets" / "my-rows.jsonl"
    assert kept.read_bytes() == CHAT * 3
    listed = server.client.get("/api/datasets").json()
    assert str(kept) in [entry["train"] for entry in listed if entry["source"] == "upload"]


def test_a_second_upload_of_a_name_keeps_both(client: httpx.Client) -> None:
    first, second = upload(client, "twice.jsonl", CHAT), upload(client, "twice.jsonl", CHAT * 2)
    assert Path(first["path"]).read_bytes() == CHAT
    assert Path(second["path"]).name == "twice-2.jsonl"


@pytest.mark.parametrize(
    "name", ["../../outside.jsonl", "..\\outside.jsonl", "/etc/outside.jsonl", ".jsonl", "é😀.jsonl"]
)
def test_an_upload_stays_in_its_folder(server: Server, name: str) -> None:
    kept = Path(upload(server.client, name, CHAT)["path"])
    assert kept.parent == server.home / "datasets"
    assert not kept.name.startswith(".")
    assert kept.is_file()


def test_an_upload_with_errors_is_kept_with_its_report(client: httpx.Client) -> None:
    report = upload(client, "broken.jsonl", CHAT + b"{oops\n" + CHAT)
    assert report["rows"] == 2
    (error,) = report["errors"]
    assert error["line"] == 2
    assert error["hint"]


def test_an_upload_without_a_file(client: httpx.Client) -> None:
    answer = client.post("/api/datasets", files={"other": ("a.jsonl", CHAT)})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "file"


def test_inspect_reports_a_path(client: httpx.Client, demo: dict[str, Any]) -> None:
    report = client.post("/api/datasets/inspect", json={"path": demo["train_data_path"]}).json()
    assert report["rows"] == 272
    assert report["format"] == "chat"
    assert report["rows_without_answer"] == 0
    assert len(report["sample"]) == 3
    assert 0 < report["characters_mean"] < report["characters_max"]


def test_inspect_takes_a_folder_with_train_jsonl(client: httpx.Client, demo: dict[str, Any]) -> None:
    folder = Path(demo["train_data_path"]).parent
    assert client.post("/api/datasets/inspect", json={"path": str(folder)}).json()["rows"] == 272


@pytest.mark.parametrize("path", ["/nowhere.jsonl", "a\0b", "~nobody-here/x", "/" + "x" * 3000, "", "x" * 5000])
def test_inspect_names_what_is_wrong_with_a_path(client: httpx.Client, path: str) -> None:
    answer = client.post("/api/datasets/inspect", json={"path": path})
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["field"] == "path"
    assert error["message"]
    assert error["hint"]
