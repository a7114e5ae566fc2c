"""What is told of a run while it goes on: on evidence, once, and never of a healthy one."""

from datetime import UTC, datetime

from backend.domain.events import EvalEvent, Phase, PhaseEvent, StepEvent, TrainEvent
from backend.domain.run_watch import SLEEP_SECONDS, STALL_SECONDS, RunWatch

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def watch() -> RunWatch:
    made = RunWatch(clock=1000.0, ticks=500.0)
    made.observe(PhaseEvent(seq=1, time=NOW, phase=Phase.TRAINING))
    made.observe(StepEvent(seq=2, time=NOW, step=7, total_steps=100))
    return made


def later(made: RunWatch, seconds: float, asleep: float = 0.0, *, paused: bool = False) -> str | None:
    return made.tick(made.clock + seconds + asleep, made.ticks + seconds, paused=paused)


def evaluated(made: RunWatch, losses: list[tuple[float, float]]) -> list[str]:
    told = []
    for number, (train, valid) in enumerate(losses):
        step = 10 * number
        report = {"learning_rate": 1e-5, "steps_per_second": 1, "tokens_per_second": 1, "trained_tokens": 1}
        memory = {"peak_memory_gb": 1, "memory_gb": 1}
        made.observe(TrainEvent(seq=1, time=NOW, step=step, train_loss=train, **report, **memory))
        said = made.observe(EvalEvent(seq=1, time=NOW, step=step, val_loss=valid, seconds=1, best=False))
        told += [said] if said else []
    return told


def test_a_silent_run_is_told_once_with_its_place() -> None:
    made = watch()
    assert later(made, STALL_SECONDS - 1) is None
    told = later(made, 2)
    assert told is not None
    assert "No progress for 5 min in step 8" in told
    assert later(made, STALL_SECONDS * 2) is None


def test_a_sign_of_life_ends_the_silence() -> None:
    made = watch()
    later(made, STALL_SECONDS - 1)
    made.observe(StepEvent(seq=3, time=NOW, step=8, total_steps=100))
    assert later(made, STALL_SECONDS - 1) is None


def test_a_paused_process_is_named_as_that() -> None:
    made = watch()
    told = later(made, SLEEP_SECONDS + 1, paused=True)
    assert told is not None
    assert "The trainer is paused" in told


def test_a_computer_that_slept() -> None:
    made = watch()
    told = later(made, 1, asleep=600)
    assert told == "This computer slept for 10 min. Training went on when it woke."
    assert later(made, STALL_SECONDS - 1) is None


def test_a_validation_loss_that_rises_while_training_falls() -> None:
    (told,) = evaluated(watch(), [(2.0, 1.0), (1.9, 1.1), (1.8, 1.2), (1.7, 1.3), (1.6, 1.4)])
    assert "from 1.000 to 1.300" in told
    assert "best checkpoint" in told


def test_a_rise_of_both_losses_is_not_learning_by_heart() -> None:
    assert not evaluated(watch(), [(1.0, 1.0), (1.1, 1.1), (1.2, 1.2), (1.3, 1.3), (1.4, 1.4)])


def test_a_healthy_run_is_left_alone() -> None:
    assert not evaluated(watch(), [(2.0, 2.0), (1.5, 1.6), (1.2, 1.7), (1.0, 1.5), (0.9, 1.4)])
