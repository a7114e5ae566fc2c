"""Curves out of events: steps told again, thinning that keeps the peaks, tokens between two reports."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.curve_fold import CurveFold
from backend.domain.curves import RunCurves, thin, tokens_at
from backend.domain.events import RUN_EVENT

START = datetime(2026, 1, 1, tzinfo=UTC)
Told = tuple[float, str, dict[str, Any]]


def train(second: float, step: int, loss: float | None) -> Told:
    fixed = {"learning_rate": 1e-4, "steps_per_second": 1, "peak_memory_gb": 1, "memory_gb": 1}
    return (
        second,
        "train",
        {"step": step, "train_loss": loss, "tokens_per_second": 9, "trained_tokens": step * 10, **fixed},
    )


def val(second: float, step: int, loss: float) -> Told:
    return second, "eval", {"step": step, "val_loss": loss, "seconds": 1, "best": False}


def curves(*told: Told, points: int = 1000) -> RunCurves:
    fold = CurveFold()
    for number, (second, kind, fields) in enumerate(told, 1):
        time = START + timedelta(seconds=second)
        fold.take(RUN_EVENT.validate_python({"seq": number, "time": time, "type": kind, **fields}))
    return fold.curves(points)


BEGIN: Told = (0, "phase", {"phase": "training"})


def test_columns_of_a_plain_run() -> None:
    found = curves(BEGIN, val(1, 0, 4.0), train(2, 1, 3.0), val(3, 1, 3.5), train(4, 2, None))
    assert found.step == [1, 2]
    assert found.train_loss == [3.0, None]
    assert found.seconds == [2, 4]
    assert found.trained_tokens == [10, 20]
    assert (found.val_step, found.val_loss, found.val_seconds) == ([0, 1], [4.0, 3.5], [1, 3])
    assert found.val_tokens == [0, 10]
    assert found.reward_step == []
    assert found.points == 2


def test_steps_told_again_after_a_resume_are_replaced() -> None:
    resumed: Told = (100, "resumed", {"step": 2, "total_steps": 9})
    found = curves(
        BEGIN,
        *(train(step, step, 10 - step) for step in range(1, 6)),
        val(5, 4, 9.0),
        (90, "phase", {"phase": "loading"}),
        resumed,
        (100, "phase", {"phase": "training"}),
        train(101, 3, 0.3),
        val(102, 3, 8.0),
    )
    assert found.step == [1, 2, 3]
    assert found.train_loss == [9, 8, 0.3]
    assert found.val_step == [3]
    assert found.seconds == [1, 2, 6]


def test_a_run_that_begins_anew_without_a_state_replaces_everything() -> None:
    found = curves(BEGIN, train(1, 1, 5.0), train(2, 2, 4.0), train(3, 1, 5.5))
    assert (found.step, found.train_loss) == ([1], [5.5])


def test_rewards_of_training_are_told_and_those_of_validation_are_not() -> None:
    figures = {"std": 0, "group_std": 0, "flat_groups": 0, "functions": [], "kl": 0, "clip_fraction": 0}
    rest = {"completion_tokens_mean": 1, "cut_fraction": 0}
    found = curves(
        BEGIN,
        train(2, 4, 1.0),
        (3, "reward", {"step": 2, "split": "train", "mean": 0.5, **figures, **rest}),
        (3, "reward", {"step": 3, "split": "validation", "mean": 0.9, **figures, **rest}),
    )
    assert (found.reward_step, found.reward_mean, found.reward_tokens) == ([2], [0.5], [20])


@given(
    figures=st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), max_size=300),
    points=st.integers(2, 60),
)
def test_thinning_keeps_ends_order_and_peaks(figures: list[float | None], points: int) -> None:
    rows = [(float(index), figure) for index, figure in enumerate(figures)]
    kept = thin(rows, 1, points)
    assert len(kept) <= points
    assert kept == sorted(set(kept) & set(rows)) if len(rows) > points else kept == rows
    if rows:
        assert (kept[0], kept[-1]) == (rows[0], rows[-1])
    finite = [figure for figure in figures[1:-1] if figure is not None]
    if finite and points >= 4:
        shown = [figure for _, figure in kept if figure is not None]
        assert max(shown) >= max(finite)
        assert min(shown) <= min(finite)


@pytest.mark.parametrize(
    ("steps", "tokens"),
    [([0], [0]), ([5], [50]), ([10], [100]), ([15], [150]), ([30], [200]), ([0, 5, 20, 99], [0, 50, 200, 200])],
)
def test_tokens_lie_on_the_line_between_two_reports(steps: list[int], tokens: list[int]) -> None:
    assert tokens_at(steps, [(10, 100), (20, 200)]) == tokens
