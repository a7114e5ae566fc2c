"""What a run may go on without, and which evaluation was the best."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.evaluation_tally import EvaluationTally
from backend.domain.mlx_config import RunPaths, mlx_config
from backend.domain.saved_state import differences, fixed_settings
from backend.domain.training_config import TrainingConfig


def taken(losses: list[float], min_delta: float = 0.0) -> EvaluationTally:
    tally = EvaluationTally()
    for loss in losses:
        tally = tally.after(loss, min_delta)
    return tally


def test_a_lower_loss_is_better() -> None:
    assert taken([3.0, 2.0, 2.5]) == EvaluationTally(best=2.0, reference=2.0, since_better=1)


def test_a_gain_below_the_least_is_the_best_and_yet_no_improvement() -> None:
    tally = taken([3.0, 2.96, 2.93, 2.91], min_delta=0.1)
    assert (tally.best, tally.reference, tally.since_better) == (2.91, 3.0, 3)
    assert tally.after(2.85, 0.1).since_better == 0


def test_what_is_no_number_is_no_improvement() -> None:
    assert taken([2.0, math.nan, math.inf]) == EvaluationTally(best=2.0, reference=2.0, since_better=2)
    assert taken([math.nan]).best is None
    assert EvaluationTally().is_best(1e9)
    assert not EvaluationTally().is_best(math.nan)


@given(st.lists(st.floats(0, 100), min_size=1))
def test_without_a_least_gain_patience_counts_from_the_best(losses: list[float]) -> None:
    tally = taken(losses)
    assert tally.best == tally.reference == min(losses)
    assert tally.since_better == len(losses) - 1 - losses.index(min(losses))


def settings(**changes: Any) -> dict[str, Any]:
    config = TrainingConfig(model_path="m", train_data_path="t").model_copy(update=changes)
    lora: Any = {"rank": config.lora_rank, "scale": 1.0, "dropout": 0.0, "keys": ["a"]}
    paths: Any = changes.pop("paths", RunPaths("data", "adapters"))  # type: ignore[arg-type]
    return fixed_settings(mlx_config(config, lora, config.iterations or 1, paths))


@pytest.mark.parametrize(
    "free", [{"iterations": 7}, {"save_every": 1}, {"steps_per_report": 1}, {"steps_per_eval": 3}, {"model_path": "n"}]
)
def test_a_run_goes_on_with_other_figures_of_these(free: dict[str, Any]) -> None:
    assert differences(settings(), settings(**free)) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"learning_rate": 3e-5}, "learning_rate was 2e-05 and is 3e-05"),
        ({"seed": 4}, "seed was 0 and is 4"),
        ({"lora_rank": 8}, "lora_parameters was"),
        ({"grad_accumulation_steps": 2}, "grad_accumulation_steps was 1 and is 2"),
    ],
)
def test_a_run_does_not_go_on_with_others(changed: dict[str, Any], said: str) -> None:
    (difference,) = differences(settings(), settings(**changed))
    assert said in difference
