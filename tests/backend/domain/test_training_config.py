"""Defaults, limits and the length of training of a `TrainingConfig`."""

from typing import Any

import pytest
from pydantic import ValidationError

from backend.domain.config_rules import cross_field_errors, schedule_errors
from backend.domain.training_config import TrainingConfig

CHOSEN = {"model_path": "m", "train_data_path": "d"}


def test_defaults_of_the_brief() -> None:
    config = TrainingConfig()
    assert config.model_dump(
        mode="json", include={"fine_tune_type", *(f for f in type(config).model_fields if "lora" in f)}
    ) == {
        "fine_tune_type": "lora",
        "lora_rank": 32,
        "lora_alpha": 32.0,
        "lora_dropout": 0.0,
        "lora_num_layers": -1,
    }


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ("lora_rank", [1, 1024], [0, -1, 1025, 1.5, "a", None]),
        ("lora_alpha", [1, 0.1e1, 1024], [0.99, 1025, float("nan"), float("inf")]),
        ("lora_dropout", [0, 0.5, 0.999], [-0.001, 1, float("nan")]),
        ("lora_num_layers", [-1, 1, 10_000], [-2, 10_001]),
        ("learning_rate", [1e-12, 1], [0, -1e-5, 1.01, float("nan"), float("inf")]),
        ("batch_size", [1, 1024], [0, 1025]),
        ("max_seq_length", [8, 131072], [7, 131073]),
        ("iterations", [1, 10_000_000], [0, 10_000_001]),
        ("epochs", [0.01, 10_000], [0, -1, 10_001, float("nan")]),
        ("steps_per_report", [1], [0]),
        ("steps_per_eval", [1], [0]),
        ("save_every", [1], [0]),
        ("patience", [1, 1000], [0, 1001]),
        ("early_stop_min_delta", [0, 0.01, 100], [-0.01, 101, float("nan")]),
        ("keep_checkpoints", [None, 1], [0, 1.5]),
        ("seed", [0, 2**32 - 1], [-1, 2**32]),
        ("warmup_steps", [0], [-1]),
        ("grad_accumulation_steps", [1, 1024], [0, 1025]),
        ("adapter_name", ["a", "A1._-", "x" * 64], ["", ".x", "-x", "a/b", "a b", "..", "x" * 65, "a\n", "é"]),
        ("optimizer", ["adam", "adamw", "muon", "sgd", "adafactor"], ["adamax", ""]),
        ("lr_schedule", ["constant", "linear", "cosine"], ["step"]),
        ("fine_tune_type", ["lora"], ["full", "dora"]),
        ("model_path", ["", "x" * 4096], ["x" * 4097]),
    ],
)
def test_limits(field: str, good: list[Any], bad: list[Any]) -> None:
    for value in good:
        assert getattr(TrainingConfig.model_validate({field: value}), field) == value
    for value in bad:
        with pytest.raises(ValidationError) as refused:
            TrainingConfig.model_validate({field: value})
        assert refused.value.errors()[0]["loc"] == (field,)


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(ValidationError, match="extra"):
        TrainingConfig.model_validate({"lora_ranks": 8})


@pytest.mark.parametrize(
    ("given", "iterations", "epochs"),
    [
        ({}, 100, None),
        ({"iterations": 7}, 7, None),
        ({"epochs": 2}, None, 2),
        ({"iterations": None, "epochs": None}, 100, None),
        ({"iterations": None, "epochs": 2}, None, 2),
        ({"epochs": None}, 100, None),
    ],
)
def test_one_length_of_training(given: dict[str, Any], iterations: int | None, epochs: float | None) -> None:
    config = TrainingConfig.model_validate(given)
    assert (config.iterations, config.epochs) == (iterations, epochs)
    assert TrainingConfig.model_validate(config.model_dump()) == config
    assert TrainingConfig.model_validate_json(config.model_dump_json()) == config


def test_every_field_explains_itself_to_the_form() -> None:
    for name, described in TrainingConfig.model_json_schema()["properties"].items():
        assert described.get("title") or "$ref" in described, name
        assert described.get("description"), name


def fields(**changes: Any) -> list[str]:
    return [error.field for error in cross_field_errors(TrainingConfig.model_validate({**CHOSEN, **changes}))]


def test_rules_between_fields() -> None:
    assert fields() == []
    assert fields(iterations=1, epochs=1) == ["epochs"]
    assert fields(lora_num_layers=0) == ["lora_num_layers"]
    assert fields(early_stop=True) == ["early_stop"]
    assert fields(early_stop=True, val_data_path="v") == []
    assert fields(model_path=" ", train_data_path="") == ["model_path", "train_data_path"]


@pytest.mark.parametrize(
    ("warmup", "accumulation", "iterations", "field"),
    [
        (0, 1, 1, None),
        (9, 1, 10, None),
        (10, 1, 10, "warmup_steps"),
        (2, 4, 12, None),
        (3, 4, 12, "warmup_steps"),
        (0, 10, 10, None),
        (0, 11, 10, "grad_accumulation_steps"),
    ],
)
def test_rules_on_the_schedule(warmup: int, accumulation: int, iterations: int, field: str | None) -> None:
    config = TrainingConfig(warmup_steps=warmup, grad_accumulation_steps=accumulation)
    assert [error.field for error in schedule_errors(config, iterations)] == ([field] if field else [])
