"""Method comparisons with real training: equal tokens, measured by themselves, over a restart, and refused where they make no sense."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.serving import PROJECT, Ended, Server

QUICK = {"iterations": 4, "steps_per_report": 1, "steps_per_eval": 100, "batch_size": 5, "learning_rate": 1e-4}
"""272 training and 48 validation rows are no multiple of the batch: where Setup repeats rows and mlx-lm leaves some out."""
RL = {
    "iterations": 2,
    "batch_size": 2,
    "group_size": 2,
    "max_completion_length": 6,
    "temperature": 1.5,
    "steps_per_report": 1,
    "steps_per_eval": 2,
}
DEMO = PROJECT / "configs" / "demo"


def create(server: Server, source: dict[str, Any], **choice: Any) -> dict[str, Any]:
    answer = server.client.post("/api/comparisons", json={"source": source, **choice})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    assert answer.headers["Location"] == f"/api/comparisons/{found['id']}"
    return found


def ended(server: Server, run_id: str) -> dict[str, Any]:
    """The run once it has ended, however long it waits in the queue, where nothing is told."""
    for _ in range(5):
        with suppress(TimeoutError):
            return server.wait_for_end(run_id).run
    raise AssertionError(run_of(server, run_id))


def measured(server: Server, comparison_id: str) -> dict[str, Any]:
    """The comparison once every run has been trained and measured."""
    found: dict[str, Any] = server.client.get(f"/api/comparisons/{comparison_id}").json()
    for member in found["members"]:
        ended(server, member["run_id"])
    while not found["evidence"]["complete"]:
        for one in server.client.get("/api/evaluations").json():
            address = f"/api/runs/{one['run_id']}/evaluations/{one['id']}"
            server.client.get(address, params={"wait": 30})
        found = server.client.get(f"/api/comparisons/{comparison_id}").json()
        states = [one["evaluation_state"] for method in found["reports"] for one in method["runs"]]
        assert "failed" not in states, found
    return found


def method(report: dict[str, Any], kind: str) -> dict[str, Any]:
    return next(found for found in report["reports"] if found["kind"] == kind)


def draft(demo: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"kind": "sft", "config": {**demo, **QUICK, "adapter_name": "draft", **changes}}


def run_of(server: Server, run_id: str) -> dict[str, Any]:
    found: dict[str, Any] = server.client.get(f"/api/runs/{run_id}").json()
    return found


@pytest.fixture(scope="module")
def source(server: Server, demo: dict[str, Any]) -> Ended:
    return server.wait_for_end(server.start({**demo, **QUICK, "adapter_name": "source"}))


@pytest.fixture(scope="module")
def compared(server: Server, source: Ended) -> dict[str, Any]:
    """A finished run against its twins, two seeds each."""
    made = create(server, {"run_id": source.run["id"]}, seeds=[0, 1])
    return measured(server, made["id"])


def test_the_source_counts_and_only_its_twins_are_trained(
    server: Server, source: Ended, compared: dict[str, Any]
) -> None:
    assert [(one["kind"], one["seed"]) for one in compared["members"]] == [
        ("sft", 0),
        ("sft", 1),
        ("sft_attention", 0),
        ("sft_attention", 1),
    ]
    assert compared["members"][0]["run_id"] == compared["source_run_id"] == source.run["id"]
    assert len({one["run_id"] for one in compared["members"]}) == 4
    for member in compared["members"]:
        run = run_of(server, member["run_id"])
        assert run["comparison_id"] == compared["id"]
        assert (run["kind"], run["config"]["seed"]) == (member["kind"], member["seed"])
        assert run["state"] == "completed"
        kept = json.loads(server.folder(member["run_id"]).run_file.read_text())
        assert kept["comparison_id"] == compared["id"]
    rows = {row["id"]: row for row in server.client.get("/api/results").json()}
    for member in compared["members"]:
        assert rows[member["run_id"]]["comparison"] == compared["id"]
        assert rows[member["run_id"]]["test_loss"] is not None


def test_all_trained_the_same_tokens(compared: dict[str, Any]) -> None:
    by_seed: dict[int, set[int]] = {}
    for report in compared["reports"]:
        for one in report["runs"]:
            by_seed.setdefault(one["seed"], set()).add(one["trained_tokens"])
    assert all(len(tokens) == 1 for tokens in by_seed.values()), by_seed
    assert compared["train_rows"] == 275


def test_the_same_seed_trains_the_same_batches_in_the_same_order(server: Server, compared: dict[str, Any]) -> None:
    """Both methods evaluate the untrained base first: on the same rows that loss is the same."""
    first: dict[int, set[float]] = {}
    counted: dict[int, set[tuple[int, ...]]] = {}
    for member in compared["members"]:
        events = server.client.get(f"/api/runs/{member['run_id']}/events").json()
        first.setdefault(0, set()).add(round(next(e["val_loss"] for e in events if e["type"] == "eval"), 4))
        tokens = tuple(event["trained_tokens"] for event in events if event["type"] == "train")
        counted.setdefault(member["seed"], set()).add(tokens)
    assert len(first[0]) == 1
    assert all(len(orders) == 1 for orders in counted.values()), counted


def test_the_figures_of_each_method(compared: dict[str, Any]) -> None:
    full, attention = method(compared, "sft"), method(compared, "sft_attention")
    assert full["trainable_parameters"] > attention["trainable_parameters"]
    assert full["adapter_bytes"]["mean"] > attention["adapter_bytes"]["mean"]
    for report in (full, attention):
        assert len(report["test_loss"]["values"]) == len(report["seconds"]["values"]) == 2
        assert report["test_loss"]["mean"] < compared["base_test_loss"]
        assert report["test_loss"]["low"] <= report["test_loss"]["mean"] <= report["test_loss"]["high"]
        assert report["test_loss"]["deviation"] > 0
        assert report["peak_memory_gb"]["mean"] > 0
        assert report["tokens_per_second"]["mean"] > 0
        assert set(report["forgetting"]) == {"general", "old_task"}
    assert compared["evidence"]["complete"]
    assert "Full-layer" in compared["evidence"]["sentence"]
    assert "Attention-only" in compared["evidence"]["sentence"]
    assert any("48 rows are few" in caveat for caveat in compared["evidence"]["caveats"])
    assert not any("number of tokens" in caveat for caveat in compared["evidence"]["caveats"])
    assert (compared["test_rows"], compared["rows_from"]) == (48, "test")


def test_a_measured_run_is_not_measured_again(server: Server, source: Ended, compared: dict[str, Any]) -> None:
    found = server.client.get(f"/api/runs/{source.run['id']}/evaluations").json()
    assert [one["id"] for one in found] == [method(compared, "sft")["runs"][0]["evaluation_id"]]


def test_a_comparison_is_forgotten_and_its_runs_stay(server: Server, source: Ended) -> None:
    made = create(server, {"run_id": source.run["id"]}, methods=["sft", "sft_attention"])
    twin = made["members"][1]["run_id"]
    assert server.client.get("/api/comparisons").json()[0]["id"] == made["id"]
    assert server.client.delete(f"/api/comparisons/{made['id']}").status_code == 204
    assert server.client.get(f"/api/comparisons/{made['id']}").status_code == 404
    over = ended(server, twin)
    assert (over["state"], over["comparison_id"]) == ("completed", None)
    assert Path(over["config"]["train_data_path"]).is_file()


def test_the_twin_of_an_attention_run_leaves_out_what_it_left_out(server: Server, demo: dict[str, Any]) -> None:
    names = ("model_path", "train_data_path", "val_data_path", "mask_prompt", "max_seq_length")
    config = {**{name: demo[name] for name in names}, **QUICK, "adapter_name": "attention"}
    run = ended(server, server.start(config, kind="sft_attention"))
    found = measured(server, create(server, {"run_id": run["id"]})["id"])
    assert method(found, "sft_attention")["runs"][0]["run_id"] == run["id"]
    tokens = {one["trained_tokens"] for report in found["reports"] for one in report["runs"]}
    assert tokens == {run["metrics"]["trained_tokens"]}
    assert found["train_rows"] == 270


def test_a_draft_is_compared_over_a_restart(tmp_path: Path, demo: dict[str, Any]) -> None:
    """The server dies with one run training and one waiting; the next one sees both through, and has them measured."""
    first = Server(tmp_path)
    made = create(first, draft(demo))
    first.wait_for(made["members"][0]["run_id"], lambda event: event["type"] == "phase")
    first.kill()
    second = Server(tmp_path)
    try:
        found = measured(second, made["id"])
    finally:
        second.close()
    assert found["source_run_id"] is None
    tokens = [one["trained_tokens"] for report in found["reports"] for one in report["runs"]]
    assert tokens[0] == tokens[1]
    assert "with one seed" in found["evidence"]["sentence"]


def test_rewards_against_full_layer(server: Server, demo: dict[str, Any]) -> None:
    config = {"model_path": demo["model_path"], "train_data_path": demo["train_data_path"], **RL}
    made = create(
        server,
        {"kind": "sft_attention", "config": {**config, "val_data_path": demo["val_data_path"], "mask_prompt": True}},
        methods=["sft", "grpo"],
    )
    found = measured(server, made["id"])
    run = run_of(server, method(found, "grpo")["runs"][0]["run_id"])
    assert run["state"] == "completed", run["exit"]
    assert (run["config"]["group_size"], run["config"]["max_completion_length"]) == (2, 6)
    first = json.loads(Path(run["config"]["train_data_path"]).read_text().splitlines()[0])
    assert set(first) == {"prompt", "answer"}
    assert any("GRPO learned from rewards" in caveat for caveat in found["evidence"]["caveats"])


@pytest.mark.parametrize(
    ("choice", "changes", "field"),
    [
        ({"methods": ["sft", "sft"]}, {}, "methods"),
        ({"methods": ["sft"]}, {}, "methods"),
        ({"seeds": [1, 2, 3, 4, 5, 6]}, {}, "seeds"),
        ({"test_path": "/nowhere/rows.jsonl"}, {}, "test_path"),
        ({}, {"lora_num_layers": 99}, "lora_num_layers"),
        ({}, {"lora_rank": 0}, "lora_rank"),
        ({}, {"resume_adapter_file": "/nowhere/adapters.safetensors"}, "resume_adapter_file"),
    ],
)
def test_what_makes_no_sense_is_refused(
    server: Server, demo: dict[str, Any], choice: dict[str, Any], changes: dict[str, Any], field: str
) -> None:
    kept = server.home / "comparisons"
    before = {path.name for path in kept.iterdir()} if kept.is_dir() else set()
    answer = server.client.post("/api/comparisons", json={"source": draft(demo, **changes), **choice})
    assert answer.status_code == 422, answer.text
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert ({path.name for path in kept.iterdir()} if kept.is_dir() else set()) == before


def test_rows_that_rewards_cannot_read_are_named(server: Server, demo: dict[str, Any], tmp_path: Path) -> None:
    rows = tmp_path / "train.jsonl"
    rows.write_text('{"text": "The fox is orange."}\n' * 8)
    source = draft(demo, train_data_path=str(rows), val_data_path="", mask_prompt=False)
    choice = {"methods": ["sft", "grpo"], "test_path": str(rows)}
    answer = server.client.post("/api/comparisons", json={"source": source, **choice})
    assert answer.status_code == 422
    assert "Line 1 of train.jsonl: A text row asks nothing" in answer.json()["detail"]


def test_a_run_that_has_not_ended_or_is_not_there(server: Server, demo: dict[str, Any]) -> None:
    long = {**demo, **QUICK, "iterations": 5000, "val_data_path": "", "adapter_name": "not-over"}
    run_id = server.start(long)
    answer = server.client.post("/api/comparisons", json={"source": {"run_id": run_id}})
    assert (answer.status_code, "has not ended" in answer.json()["detail"]) == (409, True)
    server.wait_for(run_id, lambda event: event["type"] == "phase")
    server.client.post(f"/api/runs/{run_id}/stop")
    server.wait_for_end(run_id)
    assert server.client.post("/api/comparisons", json={"source": {"run_id": "none"}}).status_code == 404
