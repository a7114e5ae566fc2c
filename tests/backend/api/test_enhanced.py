"""The four methods of the Enhanced Setup over REST: sample data, preview, trial, and real training to the end."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from backend.domain.enhanced_choices import RL_KINDS, EnhancedKind
from backend.domain.enhanced_config import EnhancedConfig
from backend.runtime.model_files import TensorInfo
from tests.fixtures.serving import PROJECT, Server

TINY = {
    "iterations": 3,
    "steps_per_report": 1,
    "steps_per_eval": 3,
    "group_size": 2,
    "max_completion_length": 8,
    "temperature": 1.5,
    "learning_rate": 5e-4,
}


def small(client: httpx.Client, kind: EnhancedKind, **changes: Any) -> dict[str, Any]:
    """A run of a few steps on the sample data of a method."""
    sample = client.post("/api/enhanced/samples", json={"kind": kind}).json()
    paths = {"train_data_path": sample["train"], "val_data_path": sample["valid"]}
    own = TINY if kind in RL_KINDS else {name: TINY[name] for name in ("iterations", "steps_per_report")}
    return {"model_path": str(PROJECT / "configs/demo/model"), "adapter_name": "small", **paths, **own, **changes}


@pytest.mark.parametrize("kind", EnhancedKind)
def test_a_method_trains_attention_only_to_the_end(
    server: Server, tensors_of: Callable[[Path], dict[str, TensorInfo]], kind: EnhancedKind
) -> None:
    config = small(server.client, kind)
    assert server.client.post("/api/enhanced/preview", json={"kind": kind, "config": config}).status_code == 200
    ended = server.wait_for_end(server.start(config, kind))
    assert (ended.run["state"], ended.run["kind"]) == ("completed", kind)
    assert ended.run["proof"]["ok"]
    tensors = tensors_of(server.folder(ended.run["id"]).adapter_file)
    modules = {name.split("layers.")[1].rsplit(".", 1)[0] for name in tensors}
    keys = [f"self_attn.{letter}_proj" for letter in "qkvo"]
    assert modules == {f"{block}.{key}" for block in range(8, 24) for key in keys}
    assert bool(ended.of("reward")) is (kind in RL_KINDS)
    assert bool(ended.of("completion")) is (kind in RL_KINDS)
    assert len(ended.of("train")) == 3


def test_a_reward_of_ones_own_is_named_in_the_events(server: Server, tmp_path: Path) -> None:
    file = tmp_path / "own.py"
    file.write_text(
        "def short(prompts, completions, answer, types=None):\n    return [1 / (1 + len(c)) for c in completions]\n"
    )
    own = {"reward_functions": ["short"], "reward_functions_file": str(file)}
    ended = server.wait_for_end(server.start(small(server.client, EnhancedKind.GRPO, **own), "grpo"))
    assert ended.run["state"] == "completed"
    assert [figures["name"] for figures in ended.of("reward")[0]["functions"]] == ["short"]


def test_stop_keeps_what_was_learned(server: Server) -> None:
    run_id = server.start(small(server.client, EnhancedKind.GSPO, iterations=500), "gspo")
    server.wait_for(run_id, lambda event: event["type"] == "train")
    assert server.client.post(f"/api/runs/{run_id}/stop").status_code == 202
    ended = server.wait_for_end(run_id)
    assert (ended.run["state"], ended.run["exit"]["cause"]) == ("stopped", "stopped")
    assert server.folder(run_id).adapter_file.is_file()


def test_the_files_of_a_run_say_what_its_trainer_was_given(server: Server) -> None:
    names = {}
    for kind in (EnhancedKind.SFT_ATTENTION, EnhancedKind.GRPO):
        run_id = server.start(small(server.client, kind), kind)
        server.client.post(f"/api/runs/{run_id}/stop")
        server.wait_for_end(run_id)
        names[kind] = [file["name"] for file in server.client.get(f"/api/runs/{run_id}/files").json()]
    assert names == {"sft_attention": ["mlx.yaml", "enhanced.json"], "grpo": ["enhanced.json"]}


def test_preview_of_a_reinforcement_run(client: httpx.Client) -> None:
    config = small(client, EnhancedKind.GSPO, iterations=10, batch_size=2, group_size=3)
    preview = client.post("/api/enhanced/preview", json={"kind": "gspo", "config": config}).json()
    assert (preview["answers"], preview["answer_tokens"]) == (60, 480)
    assert preview["arguments"]["importance_sampling_level"] == "sequence"
    assert preview["yaml"] is None
    assert preview["lora_parameters"]["rank"] == 8
    assert any("Temperature 1.5 is outside" in warning for warning in preview["warnings"])
    assert '"kind": "gspo"' in preview["curl"]


def test_preview_never_runs_a_reward_file(client: httpx.Client, tmp_path: Path) -> None:
    file = tmp_path / "own.py"
    file.write_text(
        f"open({str(tmp_path / 'ran')!r}, 'w')\ndef own(completions, **_):\n    return [0.0 for _ in completions]\n"
    )
    config = small(client, EnhancedKind.GRPO, reward_functions=["own"], reward_functions_file=str(file))
    assert client.post("/api/enhanced/preview", json={"kind": "grpo", "config": config}).status_code == 200
    assert not (tmp_path / "ran").exists()
    assert client.post("/api/enhanced/trial", json={"kind": "grpo", "config": config}).json()["ok"]
    assert (tmp_path / "ran").exists()


@pytest.mark.parametrize("kind", EnhancedKind)
def test_sample_data_passes_the_validation_of_its_method(client: httpx.Client, kind: EnhancedKind) -> None:
    sample = client.post("/api/enhanced/samples", json={"kind": kind}).json()
    route = "/api/enhanced/data" if kind in RL_KINDS else "/api/datasets/inspect"
    reports = [client.post(route, json={"path": sample[name]}).json() for name in ("train", "valid")]
    assert [report["error_count"] for report in reports] == [0, 0]
    assert reports[0]["rows"] == len(sample["rows"])
    train, valid = (set(Path(sample[name]).read_text().splitlines()) for name in ("train", "valid"))
    assert not train & valid


def test_a_trial_shows_spread_and_warns_of_flat_groups(client: httpx.Client) -> None:
    config = small(client, EnhancedKind.GRPO)
    report = client.post("/api/enhanced/trial", json={"kind": "grpo", "config": config}).json()
    assert all(function["spread"] > 0 for function in report["functions"])
    assert not report["warnings"]
    flat = {**config, "reward_functions": ["r1_int_reward_func"], "reward_weights": [1]}
    report = client.post("/api/enhanced/trial", json={"kind": "grpo", "config": flat}).json()
    assert "A group without spread teaches nothing." in report["warnings"][0]


def test_methods_name_their_fields(client: httpx.Client) -> None:
    methods = {method["kind"]: method for method in client.get("/api/enhanced/methods").json()}
    assert set(methods) == set(EnhancedKind)
    known = set(EnhancedConfig.model_fields)
    assert known == {field for method in methods.values() for field in method["fields"]}
    assert methods["gspo"]["defaults"]["importance_sampling_level"] == "sequence"


def test_rewards_are_listed_with_a_signature_that_runs(client: httpx.Client, tmp_path: Path) -> None:
    rewards = client.get("/api/enhanced/rewards").json()
    file = tmp_path / "own.py"
    file.write_text(rewards["signature"])
    config = small(client, EnhancedKind.GRPO, reward_functions=["my_reward"], reward_functions_file=str(file))
    report = client.post("/api/enhanced/trial", json={"kind": "grpo", "config": config}).json()
    assert (report["ok"], report["available"]) == (True, ["my_reward"])
    assert len(rewards["built_in"]) == 7
