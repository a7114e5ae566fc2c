"""No control is decoration: every field of `TrainingConfig` changes exactly the trainer arguments that this table names."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import mlx.core as mx
import pytest
from pydantic import ValidationError

from backend.domain.training_config import TrainingConfig
from tests.fixtures.serving import PROJECT
from tests.fixtures.trainer_arguments import Arguments, Trainer

DEMO = PROJECT / "configs" / "demo"
ROWS = 40


class Anything:
    """Stands for a value that changes in a way of its own."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True)
class Row:
    """A changed value, and the arguments that it must change; `given` holds for the run that it is compared with too."""

    value: Any
    changes: dict[str, Any]
    given: dict[str, Any] = field(default_factory=dict)


COSINE = {"lr_schedule": {"name": "cosine_decay", "arguments": [2e-5, 100]}, "rates": Anything()}
WARM = {
    "lr_schedule": {"name": "linear_schedule", "arguments": [2e-5, 2e-5, 1], "warmup": 10},
    "rates": (*(float(f"{2e-6 * step:.5g}") for step in range(11)), 2e-5),
}
TABLE: dict[str, Row] = {
    "model_path": Row("model", {"model": "model"}),
    "train_data_path": Row("data.jsonl", {"train.rows": ROWS}),
    "val_data_path": Row("data.jsonl", {"validation.rows": ROWS}),
    "adapter_name": Row(
        "parrot",
        {"data": "parrot/data", "adapter_path": "parrot/adapters", "training.adapter_file": "parrot/adapters"},
    ),
    "learning_rate": Row(2e-4, {"learning_rate": 2e-4, "rates": (2e-4,) * 12}),
    "batch_size": Row(2, {"training.batch_size": 2}),
    "max_seq_length": Row(48, {"training.max_seq_length": 48}),
    "iterations": Row(7, {"training.iters": 7}),
    "epochs": Row(0.5, {"training.iters": 34}, given={"iterations": None}),
    "steps_per_report": Row(3, {"training.steps_per_report": 3}),
    "steps_per_eval": Row(9, {"training.steps_per_eval": 9}),
    "save_every": Row(11, {"training.steps_per_save": 11}),
    "early_stop": Row(True, {"ends_after_evaluations": 3}),
    "patience": Row(5, {"ends_after_evaluations": 5}, given={"early_stop": True}),
    "early_stop_min_delta": Row(0.5, {"ends_after_small_gains": 3}, given={"early_stop": True}),
    "keep_checkpoints": Row(2, {"checkpoints_kept": 2}),
    "sort_by_length": Row(False, {"train.folded": False, "validation.sorted": False}),
    "trackers": Row(["tensorboard"], {"trackers": ("tensorboard",)}),
    "seed": Row(7, {"seed": 7, "lora.first_weight": Anything()}),
    "optimizer": Row("sgd", {"optimizer": "SGD"}),
    "lr_schedule": Row("cosine", COSINE),
    "warmup_steps": Row(10, WARM),
    "grad_accumulation_steps": Row(4, {"training.grad_accumulation_steps": 4}),
    "grad_checkpoint": Row(True, {"training.grad_checkpoint": True}),
    "mask_prompt": Row(True, {"mask_prompt": True, "train.prompt_tokens_masked": Anything()}),
    "resume_adapter_file": Row(
        "adapters.safetensors",
        {"resume_adapter_file": "adapters.safetensors", "lora.starts_from_zero": False, "lora.first_weight": 0.5},
    ),
    "lora_rank": Row(8, {"lora.rank": 8, "lora.first_weight": Anything()}),
    "lora_alpha": Row(16.0, {"lora.scale": 16.0}),
    "lora_dropout": Row(0.25, {"lora.dropout": 0.25}),
    "lora_num_layers": Row(
        8, {"lora.blocks": list(range(16, 24)), "lora.matrices": 56, "lora.first_weight": Anything()}
    ),
}
SINGLE_CHOICE = {"fine_tune_type": ("full", "dora")}
IN_THE_FOLDER = {"model_path", "train_data_path", "val_data_path", "resume_adapter_file"}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second model, second data and an adapter to choose."""
    folder = tmp_path_factory.mktemp("chosen")
    shutil.copytree(DEMO / "model", folder / "model")
    lines = (DEMO / "data" / "train.jsonl").read_text().splitlines(keepends=True)
    (folder / "data.jsonl").write_text("".join(lines[:ROWS]))
    shapes = adapter_shapes()
    mx.save_safetensors(str(folder / "adapters.safetensors"), {name: mx.full(shapes[name], 0.5) for name in shapes})
    return folder


def adapter_shapes() -> dict[str, tuple[int, int]]:
    """Tensor name -> shape of a rank 32 adapter of the demo, from its config alone."""
    config = json.loads((DEMO / "model" / "config.json").read_text())
    hidden, inner = config["hidden_size"], config["intermediate_size"]
    narrow = hidden * config["num_key_value_heads"] // config["num_attention_heads"]
    widths = {"q": (hidden, hidden), "k": (hidden, narrow), "v": (hidden, narrow), "o": (hidden, hidden)}
    mlp = {"gate": (hidden, inner), "up": (hidden, inner), "down": (inner, hidden)}
    paths = {f"self_attn.{name}_proj": width for name, width in widths.items()}
    paths |= {f"mlp.{name}_proj": width for name, width in mlp.items()}
    shapes = {}
    for block in range(config["num_hidden_layers"]):
        for path, (wide, out) in paths.items():
            shapes[f"model.layers.{block}.{path}.lora_a"] = (wide, 32)
            shapes[f"model.layers.{block}.{path}.lora_b"] = (32, out)
    return shapes


@pytest.fixture(scope="module")
def trainer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trainer]:
    with pytest.MonkeyPatch.context() as patch:
        yield Trainer(tmp_path_factory.mktemp("runs"), patch)


@pytest.fixture(scope="module")
def compared(trainer: Trainer) -> dict[str, Arguments]:
    """Arguments of the runs that others are compared with, each made once."""
    return {json.dumps(given): trainer.arguments(config(**given)) for given in ({}, {"early_stop": True})}


def config(**changes: Any) -> TrainingConfig:
    chosen = {"model_path": DEMO / "model", "train_data_path": DEMO / "data" / "train.jsonl"}
    chosen["val_data_path"] = DEMO / "data" / "valid.jsonl"
    return TrainingConfig.model_validate({**{name: str(path) for name, path in chosen.items()}, **changes})


def test_every_field_has_a_row() -> None:
    assert set(TABLE) | set(SINGLE_CHOICE) == set(TrainingConfig.model_fields)


@pytest.mark.parametrize("name", TABLE)
def test_a_control_changes_its_argument_and_nothing_else(
    name: str, trainer: Trainer, files: Path, compared: dict[str, Arguments]
) -> None:
    row = TABLE[name]
    value = str(files / row.value) if name in IN_THE_FOLDER else row.value
    assert config().model_dump()[name] != value
    before = compared[json.dumps({key: held for key, held in row.given.items() if held is not None})]
    after = trainer.arguments(config(**row.given, **{name: value}))
    assert after.keys() == before.keys()
    changed = {key: after[key] for key in after if after[key] != before[key]}
    expected = {
        key: value if name in IN_THE_FOLDER and told == row.value else told for key, told in row.changes.items()
    }
    assert changed == expected


@pytest.mark.parametrize("name", SINGLE_CHOICE)
def test_a_single_choice_refuses_every_other(name: str, compared: dict[str, Arguments]) -> None:
    assert compared["{}"][name] == config().model_dump(mode="json")[name]
    for other in SINGLE_CHOICE[name]:
        with pytest.raises(ValidationError):
            config(**{name: other})


def test_the_base_is_frozen_and_whole(compared: dict[str, Arguments]) -> None:
    """Nothing but adapters was added: the base has the parameters that it has on disk."""
    assert compared["{}"]["frozen.parameters"] == sum(
        array.size
        for array in mx.load(str(DEMO / "model" / "model.safetensors")).values()  # type: ignore[union-attr]
    )
