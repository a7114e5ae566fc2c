"""The loop of our own is mlx-lm's loop: the same losses and the same bytes, and the facts of the engines it stands on."""

import inspect
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import mlx.core as mx
import mlx.nn as nn
import mlx.optimizers as optim
import numpy as np
import pytest
from mlx.utils import tree_flatten, tree_unflatten
from mlx_lm.cli_ui import TrainUI
from mlx_lm.tuner import trainer
from mlx_lm.tuner.datasets import CacheDataset

from backend.domain.preparation import Preparation
from backend.runtime.blas import find_blas, worker_environment
from backend.runtime.cores import usable_cores
from backend.runtime.run_folder import RunFolder
from backend.workers import training_loop
from backend.workers.batch_order import BatchOrder, numpy_state, set_numpy_state
from backend.workers.parallel_attention import LEAST_SCORES
from backend.workers.training_state import random_key, set_random_key
from tests.contract.test_full_layer_run import PLAIN_MLX_LM
from tests.fixtures import training
from tests.fixtures.serving import PROJECT

DEMO_HEADS = 4
TWELVE = {"iterations": 12, "steps_per_report": 5, "steps_per_eval": 4, "save_every": 6, "lora_dropout": 0.0}
CASES: dict[str, dict[str, Any]] = {
    "plain": {},
    "accumulated": {"grad_accumulation_steps": 2},
    "scheduled": {"lr_schedule": "cosine", "warmup_steps": 3},
    "dropout": {"lora_dropout": 0.2},
    "checkpointed": {"grad_checkpoint": True},
}


@pytest.mark.parametrize("case", CASES)
def test_twelve_steps_are_those_of_plain_mlx_lm_to_the_last_bit(case: str, tmp_path: Path) -> None:
    folder = training.new_run(tmp_path, **training.SMALL | TWELVE | CASES[case])
    told, written = told_as_by_plain_mlx_lm(folder, tmp_path)
    assert set(told) == {("train", step) for step in (5, 10, 12)} | {("eval", step) for step in (0, 3, 7, 11)}
    assert written == ["0000006_adapters.safetensors", "0000012_adapters.safetensors", "adapters.safetensors"]


def test_long_rows_whose_attention_is_shared_are_trained_to_the_last_bit(tmp_path: Path) -> None:
    rows = "".join(json.dumps({"text": f"the fox {number} " * 140}) + "\n" for number in range(8))
    (tmp_path / "long.jsonl").write_text(rows)
    data = dict.fromkeys(("train_data_path", "val_data_path"), str(tmp_path / "long.jsonl"))
    long = {"mask_prompt": False, "batch_size": 4, "max_seq_length": 768, "iterations": 2, "steps_per_report": 1}
    folder = training.new_run(tmp_path / "home", **training.SMALL | long | data)
    told_as_by_plain_mlx_lm(folder, tmp_path)
    preparation = Preparation.model_validate_json(folder.preparation.read_bytes())
    positions = preparation.files[0].after.positions / 8
    assert 4 * DEMO_HEADS * positions**2 >= LEAST_SCORES, "rows are too short to be shared"
    if find_blas() is not None and usable_cores() > 1:
        assert [event.attention_streams for event in training.events(folder, "plan")] == [usable_cores()]


def told_as_by_plain_mlx_lm(folder: RunFolder, tmp_path: Path) -> tuple[dict[tuple[str, int], float], list[str]]:
    """Losses of a run once it is trained, which are those of `mlx_lm.lora`, and the files that it writes, byte for byte."""
    assert training.train(folder) == 0, training.log_end(folder)
    reports, adapters = tmp_path / "reports.jsonl", tmp_path / "adapters"
    plain = subprocess.run(
        [sys.executable, "-c", PLAIN_MLX_LM, str(folder.mlx_yaml), str(adapters), str(reports)],
        cwd=PROJECT,
        env=worker_environment(find_blas()),
        capture_output=True,
        check=False,
    )
    assert plain.returncode == 0, plain.stderr
    told = {(kind, step): loss for kind, step, loss in map(json.loads, reports.read_text().splitlines())}
    assert training.losses(folder) == told
    written = {path.name: path.read_bytes() for path in sorted(adapters.glob("*.safetensors"))}
    assert written.items() <= training.adapter_bytes(folder).items()
    return told, sorted(written)


class Rows:
    """Numbered rows for a `CacheDataset`, with dictionaries of two sizes, which is what mlx-lm sorts by."""

    def __init__(self, count: int) -> None:
        self._rows = [dict.fromkeys(range(1 + number % 2), number) for number in range(count)]

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, index: int) -> dict[int, int]:
        return self._rows[index]

    def process(self, row: dict[int, int]) -> tuple[list[int], int]:
        return ([row[0]] * (2 + row[0] % 5), 0)


def drawn(batches: Any, count: int) -> list[list[list[int]]]:
    """Batches as lists, with an evaluation's draw in between, as the loop makes it."""
    found = []
    for number in range(count):
        batch, lengths = next(batches)
        found.append([batch.tolist(), lengths.tolist()])
        if number % 3 == 0:
            np.random.permutation(4)
    return found


