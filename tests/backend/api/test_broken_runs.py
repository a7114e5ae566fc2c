"""Folders that are no whole runs: each is a row that says what is wrong, can be looked at as far as it goes, and deleted."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from backend.domain.run import RunState
from backend.runtime.run_folder import RunFolder
from tests.fixtures.serving import Server, serving
from tests.fixtures.synthetic_runs import make_run

POINTS = 12


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("broken")


@pytest.fixture(scope="module")
def table(home: Path) -> Iterator[Server]:
    make_run(home, 0, POINTS)
    with serving(home) as running:
        yield running


def row(server: Server, run_id: str) -> dict[str, Any]:
    answer = server.client.get("/api/results")
    assert answer.status_code == 200
    (found,) = [row for row in answer.json() if row["id"] == run_id]
    return dict(found)


def gone_after_delete(server: Server, run_id: str) -> bool:
    assert server.client.delete(f"/api/runs/{run_id}").status_code == 204
    return (
        run_id not in {row["id"] for row in server.client.get("/api/results").json()} and run_id not in server.run_ids
    )


def without_run_file(folder: RunFolder) -> None:
    folder.run_file.unlink()


def garbled(folder: RunFolder) -> None:
    folder.run_file.write_bytes(b'{"id": "\xff\x00')


def cut(folder: RunFolder) -> None:
    folder.run_file.write_bytes(folder.run_file.read_bytes()[:200])


def empty(folder: RunFolder) -> None:
    folder.run_file.write_bytes(b"")


def of_another_shape(folder: RunFolder) -> None:
    folder.run_file.write_text('{"id": 1, "kind": "new"}')


def of_another_run(folder: RunFolder) -> None:
    folder.run_file.write_bytes(folder.run_file.read_bytes().replace(b"synthetic-", b"other-"))


def a_folder_in_its_place(folder: RunFolder) -> None:
    folder.run_file.unlink()
    folder.run_file.mkdir()


def still_running(folder: RunFolder) -> None:
    run = folder.read_run()
    folder.write_run(run.model_copy(update={"state": RunState.RUNNING}))


BREAKS: list[tuple[Callable[[RunFolder], None], str]] = [
    (without_run_file, "run.json is missing"),
    (garbled, "run.json cannot be read"),
    (cut, "run.json cannot be read"),
    (empty, "run.json cannot be read"),
    (of_another_shape, "run.json cannot be read"),
    (of_another_run, "is a copy of it"),
    (a_folder_in_its_place, "run.json cannot be read"),
    (still_running, "Start the server anew"),
]


@pytest.mark.parametrize(("number", "damage", "words"), [(100 + n, *found) for n, found in enumerate(BREAKS)])
def test_a_run_that_cannot_be_read(table: Server, number: int, damage: Callable[[RunFolder], None], words: str) -> None:
    folder = make_run(table.home, number, POINTS)
    damage(folder)
    run_id = folder.path.name
    shown = row(table, run_id)
    assert words in shown["problem"]
    assert shown["state"] is None
    assert shown["adapter_name"] == f"synthetic-{number}"
    assert shown["created_at"].startswith("2026-01-05")
    assert shown["disk_bytes"] > 0
    assert table.client.get(f"/api/runs/{run_id}").status_code == 404
    events = table.client.get(f"/api/runs/{run_id}/events").json()
    assert len([event for event in events if event["type"] == "train"]) == POINTS
    assert table.listen(run_id) == (events, 1000)
    assert len(table.client.get(f"/api/runs/{run_id}/curves").json()["step"]) == POINTS
    assert "events.jsonl" in [file["path"] for file in table.client.get(f"/api/runs/{run_id}/folder").json()["files"]]
    assert table.client.patch(f"/api/runs/{run_id}", json={"note": "broken"}).json()["note"] == "broken"
    assert gone_after_delete(table, run_id)


def test_a_run_that_is_mended_is_a_run_again(table: Server) -> None:
    folder = make_run(table.home, 120, POINTS)
    whole = folder.run_file.read_bytes()
    folder.run_file.write_bytes(b"{")
    assert row(table, folder.path.name)["problem"]
    folder.run_file.write_bytes(whole)
    assert row(table, folder.path.name)["problem"] is None


def test_a_known_run_whose_run_file_is_spoilt_goes_on_being_shown(table: Server) -> None:
    folder = make_run(table.home, 121, POINTS)
    assert row(table, folder.path.name)["problem"] is None
    folder.run_file.write_text("{")
    shown = row(table, folder.path.name)
    assert "run.json cannot be read" in shown["problem"]
    assert shown["step"] == POINTS
    assert gone_after_delete(table, folder.path.name)


@pytest.mark.parametrize(
    ("number", "tail", "words"),
    [(130, b'{"seq":99,"time"', "in the middle of its last line"), (131, b"\xff\xff\n", "is damaged")],
)
def test_a_log_that_ends_badly(table: Server, number: int, tail: bytes, words: str) -> None:
    folder = make_run(table.home, number, POINTS)
    whole = folder.events.path.read_bytes()
    folder.events.path.write_bytes(whole + tail)
    shown = row(table, folder.path.name)
    assert words in shown["problem"]
    assert shown["state"] is not None
    events = table.client.get(f"/api/runs/{folder.path.name}/events").json()
    assert len(events) == whole.count(b"\n")


def test_a_log_that_is_missing_empty_or_full_of_other_things(table: Server) -> None:
    folder = make_run(table.home, 132, POINTS)
    url = f"/api/runs/{folder.path.name}"
    folder.events.path.write_bytes(b"")
    assert "is empty" in row(table, folder.path.name)["problem"]
    folder.events.path.unlink()
    assert "is missing" in row(table, folder.path.name)["problem"]
    assert table.client.get(f"{url}/events").json() == []
    assert table.client.get(f"{url}/curves").json()["step"] == []
    folder.events.path.write_bytes(b"\x00" * 1000 + b"\n[]\n{}\nhello\n")
    assert table.client.get(f"{url}/events").json() == []
    assert table.client.get(f"{url}/curves").json()["skipped_lines"] == 4
    folder.events.path.unlink()
    folder.events.path.mkdir()
    assert row(table, folder.path.name)["problem"]
    assert table.client.get(f"{url}/events").status_code == 507
    assert table.listen(folder.path.name)[1] == 4404


def test_a_folder_that_is_deleted_while_it_is_shown(table: Server) -> None:
    folder = make_run(table.home, 133, POINTS)
    assert row(table, folder.path.name)["problem"] is None
    shutil.rmtree(folder.path)
    url = f"/api/runs/{folder.path.name}"
    assert "was removed from the disk" in row(table, folder.path.name)["problem"]
    assert table.client.get(f"{url}/events").json() == []
    assert table.client.get(f"{url}/curves").json()["step"] == []
    assert table.client.patch(url, json={"starred": True}).status_code == 404
    for call in ("folder", "bundle", "report", "commands", "files"):
        assert table.client.get(f"{url}/{call}").status_code in (200, 404, 507)
    assert gone_after_delete(table, folder.path.name)
    assert table.client.get("/api/trash").json()["runs"][:1] != [{"id": folder.path.name}]


def test_a_folder_that_may_not_be_read(table: Server) -> None:
    folder = make_run(table.home, 134, POINTS)
    run_id = folder.path.name
    folder.path.chmod(0)
    try:
        assert "Permission denied" in row(table, run_id)["problem"]
        assert table.client.get(f"/api/runs/{run_id}/events").status_code == 507
        assert table.client.get(f"/api/runs/{run_id}/folder").status_code == 507
        assert table.client.patch(f"/api/runs/{run_id}", json={"starred": True}).status_code == 507
        assert gone_after_delete(table, run_id)
    finally:
        if folder.path.exists():
            folder.path.chmod(0o755)


def test_files_and_folders_of_somebody_else(table: Server) -> None:
    runs = table.home / "runs"
    (runs / "shopping list.txt").write_text("milk")
    (runs / "Ünïcode folder").mkdir()
    (runs / "Ünïcode folder" / "photo.jpg").write_bytes(bytes(5000))
    (runs / ".DS_Store").write_text("x")
    (runs / "link").symlink_to(table.home)
    assert "This is a file" in row(table, "shopping list.txt")["problem"]
    assert "run.json is missing" in row(table, "Ünïcode folder")["problem"]
    assert row(table, "Ünïcode folder")["disk_bytes"] >= 5000
    assert row(table, "link")["problem"]
    assert ".DS_Store" not in {found["id"] for found in table.client.get("/api/results").json()}
    assert table.client.patch("/api/runs/shopping list.txt", json={"starred": True}).status_code == 409
    for name in ("shopping list.txt", "Ünïcode folder", "link"):
        assert gone_after_delete(table, name)
    assert (runs / ".DS_Store").exists()
    assert table.home.is_dir()


def test_notes_that_cannot_be_read(table: Server) -> None:
    folder = make_run(table.home, 135, POINTS)
    (folder.path / "notes.json").write_text("[")
    assert "notes.json cannot be read" in row(table, folder.path.name)["problem"]
    answer = table.client.patch(f"/api/runs/{folder.path.name}", json={"starred": True}).json()
    assert (answer["starred"], answer["problem"]) == (True, None)


def test_a_server_starts_among_broken_folders(tmp_path: Path) -> None:
    for number, (damage, _) in enumerate(BREAKS[:-1]):
        damage(make_run(tmp_path, number, 3))
    (tmp_path / "runs" / "file").touch()
    whole = make_run(tmp_path, 90, 3)
    with serving(tmp_path) as server:
        found = {row["id"]: row["problem"] for row in server.client.get("/api/results").json()}
        assert len(found) == len(BREAKS) + 1
        assert [name for name, problem in found.items() if problem is None] == [whole.path.name]
        assert [run["id"] for run in server.client.get("/api/runs").json()] == [whole.path.name]
