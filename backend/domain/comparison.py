"""A method comparison: runs that differ in nothing but the method and the seed, and what was measured of them."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from backend.domain.comparison_evidence import Evidence
from backend.domain.evaluation import EvaluationState, RowsFrom
from backend.domain.run import RunKind, RunState
from backend.domain.spread import Spread

Seed = Annotated[int, Field(ge=0, le=2**32 - 1)]


class ComparisonMember(BaseModel):
    """One run of a comparison."""

    model_config = ConfigDict(frozen=True)

    kind: RunKind
    seed: int
    run_id: str | None = Field(default=None, description="Null while the run has not been made.")
    problem: str | None = Field(default=None, description="Why the run could not be made, where it could not.")


class Comparison(BaseModel):
    """What is kept of a comparison: `<home>/comparisons/<id>.json`."""

    model_config = ConfigDict(frozen=True)

    id: str
    created_at: datetime
    source_run_id: str | None = Field(description="The run that it was made from; null for a draft.")
    methods: list[RunKind]
    seeds: list[int]
    members: list[ComparisonMember]
    iterations: int
    batch_size: int
    train_rows: int = Field(description="Rows in whole batches, repeated ones included.")
    test_rows: int
    rows_file: str = Field(description="The rows that every run is measured on, copied when the comparison was made.")
    rows_from: RowsFrom


class MemberReport(ComparisonMember):
    """One run with its figures."""

    state: RunState | None = Field(default=None, description="Null where the run is gone or was never made.")
    val_loss: float | None = None
    best_val_loss: float | None = None
    trained_tokens: int | None = None
    seconds: float | None = Field(default=None, description="Time spent on training, evaluations and saves included.")
    tokens_per_second: float | None = None
    peak_memory_gb: float | None = None
    evaluation_id: str | None = None
    evaluation_state: EvaluationState | None = None
    test_loss: float | None = None
    test_perplexity: float | None = None
    base_test_loss: float | None = None
    adapter_bytes: int | None = None
    forgetting: dict[str, float] = Field(
        default_factory=dict, description="Rise of the loss on each probe, in nats a token."
    )


class MethodReport(BaseModel):
    """One method over its seeds. A spread is null where no run has the figure."""

    model_config = ConfigDict(frozen=True)

    kind: RunKind
    runs: list[MemberReport] = Field(description="Their curves are those of the runs.")
    trainable_parameters: int | None
    test_loss: Spread | None
    test_perplexity: Spread | None
    seconds: Spread | None
    tokens_per_second: Spread | None
    peak_memory_gb: Spread | None
    trained_tokens: Spread | None
    adapter_bytes: Spread | None
    forgetting: dict[str, Spread]


class ComparisonReport(Comparison):
    """A comparison as it stands."""

    reports: list[MethodReport]
    base_test_loss: float | None = Field(description="Test loss without any adapter.")
    evidence: Evidence


class RunSource(BaseModel):
    """A run that exists."""

    model_config = ConfigDict(extra="forbid")

    run_id: str = Field(max_length=200)


class ComparisonChoice(BaseModel):
    """What is set against each other, and how often."""

    model_config = ConfigDict(extra="forbid")

    methods: list[RunKind] = Field(
        default_factory=lambda: [RunKind.SFT, RunKind.SFT_ATTENTION],
        min_length=2,
        max_length=5,
        title="Methods",
        description="Each is trained once a seed.",
    )
    seeds: list[Seed] | None = Field(
        default=None,
        min_length=1,
        max_length=5,
        title="Seeds",
        description="Left out: the source's own. With one seed nothing can be said about chance.",
    )
    test_path: str | None = Field(
        default=None,
        max_length=4096,
        title="Test rows",
        description="A JSONL file; left out: test.jsonl beside the training data, else the validation rows.",
    )

    @model_validator(mode="after")
    def _each_once(self) -> "ComparisonChoice":
        self.methods = list(dict.fromkeys(self.methods))
        self.seeds = None if self.seeds is None else list(dict.fromkeys(self.seeds))
        return self