def test_batches_come_in_the_stock_order_over_several_passes() -> None:
    rows = CacheDataset(Rows(19))
    np.random.seed(5)
    stock = drawn(trainer.iterate_batches(rows, 4, 6, loop=True), 14)
    np.random.seed(5)
    assert drawn(BatchOrder(rows, 4, 6, trainer.iterate_batches), 14) == stock


@pytest.mark.parametrize("taken", [0, 1, 3, 4, 5, 9])
def test_the_order_goes_on_from_any_place(taken: int) -> None:
    rows = CacheDataset(Rows(19))
    np.random.seed(5)
    order = BatchOrder(rows, 4, 6, trainer.iterate_batches)
    drawn(order, taken)
    place = order.place().model_copy()
    rest = drawn(order, 8)
    np.random.seed(77)
    again = BatchOrder(rows, 4, 6, trainer.iterate_batches)
    again.go_to(place)
    assert drawn(again, 8) == rest


def test_fewer_rows_than_a_batch_are_refused_in_the_stock_words() -> None:
    with pytest.raises(ValueError, match="batch_size=4"):
        BatchOrder(CacheDataset(Rows(3)), 4, 8, trainer.iterate_batches)


def test_a_permutation_of_one_draws_nothing() -> None:
    np.random.seed(1)
    before = numpy_state()
    np.random.permutation(1)
    assert numpy_state() == before


def test_the_generator_of_numpy_goes_back_to_where_it_was() -> None:
    np.random.seed(3)
    np.random.normal()  # leaves half a pair in the cache
    state = numpy_state()
    first = [np.random.normal(), *np.random.permutation(9)]
    set_numpy_state(state)
    assert [np.random.normal(), *np.random.permutation(9)] == first


def test_the_random_state_of_mlx_is_one_key_and_a_seed_sets_it() -> None:
    states: Any = mx.random.state
    assert len(states) == 1
    mx.random.seed(9)
    mx.random.uniform()
    key = random_key()
    first = mx.random.uniform(shape=(4,)).tolist()
    set_random_key(key)
    assert mx.random.uniform(shape=(4,)).tolist() == first


OPTIMIZERS = {
    "adam": (optim.Adam, {"m", "v"}),
    "adamw": (optim.AdamW, {"m", "v"}),
    "muon": (optim.Muon, {"v"}),
    "sgd": (optim.SGD, {"v"}),
    "adafactor": (optim.Adafactor, {"exp_avg_sq_row", "exp_avg_sq_col"}),
}


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_an_optimizer_goes_on_from_its_flat_state(name: str, tmp_path: Path) -> None:
    make, kept = OPTIMIZERS[name]

    def steps(model: nn.Module, optimizer: optim.Optimizer, numbers: range) -> None:
        for number in numbers:
            gradient = {"weight": mx.sin(mx.arange(12.0).reshape(3, 4) * (number + 1))}
            optimizer.update(model, gradient)
            mx.eval(model.state, optimizer.state)

    mx.random.seed(0)
    model, optimizer = nn.Linear(4, 3, bias=False), make(learning_rate=0.1)
    steps(model, optimizer, range(3))
    flat = dict(tree_flatten(optimizer.state))
    assert {name.rpartition(".")[2] for name in flat if name.startswith("weight")} == kept
    assert {"step", "learning_rate"} <= set(flat)
    mx.save_safetensors(str(tmp_path / "state.safetensors"), flat)
    other, resumed = nn.Linear(4, 3, bias=False), make(learning_rate=0.1)
    other.update({"weight": mx.array(model.weight)})
    resumed.state = tree_unflatten(list(mx.load(str(tmp_path / "state.safetensors")).items()))  # type: ignore[union-attr]
    steps(model, optimizer, range(3, 6))
    steps(other, resumed, range(3, 6))
    assert other.weight.tolist() == model.weight.tolist()


def test_the_stock_loop_is_the_one_that_was_rewritten() -> None:
    """Read again what `backend/workers/training_loop.py` follows when one of these lines is gone."""
    source = inspect.getsource(trainer.train)
    for line in (
        "state = [model.state, optimizer.state, mx.random.state]",
        "it == 1 or it % args.steps_per_eval == 0 or it == args.iters",
        "it % grad_accum_steps == 0",
        "mx.eval(state, losses, n_tokens, grad_accum)",
        "_clear_cache(args.clear_cache_threshold)",
        "train_loss /= steps * world_size",
        "it_sec = args.steps_per_report / train_time",
        "if it % args.steps_per_save == 0 and rank == 0:",
    ):
        assert line in source, line


def test_what_the_loop_takes_from_the_stock_one_is_there() -> None:
    used = {"iterate_batches", "evaluate", "default_loss", "grad_checkpoint", "_clear_cache"}
    assert used <= set(vars(trainer))
    assert all(f"stock.{name}" in inspect.getsource(training_loop) for name in used)
    ui = TrainUI(4)
    ui._progress.advance(ui._task, 3)
    assert ui._progress.tasks[0].completed == 3
