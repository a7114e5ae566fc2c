"""The event union, and the figures that are folded from it."""

from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from backend.domain.events import RUN_EVENT, Phase, RunEvent
from backend.domain.run import RunMetrics
from backend.domain.run_metrics import fold

TRAIN = {
    "type": "train",
    "step": 5,
    "train_loss": 1.25,
    "learning_rate": 1e-5,
    "steps_per_second": 2.0,
    "tokens_per_second": 300.0,
    "trained_tokens": 900,
    "peak_memory_gb": 0.5,
    "memory_gb": 0.4,
}


def event(**fields: Any) -> RunEvent:
    return RUN_EVENT.validate_python({"seq": 1, "time": datetime.now(UTC), **fields})


def folded(*events: dict[str, Any]) -> RunMetrics:
    metrics = RunMetrics()
    for fields in events:
        metrics = fold(metrics, event(**fields))
    return metrics


def test_types_are_all_different() -> None:
    members = get_args(get_args(RunEvent)[0])
    types = [member.model_fields["type"].default for member in members]
    assert len(set(types)) == len(types) >= 11


@pytest.mark.parametrize(
    "wrong", [{"type": "magic"}, {}, {"type": "state"}, {"type": "state", "state": "flying"}, {"seq": 0}]
)
def test_what_is_no_event(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        event(**wrong)


def test_an_event_survives_the_file() -> None:
    told = event(**TRAIN)
    assert RUN_EVENT.validate_json(RUN_EVENT.dump_json(told)) == told


def test_train_figures() -> None:
    metrics = folded(TRAIN)
    assert metrics.step == 5
    assert metrics.train_loss == 1.25
    assert metrics.trained_tokens == 900
    assert metrics.val_loss is None


def test_the_step_never_goes_back() -> None:
    assert folded(TRAIN, {"type": "step", "step": 4, "total_steps": 10}).step == 5
    assert folded({"type": "step", "step": 7, "total_steps": 10}, TRAIN).step == 7


def test_the_best_validation_loss_is_kept() -> None:
    losses = [(0, 3.0, True), (2, 1.0, True), (4, 2.0, False)]
    metrics = folded(*({"type": "eval", "step": s, "val_loss": v, "seconds": 1, "best": b} for s, v, b in losses))
    assert (metrics.val_loss, metrics.best_val_loss, metrics.best_step) == (2.0, 1.0, 2)


def test_phase_and_length() -> None:
    plan = {"type": "plan", "total_steps": 9, "train_rows": 1, "val_rows": 0, "trainable_parameters": 1}
    metrics = folded(
        {"type": "phase", "phase": Phase.SAVING}, {**plan, "total_parameters": 2, "versions": {}, "device": "d"}
    )
    assert (metrics.phase, metrics.total_steps) == ("saving", 9)


def test_what_tells_no_figures_changes_none() -> None:
    assert folded(TRAIN, {"type": "log", "line": "x"}, {"type": "message", "level": "info", "text": "x"}) == folded(
        TRAIN
    )


def test_a_resumed_run_stands_where_its_state_was_saved() -> None:
    step = {"type": "step", "step": 9, "total_steps": 12}
    resumed = {"type": "resumed", "step": 6, "total_steps": 20}
    best = {"type": "eval", "step": 8, "val_loss": 1.5, "seconds": 0.1, "best": True}
    metrics = folded(step, best, resumed)
    assert (metrics.step, metrics.total_steps) == (6, 20)
    assert (metrics.best_val_loss, metrics.best_step) == (1.5, 8), "it was measured, and will be told again"
    assert folded(step, resumed, {**step, "step": 7}).step == 7
