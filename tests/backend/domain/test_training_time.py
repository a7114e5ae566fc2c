"""Time spent on training: lives added up, pauses left out, nobody's silence counted."""

from datetime import UTC, datetime, timedelta
from typing import Any

from backend.domain.events import RUN_EVENT, RunEvent
from backend.domain.run import RunMetrics
from backend.domain.run_metrics import fold
from backend.domain.training_clock import TrainingClock
from backend.domain.training_time import tick

START = datetime(2026, 1, 1, tzinfo=UTC)
TRAIN = {
    "train_loss": 1.0,
    "learning_rate": 1e-5,
    "steps_per_second": 1,
    "tokens_per_second": 10,
    "trained_tokens": 10,
    "peak_memory_gb": 1,
    "memory_gb": 1,
}


def at(second: float, kind: str, seq: int = 2, **fields: Any) -> RunEvent:
    told = {"seq": seq, "time": START + timedelta(seconds=second), "type": kind, **fields}
    return RUN_EVENT.validate_python(told)


def seconds(*events: RunEvent) -> float:
    clock = TrainingClock()
    for event in events:
        clock = tick(clock, event)
    return clock.seconds


def test_loading_and_proving_are_not_training() -> None:
    assert (
        seconds(
            at(0, "phase", phase="loading"),
            at(30, "phase", phase="tokenising"),
            at(40, "phase", phase="training"),
            at(45, "train", step=1, **TRAIN),
            at(46, "phase", phase="evaluating"),
            at(48, "phase", phase="training"),
            at(50, "phase", phase="proving"),
            at(60, "finished", outcome="completed", step=1, saved=True),
        )
        == 10
    )


def test_the_pause_between_two_lives_does_not_count() -> None:
    assert (
        seconds(
            at(0, "phase", phase="training"),
            at(5, "train", step=1, **TRAIN),
            at(900, "state", state="lost"),
            at(1000, "state", state="queued"),
            at(1001, "phase", phase="loading"),
            at(1010, "resumed", step=1, total_steps=2),
            at(1010, "phase", phase="training"),
            at(1013, "train", step=2, **TRAIN),
        )
        == 8
    )


def test_what_the_server_says_does_not_move_the_clock() -> None:
    said = at(500, "message", level="warning", text="The run is silent.")
    assert seconds(at(0, "phase", phase="training"), said) == 0
    assert (
        seconds(at(0, "phase", phase="training"), at(7, "phase", phase="loading"), at(9, "step", step=1, total_steps=2))
        == 0
    )


def test_a_clock_that_was_set_back_takes_no_time_away() -> None:
    assert seconds(at(10, "phase", phase="training"), at(4, "step", step=1, total_steps=9)) == 0


def test_a_log_that_is_told_again_does_not_count_twice() -> None:
    told = [
        at(0, "state", seq=1, state="queued"),
        at(1, "phase", phase="training"),
        at(6, "eval", step=3, val_loss=2.0, seconds=1, best=True),
    ]
    metrics = RunMetrics()
    for event in (*told, *told):
        metrics = fold(metrics, event)
    assert metrics.clock.seconds == 5
    assert (metrics.val_loss, metrics.val_step) == (2.0, 3)
