"""A run, its states and the one table of moves between them."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, model_validator

from backend.domain.enhanced_config import EnhancedConfig
from backend.domain.exit_cause import RunExit
from backend.domain.plan import RunPlan
from backend.domain.proof import Proof
from backend.domain.remedies import Remedy
from backend.domain.training_clock import TrainingClock
from backend.domain.training_config import TrainingConfig


class RunKind(StrEnum):
    """What is trained, and how."""

    SFT = "sft"
    SFT_ATTENTION = "sft_attention"
    GSPO = "gspo"
    DR_GRPO = "dr_grpo"
    GRPO = "grpo"


class RunState(StrEnum):
    """Where a run stands. The last four are ends: only a person takes a run up again from there."""

    QUEUED = "queued"
    STARTING = "starting"
    RUNNING = "running"
    STOPPING = "stopping"
    COMPLETED = "completed"
    STOPPED = "stopped"
    FAILED = "failed"
    LOST = "lost"


TRANSITIONS: dict[RunState, frozenset[RunState]] = {
    RunState.QUEUED: frozenset({RunState.STARTING, RunState.STOPPED, RunState.FAILED}),
    RunState.STARTING: frozenset(
        {RunState.RUNNING, RunState.STOPPING, RunState.COMPLETED, RunState.STOPPED, RunState.FAILED, RunState.LOST}
    ),
    RunState.RUNNING: frozenset(
        {RunState.STOPPING, RunState.COMPLETED, RunState.STOPPED, RunState.FAILED, RunState.LOST}
    ),
    RunState.STOPPING: frozenset({RunState.COMPLETED, RunState.STOPPED, RunState.FAILED, RunState.LOST}),
    RunState.COMPLETED: frozenset({RunState.QUEUED}),
    RunState.STOPPED: frozenset({RunState.QUEUED}),
    RunState.FAILED: frozenset({RunState.QUEUED}),
    RunState.LOST: frozenset({RunState.QUEUED}),
}

ACTIVE_STATES = frozenset({RunState.STARTING, RunState.RUNNING, RunState.STOPPING})
END_STATES = frozenset({RunState.COMPLETED, RunState.STOPPED, RunState.FAILED, RunState.LOST})


class IllegalTransition(Exception):
    """A move that the table does not hold; a defect of the program, never of the input."""

    def __init__(self, current: RunState, wanted: RunState) -> None:
        legal = ", ".join(sorted(TRANSITIONS[current]))
        super().__init__(f"a run cannot go from {current} to {wanted}; legal: {legal}")


def advance(current: RunState, wanted: RunState) -> RunState:
    """The new state, or `IllegalTransition` naming both and the legal moves."""
    if wanted not in TRANSITIONS[current]:
        raise IllegalTransition(current, wanted)
    return wanted


class RunMetrics(BaseModel):
    """The newest figure of each kind."""

    model_config = ConfigDict(frozen=True)

    phase: str | None = Field(default=None, description="What the trainer is doing now.")
    step: int = 0
    total_steps: int | None = None
    train_loss: float | None = None
    val_loss: float | None = None
    val_step: int | None = Field(default=None, description="Steps done when `val_loss` was measured.")
    best_val_loss: float | None = None
    best_step: int | None = None
    learning_rate: float | None = None
    tokens_per_second: float | None = None
    steps_per_second: float | None = None
    trained_tokens: int | None = None
    peak_memory_gb: float | None = Field(default=None, description="Highest memory held by MLX so far, in 10^9 bytes.")
    reward_mean: float | None = Field(default=None, description="Mean weighted score of the newest training answers.")
    clock: TrainingClock = TrainingClock()


class ProcessRef(BaseModel):
    """A child process, named so that a reused number is not mistaken for it."""

    model_config = ConfigDict(frozen=True)

    pid: int
    started_at: float = Field(
        description="Start of the process in seconds: since the boot on Linux, since the epoch elsewhere."
    )
    boot: str | None = Field(default=None, description="Which run of the system that was, where it has a name.")


class Imported(BaseModel):
    """That a run was brought here in a bundle, without its rows and its state."""

    model_config = ConfigDict(frozen=True)

    at: datetime
    source: str = Field(description="Name of the bundle's file.")


class Run(BaseModel):
    """One training run. `run.json` in its folder, and the answer of the API."""

    model_config = ConfigDict(frozen=True)

    id: str
    kind: RunKind
    state: RunState
    config: TrainingConfig | EnhancedConfig = Field(description="As asked for; which of the two, the kind says.")
    created_at: datetime
    queued_at: datetime | None = Field(default=None, description="When it last joined the queue.")
    started_at: datetime | None = None
    ended_at: datetime | None = None
    metrics: RunMetrics = RunMetrics()
    exit: RunExit | None = None
    remedies: list[Remedy] = Field(default_factory=list, description="Corrected copies that may do better.")
    proof: Proof | None = None
    process: ProcessRef | None = None
    versions: dict[str, str] = Field(default_factory=dict, description="Versions of the engines that trained it.")
    data_sha256: dict[str, str] = Field(default_factory=dict, description="Hash of each prepared data file.")
    plan: RunPlan | None = Field(default=None, description="What the trainer was asked for.")
    folder: str = Field(default="", description="Where the run's files lie.")
    comparison_id: str | None = Field(default=None, description="The method comparison that it was made for.")
    imported: Imported | None = Field(default=None, description="Set on a run that was trained elsewhere.")
    problem: str | None = Field(default=None, description="What is wrong with the folder itself, where something is.")

    @model_validator(mode="before")
    @classmethod
    def _config_of_its_kind(cls, data: object) -> object:
        if isinstance(data, dict) and isinstance(data.get("config"), dict):
            model = TrainingConfig if data.get("kind") == RunKind.SFT else EnhancedConfig
            return {**data, "config": model.model_validate(data["config"])}
        return data
