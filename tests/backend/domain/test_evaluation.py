"""Ends of evaluations, the table of their moves, and what the forgetting meter says."""

import math
from datetime import UTC, datetime

import pytest

from backend.domain.evaluation import (
    EVALUATION_MOVES,
    EvaluatedWeights,
    Evaluation,
    EvaluationPlan,
    EvaluationProblem,
    EvaluationProgress,
    EvaluationResult,
    EvaluationState,
    IllegalMove,
    RowsFrom,
    moved,
)
from backend.domain.evaluation_end import WorkerEnd, end_of
from backend.domain.forgetting import ProbeKind, probe_result
from backend.domain.losses import LossFigures

FIGURES = LossFigures.of(20.0, 10, 18.0, 9, rows=1, rows_cut=0)
RESULT = EvaluationResult(
    base=FIGURES,
    tuned=FIGURES,
    probes=[],
    rows_sha256="a",
    adapter_sha256="b",
    adapter_bytes=1,
    trainable_parameters=1,
    seconds=1.0,
    versions={},
)
PROBLEM = EvaluationProblem(message="Line 3 is empty.", hint="Fill it.")
HALF_WAY = EvaluationProgress(doing="Measuring the base", done=1, total=2)


def evaluation(state: EvaluationState) -> Evaluation:
    plan = EvaluationPlan(
        model_path="model",
        adapters="adapters",
        adapter_file="adapters.safetensors",
        weights=EvaluatedWeights.FINAL,
        rows_file="test.jsonl",
        rows_from=RowsFrom.TEST,
        batch_size=1,
        max_seq_length=8,
        answers_only=False,
    )
    return Evaluation(id="one", run_id="run", state=state, plan=plan, created_at=datetime.now(UTC))


@pytest.mark.parametrize(
    ("state", "told", "code", "ends", "said"),
    [
        ("running", RESULT, 0, "completed", ""),
        ("running", RESULT, -9, "completed", ""),
        ("cancelling", RESULT, -15, "completed", ""),
        ("cancelling", HALF_WAY, -15, "cancelled", ""),
        ("running", PROBLEM, 1, "failed", "Line 3 is empty."),
        ("running", HALF_WAY, None, "lost", "while no server was there"),
        ("running", None, -9, "failed", "ended by SIGKILL"),
        ("running", None, 3, "failed", "exit code 3: ValueError: no."),
    ],
)
def test_what_an_end_means(state: str, told: object, code: int | None, ends: str, said: str) -> None:
    worker = WorkerEnd(told, code, out_of_memory=False, last_words="ValueError: no")  # type: ignore[arg-type]
    ended = end_of(evaluation(EvaluationState(state)), worker)
    assert ended.state == ends
    assert said in (ended.problem.message if ended.problem else "")
    assert (ended.result is not None) == (ends == "completed")


@pytest.mark.parametrize("out_of_memory", [True, False])
def test_memory_is_named_on_evidence_alone(out_of_memory: bool) -> None:
    ended = end_of(evaluation(EvaluationState.RUNNING), WorkerEnd(None, -9, out_of_memory, ""))
    assert ended.problem is not None
    assert ("memory ran out" in ended.problem.message) is out_of_memory


def test_every_move_is_in_the_table() -> None:
    for current, allowed in EVALUATION_MOVES.items():
        for wanted in EvaluationState:
            if wanted in allowed:
                assert moved(current, wanted) is wanted
            else:
                with pytest.raises(IllegalMove, match=f"from {current} to {wanted}"):
                    moved(current, wanted)


def test_figures_of_sums() -> None:
    assert (FIGURES.loss, FIGURES.real_loss) == (2.0, 2.0)
    assert FIGURES.perplexity == pytest.approx(math.exp(2))
    nothing = LossFigures.of(0.0, 0, 0.0, 0, rows=1, rows_cut=0)
    assert (nothing.loss, nothing.perplexity, nothing.real_loss) == (None, None, None)
    assert LossFigures.of(math.nan, 3, math.inf, 3, rows=1, rows_cut=0).loss is None
    assert LossFigures.of(1e6, 1, 1e6, 1, rows=1, rows_cut=0).perplexity == math.exp(700)


def loss(real: float | None) -> LossFigures:
    return FIGURES.model_copy(update={"real_loss": real, "rows": 36})


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (2.0, 2.01, "has not moved"),
        (2.0, 2.5, "rose by 0.50: each token is 1.65 times less expected"),
        (2.0, 1.5, "fell by 0.50"),
        (6.5, 7.5, "what was never known cannot be forgotten"),
        (None, 1.0, "nothing can be said"),
    ],
)
def test_the_meter_says_what_a_difference_shows(before: float | None, after: float, words: str) -> None:
    found = probe_result(ProbeKind.GENERAL, "General English", loss(before), loss(after), vocabulary=830)
    assert words in found.words
    assert "36 short rows of plain English" in found.words
    assert found.difference == (None if before is None else after - before)


def test_the_old_task_has_limits_of_its_own() -> None:
    found = probe_result(ProbeKind.OLD_TASK, "Animals", loss(0.1), loss(3.0), vocabulary=830)
    assert "only the new manner of speaking" in found.words
