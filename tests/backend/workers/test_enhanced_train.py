"""The Enhanced trainer as a process of its own: a request in, events and an adapter out."""

import json
import platform
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from backend.domain.architecture_keys import ATTENTION_KEYS
from backend.domain.enhanced_choices import EnhancedKind
from backend.domain.enhanced_config import EnhancedConfig
from backend.domain.enhanced_request import REQUEST_FILE, EnhancedRequest
from backend.domain.enhanced_sample import sample_rows
from backend.runtime.blas import Blas, find_blas, worker_environment
from backend.runtime.model_files import read_safetensors_header

ROOT = Path(__file__).parents[3]
MODEL = ROOT / "configs/demo/model"
BLOCKS = list(range(8, 24))
MODULES = [f"{block}.{key}" for block in BLOCKS for key in ATTENTION_KEYS]
TINY: dict[str, Any] = {
    "iterations": 3,
    "group_size": 3,
    "max_completion_length": 6,
    "temperature": 2.0,
    "learning_rate": 5e-4,
    "steps_per_report": 1,
}


def request(folder: Path, kind: EnhancedKind, rows: list[dict[str, Any]] | None = None, **changes: Any) -> Path:
    """A run folder, ready to train."""
    (folder / "data").mkdir(parents=True)
    lines = [json.dumps(row) for row in (sample_rows(kind, 8) if rows is None else rows)]
    (folder / "data/train.jsonl").write_text("\n".join(lines) + "\n")
    (folder / "data/valid.jsonl").write_text("\n".join(lines[:2]) + "\n")
    config = EnhancedConfig(model_path=str(MODEL), train_data_path="train.jsonl", **{**TINY, **changes})
    asked = EnhancedRequest(
        kind=kind,
        config=config,
        model_path=str(MODEL),
        data=folder / "data",
        adapters=folder / "adapters",
        keys=list(ATTENTION_KEYS),
        blocks=BLOCKS,
        modules=MODULES,
        num_layers=16,
        iterations=config.iterations or 1,
    )
    (folder / REQUEST_FILE).write_text(asked.model_dump_json())
    return folder


def start(folder: Path, blas: Blas | None = None) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "backend.workers.enhanced_train", str(folder)],
        cwd=ROOT,
        env=worker_environment(blas or find_blas()),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def events_of(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "events.jsonl").read_text().splitlines()]


def run(folder: Path, blas: Blas | None = None) -> list[dict[str, Any]]:
    """Every event of a run that was waited for."""
    child = start(folder, blas)
    output, _ = child.communicate(timeout=120)
    found = events_of(folder)
    assert found, output
    return found


def of_type(events: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [event for event in events if event["type"] == name]


def adapted(file: Path) -> set[str]:
    """<block>.<path> of every adapter in a file."""
    return {name.split("layers.")[1].rsplit(".", 1)[0] for name in read_safetensors_header(file)}


@pytest.fixture(scope="module")
def gspo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One reinforcement run that every test may look at."""
    folder = request(tmp_path_factory.mktemp("gspo") / "run", EnhancedKind.GSPO, steps_per_eval=2, save_every=2)
    run(folder)
    return folder


def test_a_run_tells_everything_in_order(gspo: Path) -> None:
    events = events_of(gspo)
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert of_type(events, "plan")[0]["train_rows"] == 8
    assert [event["step"] for event in of_type(events, "train")] == [1, 2, 3]
    assert events[-1]["type"] == "finished"
    assert (events[-1]["outcome"], events[-1]["step"], events[-1]["saved"]) == ("completed", 3, True)


@pytest.mark.skipif(platform.system() != "Linux", reason="MLX runs on Metal elsewhere")
def test_a_library_that_cannot_be_loaded_is_told_and_the_run_goes_on(tmp_path: Path) -> None:
    broken = tmp_path / "libbroken.so"
    broken.write_bytes(b"not a library")
    events = run(request(tmp_path / "run", EnhancedKind.SFT_ATTENTION, iterations=1), Blas("broken", broken))
    told = [event["text"] for event in of_type(events, "message") if event["level"] == "warning"]
    assert [text for text in told if str(broken) in text and "slower BLAS" in text]
    assert events[-1]["outcome"] == "completed"


def test_rewards_are_told_for_training_and_validation(gspo: Path) -> None:
    rewards = of_type(events_of(gspo), "reward")
    assert {(event["split"], event["step"]) for event in rewards} == {
        ("validation", 0),
        ("train", 1),
        ("validation", 1),
        ("train", 2),
        ("validation", 2),
        ("train", 3),
    }
    for event in rewards:
        weighted = sum(function["weight"] * function["mean"] for function in event["functions"])
        assert event["mean"] == pytest.approx(weighted)
        assert 0 < event["completion_tokens_mean"] <= 6
        assert event["clip_fraction"] == 0


def test_completions_are_shown_with_their_scores(gspo: Path) -> None:
    shown = of_type(events_of(gspo), "completion")
    assert {event["step"] for event in shown} == {1, 2, 3}
    for event in shown:
        assert set(event["scores"]) == {"contains_answer_reward", "concise_reward"}
        assert event["total"] == pytest.approx(sum(event["scores"].values()) / 2)


def test_the_adapter_is_attention_only_in_the_last_blocks_and_is_proven(gspo: Path) -> None:
    assert adapted(gspo / "adapters/adapters.safetensors") == set(MODULES)
    assert adapted(gspo / "adapters/0000002_adapters.safetensors") == set(MODULES)
    proof = of_type(events_of(gspo), "proof")[0]["proof"]
    assert proof["ok"], proof["failures"]
    assert proof["blocks_found"] == BLOCKS
    assert proof["zero_lora_b"] == []


def test_plain_mlx_lm_can_load_the_adapter(gspo: Path) -> None:
    from mlx_lm.utils import load

    model, _ = load(str(MODEL), adapter_path=str(gspo / "adapters"))
    assert model.layers[8].self_attn.q_proj.scale == 10
    assert not hasattr(model.layers[7].self_attn.q_proj, "lora_a")
    assert not hasattr(model.layers[23].mlp.gate_proj, "lora_a")


def test_attention_only_sft(tmp_path: Path) -> None:
    folder = request(tmp_path / "run", EnhancedKind.SFT_ATTENTION)
    events = run(folder)
    assert events[-1]["outcome"] == "completed"
    assert of_type(events, "proof")[0]["proof"]["ok"]
    assert adapted(folder / "adapters/adapters.safetensors") == set(MODULES)
    assert len(of_type(events, "eval")) >= 2
    assert "lora_parameters" in (folder / "mlx.yaml").read_text()


def test_a_stop_keeps_what_was_learned(tmp_path: Path) -> None:
    folder = request(tmp_path / "run", EnhancedKind.GRPO, iterations=100_000, steps_per_eval=100_000)
    child = start(folder)
    for events in growing(folder, child):
        if of_type(events, "train"):
            break
    child.send_signal(signal.SIGINT)
    output, _ = child.communicate(timeout=60)
    assert child.returncode == 0, output
    events = events_of(folder)
    assert events[-1]["outcome"] == "stopped"
    assert events[-1]["step"] >= 1
    assert adapted(folder / "adapters/adapters.safetensors") == set(MODULES)
    assert len(of_type(events, "proof")) == 1


def growing(folder: Path, child: subprocess.Popen[str]) -> Iterator[list[dict[str, Any]]]:
    """The events so far, each time the trainer has printed a line."""
    assert child.stdout is not None
    for _ in child.stdout:
        yield events_of(folder)
