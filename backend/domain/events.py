"""Everything that can happen to a run, as one discriminated union.

Each line of `events.jsonl` is one `RunEvent`. `seq` counts from 1 without gaps; `time` is UTC. Figures keep the precision
in which the trainer computed them.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from backend.domain.enhanced_events import CompletionEvent, RewardEvent
from backend.domain.exit_cause import RunExit
from backend.domain.preparation import Preparation
from backend.domain.proof import Proof
from backend.domain.run import RunState


class Phase(StrEnum):
    """What the trainer is doing."""

    DOWNLOADING = "downloading"
    LOADING = "loading"
    PREPARING = "preparing"
    TOKENISING = "tokenising"
    TRAINING = "training"
    EVALUATING = "evaluating"
    SAVING = "saving"
    PROVING = "proving"


class Level(StrEnum):
    """Weight of a message."""

    INFO = "info"
    WARNING = "warning"


class _Event(BaseModel):
    model_config = ConfigDict(frozen=True)

    seq: int = Field(ge=1)
    time: datetime


class StateEvent(_Event):
    """The run moved to another state."""

    type: Literal["state"] = "state"
    state: RunState
    exit: RunExit | None = None


class PhaseEvent(_Event):
    """The trainer began something else, or got on with it. `done` and `total` count in `unit`."""

    type: Literal["phase"] = "phase"
    phase: Phase
    done: int | None = None
    total: int | None = None
    unit: str | None = None


class PlanEvent(_Event):
    """What the trainer holds in hands after loading: the figures come from the model, not from the request."""

    type: Literal["plan"] = "plan"
    total_steps: int
    train_rows: int
    val_rows: int
    trainable_parameters: int
    total_parameters: int
    versions: dict[str, str]
    device: str
    blas: str | None = Field(default=None, description="Library in front of MLX's own BLAS, as it was really loaded.")
    blas_threads: int | None = None
    blas_kernels: str | None = Field(default=None, description="OpenBLAS's name for the kernels that it uses.")
    attention_streams: int = Field(
        default=1, description="Streams of MLX, each a thread, that attention is shared among."
    )


class PreparationEvent(_Event):
    """The rows were made ready: in which order, which stand twice, and what that saves."""

    type: Literal["preparation"] = "preparation"
    preparation: Preparation


class ResumedEvent(_Event):
    """The run goes on from a saved state. Steps after it are told again, with the same numbers and figures."""

    type: Literal["resumed"] = "resumed"
    step: int = Field(description="Steps that were done in the saved state.")
    total_steps: int


class StepEvent(_Event):
    """Steps taken so far; a few times a second at most."""

    type: Literal["step"] = "step"
    step: int
    total_steps: int


class TrainEvent(_Event):
    """A training report: means since the report before it."""

    type: Literal["train"] = "train"
    step: int
    train_loss: float | None = Field(description="Mean loss per trained token; null where it was not finite.")
    learning_rate: float
    steps_per_second: float
    tokens_per_second: float
    trained_tokens: int
    peak_memory_gb: float
    memory_gb: float = Field(description="Memory of the trainer process now, in 10^9 bytes.")


class EvalEvent(_Event):
    """A validation report, taken before step + 1."""

    type: Literal["eval"] = "eval"
    step: int
    val_loss: float | None
    seconds: float
    best: bool = Field(description="Whether it is the lowest so far.")


class CheckpointEvent(_Event):
    """An adapter file was written in full."""

    type: Literal["checkpoint"] = "checkpoint"
    step: int
    file: str = Field(description="Name inside the run's adapters folder.")
    bytes: int
    best: bool = Field(
        default=False, description="Whether it holds the weights with the lowest validation loss so far."
    )
    removed: list[str] = Field(default_factory=list, description="Older checkpoints that were removed to make room.")


class LogEvent(_Event):
    """A line that the trainer or one of its libraries printed."""

    type: Literal["log"] = "log"
    line: str


class MessageEvent(_Event):
    """Something a person should know."""

    type: Literal["message"] = "message"
    level: Level
    text: str


class ProofEvent(_Event):
    """The adapter was read back and judged."""

    type: Literal["proof"] = "proof"
    proof: Proof


class FinishedEvent(_Event):
    """The trainer's last word: what it did, before its process ends."""

    type: Literal["finished"] = "finished"
    outcome: Literal["completed", "stopped", "early_stopped", "failed"]
    step: int
    saved: bool = Field(description="Whether a loadable adapter lies on disk.")
    error_type: str | None = None
    error: str | None = None


RunEvent = Annotated[
    StateEvent
    | PhaseEvent
    | PlanEvent
    | PreparationEvent
    | ResumedEvent
    | StepEvent
    | TrainEvent
    | EvalEvent
    | CheckpointEvent
    | LogEvent
    | MessageEvent
    | ProofEvent
    | FinishedEvent
    | RewardEvent
    | CompletionEvent,
    Field(discriminator="type"),
]

RUN_EVENT: TypeAdapter[RunEvent] = TypeAdapter(RunEvent)
