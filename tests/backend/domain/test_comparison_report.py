"""Which evaluation counts for a run, and what is told of runs that are gone."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.domain.comparison import Comparison, ComparisonMember
from backend.domain.comparison_report import report, standing
from backend.domain.evaluation import Evaluation, EvaluationState, RowsFrom
from backend.domain.forgetting import ProbeKind, probe_result
from backend.domain.losses import LossFigures
from backend.domain.run import Run, RunKind, RunMetrics, RunState
from backend.domain.spread import spread
from backend.domain.training_clock import TrainingClock
from backend.domain.training_config import TrainingConfig
from tests.backend.domain.test_evaluation import RESULT, evaluation

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ROWS = "test.jsonl"


def run(run_id: str, tokens: int = 1000) -> Run:
    return Run(
        id=run_id,
        kind=RunKind.SFT,
        state=RunState.COMPLETED,
        config=TrainingConfig(),
        created_at=NOON,
        ended_at=NOON,
        metrics=RunMetrics(trained_tokens=tokens, clock=TrainingClock(seconds=60.0)),
    )


def measured(loss: float, minutes: int = 1, **changes: object) -> Evaluation:
    figures = LossFigures.of(loss * 10, 10, loss * 10, 10, rows=5, rows_cut=0)
    probe = probe_result(ProbeKind.GENERAL, "General English", figures, figures, 830)
    result = RESULT.model_copy(update={"tuned": figures, "probes": [probe]})
    made = NOON + timedelta(minutes=minutes)
    done = {"state": EvaluationState.COMPLETED, "result": result, "created_at": made, "id": f"{minutes}-{loss}"}
    return evaluation(EvaluationState.QUEUED).model_copy(update={**done, **changes})


def test_the_newest_result_since_the_run_ended_counts() -> None:
    old, first, second = measured(3.0, minutes=-1), measured(2.0, minutes=1), measured(1.0, minutes=2)
    waits = evaluation(EvaluationState.QUEUED).model_copy(update={"created_at": NOON + timedelta(minutes=3)})
    assert standing([old], run("a"), ROWS) is None
    assert standing([old, first, second, waits], run("a"), ROWS) is second
    assert standing([old, waits], run("a"), ROWS) is waits
    assert standing([second], run("a"), "other.jsonl") is None


def comparison(*run_ids: str | None) -> Comparison:
    kinds = (RunKind.SFT, RunKind.SFT_ATTENTION)
    return Comparison(
        id="20260101-120000-abcd",
        created_at=NOON,
        source_run_id=None,
        methods=list(kinds),
        seeds=[0],
        members=[ComparisonMember(kind=kind, seed=0, run_id=one) for kind, one in zip(kinds, run_ids, strict=True)],
        iterations=4,
        batch_size=5,
        train_rows=20,
        test_rows=500,
        rows_file=ROWS,
        rows_from=RowsFrom.TEST,
    )


def test_figures_go_to_their_method() -> None:
    runs = {"a": run("a"), "b": run("b", tokens=2000)}
    found = report(comparison("a", "b"), runs, {"a": [measured(2.0)], "b": [measured(1.0)]})
    full, attention = found.reports
    assert full.test_loss is not None
    assert attention.test_loss is not None
    assert (full.test_loss.mean, attention.test_loss.mean) == (pytest.approx(2.0), pytest.approx(1.0))
    assert full.seconds == spread([60.0])
    assert full.forgetting == {"general": spread([0.0])}
    assert found.base_test_loss == 2.0
    assert found.evidence.sentence.startswith("Attention-only has a lower test loss than Full-layer")
    assert "number of tokens (Attention-only 2,000, Full-layer 1,000 with seed 0)" in " ".join(found.evidence.caveats)


def test_runs_that_are_gone_or_were_never_made_are_told() -> None:
    found = report(comparison("a", None), {}, {})
    assert [one.problem for method in found.reports for one in method.runs] == ["The run is gone.", None]
    assert not found.evidence.complete
    assert found.reports[0].test_loss is None


def test_a_spread_leaves_out_what_is_no_number() -> None:
    found = spread([1.0, None, float("nan"), 3.0])
    assert found is not None
    assert (found.mean, found.low, found.high, found.values) == (2.0, 1.0, 3.0, [1.0, 3.0])
    assert found.deviation == pytest.approx(2**0.5)
    assert spread([None]) is None
    one = spread([5.0])
    assert one is not None
    assert one.deviation is None
