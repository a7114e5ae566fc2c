"""Facts of mlx, mlx-lm and huggingface_hub that the product stands on: one short test each, so that a new version that
changes one is noticed by name."""

import inspect
import math
import re
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import Any

import huggingface_hub
import mlx.core as mx
import mlx.nn as nn
import pytest
import yaml
from mlx_lm import lora
from mlx_lm.tuner import callbacks, trainer
from mlx_lm.tuner.lora import LoRALinear
from mlx_lm.tuner.utils import build_schedule, linear_to_lora_layers
from mlx_lm.utils import load_model

from backend.domain.architecture_keys import STANDARD_KEYS
from backend.workers import hub_download, run_session
from tests.fixtures.serving import PROJECT

DEMO = PROJECT / "configs" / "demo"
TRAIN_KEYS = {
    "iteration",
    "train_loss",
    "learning_rate",
    "iterations_per_second",
    "tokens_per_second",
    "trained_tokens",
    "peak_memory",
}
EVAL_KEYS = {"iteration", "val_loss", "val_time"}


class Reports:
    """A callback that remembers."""

    def __init__(self) -> None:
        self.train: list[dict[str, Any]] = []
        self.val: list[dict[str, Any]] = []
        self.on_train_loss_report = self.train.append
        self.on_val_loss_report = self.val.append


class Told:
    """What one stock run of two steps did."""

    def __init__(self) -> None:
        self.reports = Reports()
        self.given: dict[str, Any] = {}
        self.saved: list[str] = []


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """mlx-lm's own program, four steps on the demo, with the seams that the product uses."""
    told, stock_train, stock_save = Told(), lora.train, mx.save_safetensors

    def train(*positional: Any, **given: Any) -> None:
        assert positional == ()
        told.given = given
        stock_train(**given)

    def save(file: str, *rest: Any, **more: Any) -> None:
        told.saved.append(Path(file).name)
        stock_save(file, *rest, **more)

    folder = tmp_path_factory.mktemp("stock")
    settings = {"model": str(DEMO / "model"), "data": str(DEMO / "data"), "train": True, "iters": 4, "num_layers": 1}
    settings |= {"adapter_path": str(folder / "adapters"), "batch_size": 2, "val_batches": 1, "max_seq_length": 64}
    settings |= {"steps_per_report": 1, "steps_per_eval": 3, "save_every": 2, "itres": 1}
    (folder / "mlx.yaml").write_text(yaml.safe_dump(settings))
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(callbacks.SUPPORT_CALLBACK, "told", lambda **_: told.reports)
        patch.setattr(lora, "train", train)
        patch.setattr(mx, "save_safetensors", save)
        patch.setattr(sys, "argv", ["mlx_lm.lora", "--config", str(folder / "mlx.yaml"), "--report-to", "told"])
        lora.main()
    return told


def demo_model() -> nn.Module:
    model, _ = load_model(DEMO / "model", lazy=True)
    return model


def adapted(model: nn.Module) -> set[tuple[int, str]]:
    names = [name.split(".", 3) for name, module in model.named_modules() if isinstance(module, LoRALinear)]
    return {(int(block), path) for _, _, block, path in names}


def test_a_reporter_in_support_callback_is_called_with_the_keys_that_the_session_reads(told: Told) -> None:
    assert {frozenset(report) for report in told.reports.train} == {frozenset(TRAIN_KEYS)}
    assert {frozenset(report) for report in told.reports.val} == {frozenset(EVAL_KEYS)}
    read = set(re.findall(r'report\["(\w+)"\]', inspect.getsource(run_session)))
    assert read == TRAIN_KEYS | EVAL_KEYS


def test_reports_carry_full_precision(told: Told) -> None:
    assert all(isinstance(report["train_loss"], float) for report in told.reports.train)
    assert any(round(report["train_loss"], 3) != report["train_loss"] for report in told.reports.train)


def test_the_stock_loop_evaluates_at_its_first_and_last_step_and_reports_the_step_before(told: Told) -> None:
    assert [report["iteration"] for report in told.reports.val] == [0, 2, 3]
    assert [report["iteration"] for report in told.reports.train] == [1, 2, 3, 4]


def test_train_is_called_with_these_keywords(told: Told) -> None:
    assert set(told.given) == {"model", "args", "optimizer", "train_dataset", "val_dataset", "training_callback"}


def test_train_takes_batches_of_its_callers_making() -> None:
    assert list(inspect.signature(trainer.train).parameters)[-3:] == ["loss", "iterate_batches", "training_callback"]


def test_save_safetensors_is_looked_up_when_it_is_called(told: Told) -> None:
    checkpoint = ["adapters.safetensors", "{:07d}_adapters.safetensors"]
    assert told.saved == [name.format(step) for step in (2, 4) for name in checkpoint] + ["adapters.safetensors"]


