"""A configuration in mlx-lm's words, read back by mlx-lm's own loader."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from mlx_lm import lora

from backend.domain.lora_parameters import generate_lora_parameters
from backend.domain.mlx_config import RunPaths, form_values, mlx_config, mlx_yaml, resolve_iterations
from backend.domain.training_config import FineTuneType, LrSchedule, Optimizer, TrainingConfig

PATHS = RunPaths(data=Path("data"), adapters=Path("adapters"))
NAMES = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=60)

CONFIGS = st.builds(
    TrainingConfig,
    model_path=NAMES,
    adapter_name=st.from_regex(r"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z"),
    learning_rate=st.floats(1e-12, 1),
    batch_size=st.integers(1, 1024),
    max_seq_length=st.integers(8, 131072),
    iterations=st.integers(1, 10_000_000),
    steps_per_report=st.integers(1, 1000),
    steps_per_eval=st.integers(1, 1000),
    save_every=st.integers(1, 1000),
    seed=st.integers(0, 2**32 - 1),
    optimizer=st.sampled_from(Optimizer),
    lr_schedule=st.sampled_from(LrSchedule),
    warmup_steps=st.integers(0, 1000),
    grad_accumulation_steps=st.integers(1, 64),
    grad_checkpoint=st.booleans(),
    mask_prompt=st.booleans(),
    resume_adapter_file=st.none() | NAMES,
    fine_tune_type=st.just(FineTuneType.LORA),
    lora_rank=st.integers(1, 1024),
    lora_alpha=st.floats(1, 1024),
    lora_dropout=st.floats(0, 0.999),
    lora_num_layers=st.integers(-1, 100),
)
NOT_IN_THE_MAPPING = {"train_data_path", "val_data_path", "adapter_name", "early_stop", "patience", "epochs"}
PATHS_OF_THE_RUN = {"model_path", "resume_adapter_file"}


def made(config: TrainingConfig, iterations: int | None = None) -> dict[str, Any]:
    lora_parameters = generate_lora_parameters(config, "qwen2")
    return mlx_config(config, lora_parameters, iterations or config.iterations or 1, PATHS)


@given(CONFIGS)
@settings(max_examples=100, deadline=None)
def test_mlx_lm_reads_from_the_yaml_what_was_meant(config: TrainingConfig) -> None:
    meant = {key: value for key, value in made(config).items() if value is not None}
    read = yaml.load(mlx_yaml(made(config)), lora.yaml_loader)  # noqa: S506 - mlx-lm's own, a SafeLoader
    assert read == meant
    assert {key: type(value) for key, value in read.items()} == {key: type(value) for key, value in meant.items()}


@given(CONFIGS)
@settings(max_examples=50, deadline=None)
def test_every_key_is_one_that_mlx_lm_knows(config: TrainingConfig) -> None:
    assert set(made(config)) <= set(lora.CONFIG_DEFAULTS)
    assert set(made(config)["lora_parameters"]) == {"rank", "scale", "dropout", "keys"}


@given(CONFIGS)
@settings(max_examples=100, deadline=None)
def test_form_values_are_the_way_back(config: TrainingConfig) -> None:
    given_away = {key: value for key, value in made(config).items() if value is not None}
    back = form_values(given_away)
    assert back is not None
    filled = TrainingConfig.model_validate(back)
    skipped = NOT_IN_THE_MAPPING | PATHS_OF_THE_RUN
    assert filled.model_dump(exclude=skipped) == config.model_dump(exclude=skipped)


def test_constant_without_a_warm_up_has_no_schedule() -> None:
    assert made(TrainingConfig())["lr_schedule"] is None


@pytest.mark.parametrize(
    ("kind", "warmup", "accumulation", "expected"),
    [
        ("linear", 0, 1, {"name": "linear_schedule", "arguments": [2e-5, 0.0, 100]}),
        ("cosine", 0, 4, {"name": "cosine_decay", "arguments": [2e-5, 25]}),
        ("cosine", 5, 4, {"name": "cosine_decay", "arguments": [2e-5, 20], "warmup": 5}),
        ("constant", 5, 1, {"name": "linear_schedule", "arguments": [2e-5, 2e-5, 1], "warmup": 5}),
    ],
)
def test_schedules_are_counted_in_updates(kind: str, warmup: int, accumulation: int, expected: dict[str, Any]) -> None:
    config = TrainingConfig(
        lr_schedule=LrSchedule(kind), warmup_steps=warmup, grad_accumulation_steps=accumulation, iterations=100
    )
    assert made(config)["lr_schedule"] == expected


@pytest.mark.parametrize(
    ("epochs", "rows", "batch", "steps"),
    [(1, 10, 2, 5), (1, 11, 2, 6), (0.5, 10, 2, 3), (0.01, 10, 4, 1), (3, 272, 8, 102)],
)
def test_epochs_count_every_row(epochs: float, rows: int, batch: int, steps: int) -> None:
    config = TrainingConfig(epochs=epochs, iterations=None, batch_size=batch)
    assert resolve_iterations(config, rows) == steps


@pytest.mark.parametrize(
    "foreign",
    [
        {"lora_parameters": {"keys": ["self_attn.q_proj"]}},
        {"lr_schedule": {"name": "exponential_decay", "arguments": [1e-5, 0.9]}},
        {"lr_schedule": {"name": "linear_schedule", "arguments": [1e-5, 1e-6, 10]}},
    ],
)
def test_what_the_form_cannot_say_has_no_form_values(foreign: dict[str, Any]) -> None:
    assert form_values(foreign) is None
