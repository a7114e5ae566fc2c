"""The promise in full: seven matrices in every block are trained, exactly as mlx-lm alone would, and the answers show it."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backend.domain.architecture_keys import STANDARD_KEYS
from backend.runtime.blas import find_blas, worker_environment
from backend.runtime.model_files import TensorInfo
from tests.fixtures.serving import PROJECT, Ended, Server

QUESTION = "What colour is the crab?"

PLAIN_MLX_LM = """
import json, sys
from mlx_lm import lora
from mlx_lm.tuner import callbacks

class Reporter:
    def on_train_loss_report(self, report):
        told.write(json.dumps(["train", report["iteration"], report["train_loss"]]) + "\\n")

    def on_val_loss_report(self, report):
        told.write(json.dumps(["eval", report["iteration"], report["val_loss"]]) + "\\n")

config, adapters, reports = sys.argv[1:]
callbacks.SUPPORT_CALLBACK["reporter"] = lambda **_: Reporter()
sys.argv = ["mlx_lm.lora", "--config", config, "--adapter-path", adapters, "--report-to", "reporter"]
with open(reports, "w") as told:
    lora.main()
"""

Headers = Callable[[Path], dict[str, TensorInfo]]


def engine(*arguments: str) -> str:
    """Run Python with the environment of a worker; what it printed."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=PROJECT,
        env=worker_environment(find_blas()),
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def full_layer(server: Server, demo: dict[str, Any]) -> Ended:
    steps = {"iterations": 12, "steps_per_report": 3, "steps_per_eval": 4, "adapter_name": "full-layer"}
    return server.wait_for_end(server.start({**demo, **steps}))


def modules(tensors: dict[str, TensorInfo]) -> set[tuple[int, str]]:
    """(block, path) of every adapter, from names such as model.layers.3.self_attn.q_proj.lora_a."""
    parts = [name.split(".", 3) for name in tensors]
    return {(int(block), path.rsplit(".", 1)[0]) for _, _, block, path in parts}


def test_seven_matrices_in_all_24_blocks(server: Server, full_layer: Ended, tensors_of: Headers) -> None:
    assert full_layer.run["state"] == "completed"
    tensors = tensors_of(server.folder(full_layer.run["id"]).adapter_file)
    assert len(tensors) == 24 * 7 * 2 == 336
    assert modules(tensors) == {(block, key) for block in range(24) for key in STANDARD_KEYS}
    assert {info.shape[-1] for name, info in tensors.items() if name.endswith("lora_a")} == {32}


def test_the_proof_says_the_same_as_the_file(full_layer: Ended) -> None:
    proof = full_layer.run["proof"]
    assert proof["ok"], proof["failures"]
    assert proof["modules_found"] == proof["modules_asked"] == 168
    assert proof["blocks_found"] == list(range(24))
    assert proof["matrices_found"] == list(STANDARD_KEYS)
    assert proof["tensors"] == 336
    assert all(norm > 0 for row in proof["lora_b_norms"] for norm in row)
    assert proof["logits_max_difference"] > 0


def test_plain_mlx_lm_gives_the_same_losses(server: Server, full_layer: Ended, tmp_path: Path) -> None:
    folder = server.folder(full_layer.run["id"])
    reports = tmp_path / "reports.jsonl"
    engine("-c", PLAIN_MLX_LM, str(folder.mlx_yaml), str(tmp_path / "adapters"), str(reports))
    plain = {(kind, step): loss for kind, step, loss in map(json.loads, reports.read_text().splitlines())}
    ours = {("train", event["step"]): event["train_loss"] for event in full_layer.of("train")}
    ours |= {("eval", event["step"]): event["val_loss"] for event in full_layer.of("eval")}
    assert set(ours) == {("train", 3), ("train", 6), ("train", 9), ("train", 12)} | {
        ("eval", 0),
        ("eval", 3),
        ("eval", 7),
        ("eval", 11),
    }
    assert plain == pytest.approx(ours, abs=1e-4)


def test_coverage_8_trains_exactly_the_last_8_blocks(
    server: Server, demo_config: dict[str, Any], tensors_of: Headers
) -> None:
    part = {"lora_num_layers": 8, "iterations": 2, "val_data_path": "", "adapter_name": "last-8"}
    ended = server.wait_for_end(server.start({**demo_config, **part}))
    tensors = tensors_of(server.folder(ended.run["id"]).adapter_file)
    assert modules(tensors) == {(block, key) for block in range(16, 24) for key in STANDARD_KEYS}
    assert ended.run["proof"]["ok"]
    assert ended.run["plan"]["blocks"] == list(range(16, 24))


def test_a_resumed_run_starts_from_what_was_learned(
    server: Server, demo_config: dict[str, Any], full_layer: Ended
) -> None:
    adapter = server.folder(full_layer.run["id"]).adapter_file
    again = {"iterations": 1, "resume_adapter_file": str(adapter), "adapter_name": "resumed"}
    resumed = server.wait_for_end(server.start({**demo_config, **again}))
    assert resumed.run["state"] == "completed"
    assert resumed.of("eval")[0]["val_loss"] < full_layer.of("eval")[-1]["val_loss"]


def test_the_demo_run_changes_the_answers(server: Server, demo: dict[str, Any]) -> None:
    ended = server.wait_for_end(server.start({**demo, "steps_per_eval": 100, "save_every": 100}))
    assert ended.run["state"] == "completed"
    assert ended.run["proof"]["ok"]
    losses = [event["val_loss"] for event in ended.of("eval")]
    assert losses[-1] < losses[0] / 4
    asked = ["-m", "mlx_lm", "generate", "--model", demo["model_path"], "--prompt", QUESTION, "--max-tokens", "40"]
    base = engine(*asked, "--temp", "0")
    tuned = engine(*asked, "--temp", "0", "--adapter-path", str(server.folder(ended.run["id"]).adapters))
    assert "crab" in base
    assert "Ahoy" not in base
    assert "matey" not in base
    assert "Ahoy" in tuned
    assert "matey" in tuned


@pytest.mark.parametrize("preset", sorted(path.name for path in (PROJECT / "configs").glob("*.yaml")))
def test_plain_mlx_lm_trains_every_preset(
    preset: str, demo: dict[str, Any], tmp_path: Path, tensors_of: Headers
) -> None:
    data = Path(demo["train_data_path"]).parent
    engine(
        *("-m", "mlx_lm", "lora", "--config", str(PROJECT / "configs" / preset), "--model", demo["model_path"]),
        *("--data", str(data), "--iters", "4", "--val-batches", "1", "--adapter-path", str(tmp_path)),
    )
    trained = modules(tensors_of(tmp_path / "adapters.safetensors"))
    blocks, keys = {
        "attention-only.yaml": (range(8, 24), STANDARD_KEYS[:4]),
        "quick-look.yaml": (range(16, 24), STANDARD_KEYS),
    }.get(preset, (range(24), STANDARD_KEYS))
    assert trained == {(block, key) for block in blocks for key in keys}


def test_the_server_imports_no_engine() -> None:
    names = "from backend.main import TrainingConfig, generate_lora_parameters, start_training, app"
    said = engine(
        "-c", f"import sys; {names}; print([m for m in ('mlx', 'mlx_lm', 'transformers') if m in sys.modules])"
    )
    assert said.strip() == "[]"
