"""Adapters of every kind on the worker, and files that do not fit."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import mlx.core as mx
import pytest

from backend.domain.enhanced_choices import EnhancedKind
from tests.backend.workers.test_enhanced_train import of_type, request, run
from tests.fixtures.comparing import ATTENTION, FULL_LAYER, Worker, make_adapter, side, working
from tests.fixtures.serving import Ended

Change = Callable[[Path], None]


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with working() as running:
        yield running


def answers(worker: Worker, folder: Path, file: str = "adapters.safetensors") -> str:
    done = worker.answers("What colour is the fox?", [side(0, folder, file)], max_tokens=12)
    assert done.of("side_failed") == []
    (held,) = done.of("loaded")[0]["sides"]
    assert held["bytes"] > 0
    return done.text(0)


def test_a_full_layer_run_its_checkpoint_and_its_final_weights(worker: Worker, finished_run: Ended) -> None:
    adapters = Path(finished_run.run["folder"]) / "adapters"
    assert answers(worker, adapters)
    assert answers(worker, adapters, "0000003_adapters.safetensors")


@pytest.mark.parametrize(
    ("keys", "num_layers", "kind"),
    [(FULL_LAYER, -1, "lora"), (ATTENTION, 16, "lora"), (["self_attn.q_proj"], 2, "lora"), (FULL_LAYER, -1, "dora")],
)
def test_adapters_that_mlx_lm_saved(
    worker: Worker, tmp_path: Path, keys: list[str], num_layers: int, kind: str
) -> None:
    assert answers(worker, make_adapter(tmp_path / "adapter", keys=keys, num_layers=num_layers, kind=kind))


@pytest.mark.parametrize("kind", [EnhancedKind.SFT_ATTENTION, EnhancedKind.GRPO])
def test_adapters_of_the_enhanced_trainer(worker: Worker, tmp_path: Path, kind: EnhancedKind) -> None:
    folder = request(tmp_path / "run", kind, iterations=1)
    assert of_type(run(folder), "finished")[0]["saved"]
    assert answers(worker, folder / "adapters")


def without_config(folder: Path) -> None:
    (folder / "adapter_config.json").unlink()


def without_weights(folder: Path) -> None:
    (folder / "adapters.safetensors").unlink()


def cut_short(folder: Path) -> None:
    weights = folder / "adapters.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])


def without_a_tensor(folder: Path) -> None:
    weights = dict(mx.load(str(folder / "adapters.safetensors")))
    mx.eval(weights)
    weights.pop("model.layers.3.mlp.up_proj.lora_b")
    mx.save_safetensors(str(folder / "adapters.safetensors"), weights)


def of_another_model(folder: Path) -> None:
    weights = {f"model.layers.{block}.attn.c_attn.lora_a": mx.zeros((64, 8)) for block in range(3)}
    mx.save_safetensors(str(folder / "adapters.safetensors"), weights)


def of_another_rank(folder: Path) -> None:
    other = make_adapter(folder.parent / "rank-4", rank=4)
    shutil.copy(other / "adapters.safetensors", folder)


def with_other_keys(folder: Path) -> None:
    config = json.loads((folder / "adapter_config.json").read_text())
    config["lora_parameters"]["keys"] = ["attn.c_attn"]
    (folder / "adapter_config.json").write_text(json.dumps(config))


def without_a_scale(folder: Path) -> None:
    config = json.loads((folder / "adapter_config.json").read_text())
    del config["lora_parameters"]["scale"]
    (folder / "adapter_config.json").write_text(json.dumps(config))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (without_config, "holds no adapter_config.json"),
        (without_weights, "There is no "),
        (cut_short, "cut short"),
        (without_a_tensor, "lacks 1 of 336 tensors, first model.layers.3.mlp.up_proj.lora_b."),
        (of_another_model, "3 of 3 tensors in adapters.safetensors have no place in this model"),
        (of_another_rank, "adapter_config.json and this model make it"),
        (with_other_keys, "336 of 336 tensors in adapters.safetensors have no place"),
        (without_a_scale, "does not describe an adapter for this model"),
    ],
)
def test_files_that_do_not_fit(worker: Worker, tmp_path: Path, change: Change, says: str) -> None:
    folder = make_adapter(tmp_path / "adapter")
    change(folder)
    done = worker.answers("What colour is the fox?", [side(0), side(1, folder)])
    (failed,) = done.of("side_failed")
    assert failed["side"] == 1
    assert says in failed["message"]
    assert failed["message"].endswith(".")
    assert failed["hint"].endswith(".")
    assert done.text(0) == "The fox is orange."


def test_a_side_that_is_loaded_outlives_its_folder(worker: Worker, tmp_path: Path) -> None:
    folder = make_adapter(tmp_path / "adapter")
    before = answers(worker, folder)
    shutil.rmtree(folder)
    assert answers(worker, folder) == before
    worker.do("drop", key=side(0, folder)["key"])
    (failed,) = worker.answers("Hello", [side(0, folder)]).of("side_failed")
    assert "(any more)" in failed["message"]
