"""The order of waiting runs."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from backend.domain.run import Run, RunKind, RunState
from backend.domain.run_queue import RunQueue
from backend.domain.training_config import TrainingConfig

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
CONFIG = TrainingConfig()


def run(number: int, state: RunState = RunState.QUEUED) -> Run:
    created = BEGIN + timedelta(minutes=number)
    return Run(id=f"run-{number}", kind=RunKind.SFT, state=state, config=CONFIG, created_at=created)


def names(runs: list[Run]) -> list[str]:
    return [found.id for found in runs]


def test_first_come_first_served() -> None:
    assert names(RunQueue().waiting([run(2), run(1), run(3)])) == ["run-1", "run-2", "run-3"]


def test_an_arranged_order_wins_and_newcomers_wait_behind() -> None:
    queue = RunQueue(order=["run-3", "run-1"])
    assert names(queue.waiting([run(1), run(2), run(3), run(4)])) == ["run-3", "run-1", "run-2", "run-4"]


def test_only_waiting_runs_count() -> None:
    queue = RunQueue().arranged(["run-2", "run-1", "nobody"], [run(1), run(2, RunState.RUNNING)])
    assert queue.order == ["run-1"]


def test_a_run_taken_up_again_joins_at_the_end() -> None:
    again = run(1).model_copy(update={"queued_at": BEGIN + timedelta(minutes=9)})
    assert names(RunQueue().waiting([again, run(2)])) == ["run-2", "run-1"]


@given(st.permutations(range(6)), st.lists(st.sampled_from(range(9)), max_size=9))
def test_arranging_loses_nobody(present: list[int], wished: list[int]) -> None:
    runs = [run(number) for number in present]
    order = RunQueue().arranged([f"run-{number}" for number in wished], runs).order
    assert sorted(order) == sorted(names(runs))
    kept = [f"run-{number}" for number in dict.fromkeys(wished) if number in present]
    assert order[: len(kept)] == kept
