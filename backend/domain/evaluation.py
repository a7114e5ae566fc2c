"""An evaluation: the loss of a run's base and of its adapter on rows of choice, and on texts that the run never trained on.

It waits in the same queue as runs, is worked off by a process of its own, and lies in the run's folder.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from backend.domain.forgetting import ProbeResult
from backend.domain.losses import LossFigures
from backend.domain.run import ProcessRef


class EvaluationState(StrEnum):
    """Where an evaluation stands. The last four are ends."""

    QUEUED = "queued"
    RUNNING = "running"
    CANCELLING = "cancelling"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    FAILED = "failed"
    LOST = "lost"


EVALUATION_MOVES: dict[EvaluationState, frozenset[EvaluationState]] = {
    EvaluationState.QUEUED: frozenset({EvaluationState.RUNNING, EvaluationState.CANCELLED, EvaluationState.FAILED}),
    EvaluationState.RUNNING: frozenset(
        {EvaluationState.CANCELLING, EvaluationState.COMPLETED, EvaluationState.FAILED, EvaluationState.LOST}
    ),
    EvaluationState.CANCELLING: frozenset({EvaluationState.COMPLETED, EvaluationState.CANCELLED}),
    EvaluationState.COMPLETED: frozenset(),
    EvaluationState.CANCELLED: frozenset(),
    EvaluationState.FAILED: frozenset(),
    EvaluationState.LOST: frozenset(),
}
WAITS_OR_WORKS = frozenset({EvaluationState.QUEUED, EvaluationState.RUNNING, EvaluationState.CANCELLING})
AT_WORK = frozenset({EvaluationState.RUNNING, EvaluationState.CANCELLING})


class IllegalMove(Exception):
    """A move that the table does not hold; a defect of the program, never of the input."""


def moved(current: EvaluationState, wanted: EvaluationState) -> EvaluationState:
    """The new state, or `IllegalMove` naming both."""
    if wanted not in EVALUATION_MOVES[current]:
        raise IllegalMove(f"an evaluation cannot go from {current} to {wanted}")
    return wanted


class EvaluatedWeights(StrEnum):
    """Which of a run's weights are measured."""

    FINAL = "final"
    BEST = "best"


class RowsFrom(StrEnum):
    """Where the measured rows come from."""

    TEST = "test"
    VALIDATION = "validation"
    GIVEN = "given"


class EvaluationRequest(BaseModel):
    """What is to be measured."""

    model_config = ConfigDict(extra="forbid")

    weights: EvaluatedWeights = Field(
        default=EvaluatedWeights.FINAL,
        title="Weights",
        description="The last weights of the run, or those with the lowest validation loss.",
    )
    path: str | None = Field(
        default=None,
        max_length=4096,
        title="Rows",
        description="A JSONL file, or a folder with test.jsonl; empty for the run's own test rows, else its validation rows.",
    )


class EvaluationPlan(BaseModel):
    """Everything that the worker needs to know."""

    model_config = ConfigDict(frozen=True, protected_namespaces=())

    model_path: str
    adapters: str = Field(description="Folder with adapter_config.json.")
    adapter_file: str = Field(description="Name of the weights in it.")
    weights: EvaluatedWeights
    step: int | None = Field(default=None, description="Steps behind the weights, where known.")
    note: str | None = Field(default=None, description="What is unusual about the weights.")
    rows_file: str
    rows_from: RowsFrom
    batch_size: int
    max_seq_length: int
    answers_only: bool = Field(description="Whether prompts are left out of the loss, as they were in training.")


class EvaluationProgress(BaseModel):
    """How far it has got, in batches."""

    model_config = ConfigDict(frozen=True)

    type: Literal["progress"] = "progress"
    doing: str
    done: int
    total: int


class EvaluationResult(BaseModel):
    """What was measured."""

    model_config = ConfigDict(frozen=True)

    type: Literal["result"] = "result"
    base: LossFigures
    tuned: LossFigures
    probes: list[ProbeResult]
    rows_sha256: str = Field(description="Of the file that was read: equal hashes are equal rows.")
    adapter_sha256: str
    adapter_bytes: int
    trainable_parameters: int
    seconds: float
    versions: dict[str, str]


class EvaluationProblem(BaseModel):
    """Why there is no result."""

    model_config = ConfigDict(frozen=True)

    type: Literal["problem"] = "problem"
    message: str
    hint: str


EvaluationLine = Annotated[EvaluationProgress | EvaluationResult | EvaluationProblem, Field(discriminator="type")]
EVALUATION_LINE: TypeAdapter[EvaluationLine] = TypeAdapter(EvaluationLine)


class Evaluation(BaseModel):
    """One evaluation: `evaluations/<id>.json` in the run's folder, and the answer of the API."""

    model_config = ConfigDict(frozen=True)

    id: str
    run_id: str
    state: EvaluationState
    plan: EvaluationPlan
    created_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None
    progress: EvaluationProgress | None = None
    result: EvaluationResult | None = None
    problem: EvaluationProblem | None = None
    process: ProcessRef | None = None
