"""A run taken from one home to another: the same row, curves and proof, and nothing of the first computer with it."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from tests.fixtures.serving import Ended, Server, serving
from tests.fixtures.synthetic_runs import make_run

OF_THIS_HOME = {"imported_at", "imported_from", "disk_bytes"}


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("elsewhere")) as running:
        yield running


def bundle(server: Server, run_id: str, *, adapter: bool = False) -> bytes:
    answer = server.client.get(f"/api/runs/{run_id}/bundle", params={"adapter": adapter})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"] == f'attachment; filename="{run_id}.zip"'
    return answer.content


def take_in(server: Server, content: bytes, name: str = "from-ann.zip") -> httpx.Response:
    return server.client.post("/api/bundles", params={"name": name}, content=content)


def row(server: Server, run_id: str) -> dict[str, Any]:
    (found,) = [row for row in server.client.get("/api/results").json() if row["id"] == run_id]
    return {name: value for name, value in found.items() if name not in OF_THIS_HOME}


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_same_row_curves_and_proof_in_another_home(server: Server, elsewhere: Server, finished_run: Ended) -> None:
    run_id = finished_run.run["id"]
    server.client.patch(f"/api/runs/{run_id}", json={"tags": ["good"], "note": "Take this one."})
    answer = take_in(elsewhere, bundle(server, run_id, adapter=True))
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == f"/api/runs/{run_id}"
    arrived = answer.json()
    assert arrived == elsewhere.client.get(f"/api/runs/{run_id}").json()
    assert arrived["imported"]["source"] == "from-ann.zip"
    assert (arrived["process"], arrived["folder"]) == (None, str(elsewhere.folder(run_id).path))
    assert arrived["proof"] == {**finished_run.run["proof"], "adapter_file": "adapters/adapters.safetensors"}
    for same in ("state", "metrics", "versions", "data_sha256", "plan", "created_at", "ended_at"):
        assert arrived[same] == finished_run.run[same], same
    assert row(elsewhere, run_id) == row(server, run_id)
    curves = f"/api/runs/{run_id}/curves"
    assert elsewhere.client.get(curves).json() == server.client.get(curves).json()
    here, there = server.folder(run_id), elsewhere.folder(run_id)
    assert there.adapter_file.read_bytes() == here.adapter_file.read_bytes()
    assert {path.name for path in there.path.iterdir()} >= {
        "config.json",
        "run.json",
        "mlx.yaml",
        "events.jsonl",
        "notes.json",
    }
    assert list(there.data.iterdir()) == []
    settings = yaml.safe_load(there.mlx_yaml.read_text())
    assert (settings["data"], settings["adapter_path"], settings["model"]) == ("data", "adapters", "model")
    assert elsewhere.client.get(f"/api/runs/{run_id}/report").status_code == 200
    events = elsewhere.client.get(f"/api/runs/{run_id}/events").json()
    assert [event["seq"] for event in events] == [event["seq"] for event in finished_run.events]


def test_no_rows_and_nothing_of_this_computer(server: Server, finished_run: Ended) -> None:
    run_id = finished_run.run["id"]
    token = "hf_" + "a1B2" * 8
    server.client.patch(f"/api/runs/{run_id}", json={"note": f"Kept in {server.home}, key {token}."})
    parts = parts_of(bundle(server, run_id))
    assert {"manifest.json", "config.json", "run.json", "mlx.yaml", "events.jsonl"} <= set(parts)
    assert not [name for name in parts if name.startswith(("data", "source", "state", "adapters", "trainer"))]
    row_words = json.loads((server.folder(run_id).path / "data" / "train.jsonl").read_bytes().splitlines()[0])
    spoken = max(json.dumps(row_words).split('"'), key=len)
    for name, content in parts.items():
        text = content.decode()
        for secret in (str(server.home), str(Path.home()), finished_run.run["config"]["model_path"], token, spoken):
            assert secret not in text, (name, secret)
    manifest = json.loads(parts["manifest.json"])
    assert manifest["format"] == 1
    assert set(manifest["parts"]) == set(parts) - {"manifest.json"}
    assert manifest["data_sha256"] == finished_run.run["data_sha256"]
    assert manifest["proof_ok"] is True


def test_a_second_time_is_refused_and_after_a_delete_it_is_not(elsewhere: Server, tmp_path: Path) -> None:
    run_id = make_run(tmp_path, 7, 6).path.name
    with serving(tmp_path) as first:
        content = bundle(first, run_id)
    assert take_in(elsewhere, content).status_code == 201
    again = take_in(elsewhere, content)
    assert again.status_code == 409
    assert "already here" in again.json()["detail"]
    elsewhere.client.delete(f"/api/runs/{run_id}")
    assert take_in(elsewhere, content).status_code == 201
    assert elsewhere.client.get(f"/api/runs/{run_id}").json()["state"] == "stopped"


def test_an_imported_run_cannot_go_on_and_says_why(elsewhere: Server, server: Server, finished_run: Ended) -> None:
    run_id = finished_run.run["id"]
    take_in(elsewhere, bundle(server, run_id))
    answer = elsewhere.client.post(f"/api/runs/{run_id}/resume", json={"iterations": 10})
    assert answer.status_code == 409
    assert "imported without its rows" in answer.json()["detail"]


def test_runs_of_every_kind_and_end(elsewhere: Server, tmp_path: Path) -> None:
    folders = [make_run(tmp_path, number, 8) for number in range(200, 212)]
    with serving(tmp_path) as first:
        for folder in folders:
            run_id = folder.path.name
            assert take_in(elsewhere, bundle(first, run_id)).status_code == 201
            assert row(elsewhere, run_id) == row(first, run_id)


def test_answers_of_the_model_are_left_out(tmp_path: Path) -> None:
    folder = make_run(tmp_path, 3, 4)
    folder.events.append(
        "completion",
        step=1,
        prompt="SECRET",
        completion="SECRET",
        answer="SECRET",
        scores={"a": 1},
        total=1,
        advantage=0,
    )
    with serving(tmp_path) as first:
        events = parts_of(bundle(first, folder.path.name))["events.jsonl"].decode()
    assert "SECRET" not in events
    assert '"type":"completion"' in events


def test_lines_that_are_no_events_stay_here(tmp_path: Path) -> None:
    folder = make_run(tmp_path, 3, 4)
    whole = folder.events.path.read_bytes()
    folder.events.path.write_bytes(whole + b'{"path": "/people/ann"}\n\xff\n{"seq":')
    with serving(tmp_path) as first:
        events = parts_of(bundle(first, folder.path.name))["events.jsonl"]
    assert events.count(b"\n") == whole.count(b"\n")


def test_what_cannot_be_packed(elsewhere: Server, tmp_path: Path, server: Server, demo_config: dict[str, Any]) -> None:
    run_id = make_run(tmp_path, 7, 6).path.name
    with serving(tmp_path) as first:
        without = first.client.get(f"/api/runs/{run_id}/bundle", params={"adapter": True})
    assert without.status_code == 409
    assert "no adapter" in without.json()["detail"]
    going = server.start({**demo_config, "iterations": 5000, "adapter_name": "going"})
    refused = server.client.get(f"/api/runs/{going}/bundle")
    server.client.post(f"/api/runs/{going}/stop")
    server.wait_for_end(going)
    assert refused.status_code == 409
    assert "has not ended" in refused.json()["detail"]
    assert elsewhere.client.get("/api/runs/none/bundle").status_code == 404