def test_run_overwrites_the_callback_that_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    class Reached(Exception):
        pass

    def load(*_: Any, **__: Any) -> None:
        caller = sys._getframe(1).f_locals
        assert caller["training_callback"] is None
        raise Reached

    monkeypatch.setattr(lora, "load", load)
    arguments = {**lora.CONFIG_DEFAULTS, "train": True}
    with pytest.raises(Reached):
        lora.run(type("Arguments", (), arguments)(), training_callback=Reports())


def test_iterate_batches_takes_these_arguments() -> None:
    parameters = inspect.signature(trainer.iterate_batches).parameters
    assert list(parameters) == ["dataset", "batch_size", "max_seq_length", "loop", "seed", "comm_group"]
    assert parameters["loop"].default is False


def test_fewer_rows_than_a_batch_are_refused() -> None:
    with pytest.raises(ValueError, match="batch_size=4"):
        next(trainer.iterate_batches([([1, 2], 0)] * 3, 4, 8))


def test_the_last_partial_batch_is_never_trained() -> None:
    rows = [([number, 1], 0) for number in range(10)]
    batches = list(trainer.iterate_batches(rows, 4, 8))
    assert [batch.shape[0] for batch, _ in batches] == [4, 4]


def test_scale_multiplies_directly() -> None:
    layer = LoRALinear.from_base(nn.Linear(4, 4, bias=False), r=2, scale=32.0, dropout=0.0)
    layer.lora_b = mx.ones((2, 4))
    x = mx.ones((1, 4))
    added = layer(x) - layer.linear(x)
    assert mx.allclose(added, 32.0 * (x @ layer.lora_a @ layer.lora_b)).item()


def test_alpha_is_no_word_of_mlx_lm() -> None:
    with pytest.raises(KeyError, match="alpha"):
        linear_to_lora_layers(demo_model(), 1, {"rank": 2, "alpha": 2.0, "dropout": 0.0})


def test_no_keys_means_every_linear() -> None:
    model = demo_model()
    linear_to_lora_layers(model, 1, {"rank": 2, "scale": 1.0, "dropout": 0.0})
    assert adapted(model) == {(23, key) for key in STANDARD_KEYS}


@pytest.mark.parametrize(
    ("num_layers", "blocks"), [(3, range(21, 24)), (-1, range(24)), (0, range(24)), (24, range(24))]
)
def test_num_layers_are_the_last_blocks(num_layers: int, blocks: range) -> None:
    model = demo_model()
    key = "self_attn.q_proj"
    linear_to_lora_layers(model, num_layers, {"rank": 2, "scale": 1.0, "dropout": 0.0, "keys": [key]})
    assert adapted(model) == {(block, key) for block in blocks}


def test_lora_a_is_in_by_rank_and_lora_b_rank_by_out() -> None:
    layer = LoRALinear.from_base(nn.Linear(6, 10), r=3, scale=1.0, dropout=0.0)
    assert (layer.lora_a.shape, layer.lora_b.shape) == ((6, 3), (3, 10))
    assert not mx.any(layer.lora_b).item()


def test_dropout_of_one_is_refused() -> None:
    with pytest.raises(ValueError, match="probability"):
        nn.Dropout(1.0)


def test_a_warm_up_ends_at_the_full_rate() -> None:
    schedule = build_schedule({"name": "linear_schedule", "arguments": [1.0, 1.0, 1], "warmup": 4})
    rates = [float(schedule(mx.array(step))) for step in range(7)]
    assert rates == pytest.approx([0, 0.25, 0.5, 0.75, 1, 1, 1])


def test_a_cosine_ends_at_zero() -> None:
    schedule = build_schedule({"name": "cosine_decay", "arguments": [1.0, 10]})
    assert float(schedule(mx.array(10))) == pytest.approx(0, abs=1e-6)
    assert float(schedule(mx.array(5))) == pytest.approx(math.cos(math.pi / 4) ** 2)


def test_an_unknown_key_of_a_config_is_ignored_without_a_word(told: Told) -> None:
    """The run of the fixture asks for `itres: 1`, and trains the four steps of `iters`."""
    assert len(told.reports.train) == told.given["args"].iters == 4


def test_the_bar_that_counts_bytes_has_this_name() -> None:
    assert hub_download._BYTES_ON_DISK == "huggingface_hub.snapshot_download"
    module = sys.modules[huggingface_hub.snapshot_download.__module__]
    assert f'name="{hub_download._BYTES_ON_DISK}",' in inspect.getsource(module)


def test_only_bars_of_the_hubs_own_class_are_told_their_name() -> None:
    assert "issubclass(cls, tqdm)" in inspect.getsource(sys.modules["huggingface_hub.utils.tqdm"]._create_progress_bar)


PINS = dict(
    line.split(" ;")[0].split("==")
    for line in tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["dependencies"]
    if "[" not in line.split("==")[0]
)


@pytest.mark.parametrize("package", ["mlx", "mlx-lm", "transformers", "tokenizers", "huggingface-hub", "safetensors"])
def test_the_engine_that_is_tested_is_the_engine_that_is_pinned(package: str) -> None:
    assert version(package) == PINS[package]
