"""One line of the results table: a run at a glance, or a folder that is no readable run and what is wrong with it."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePath

from pydantic import BaseModel, ConfigDict, Field

from backend.domain.evaluation import Evaluation, RowsFrom
from backend.domain.exit_cause import ExitCause
from backend.domain.losses import LossFigures
from backend.domain.run import Run, RunKind, RunState
from backend.domain.run_notes import Note, RunNotes, Tags

_PLAIN_NAMES = frozenset({"train.jsonl", "valid.jsonl", "test.jsonl"})


class ResultRow(BaseModel):
    """A run in the table. Everything but `id` may be unknown where `problem` is set."""

    model_config = ConfigDict(frozen=True)

    id: str
    kind: RunKind | None = None
    state: RunState | None = None
    adapter_name: str | None = None
    model: str | None = Field(default=None, description="Short name: the last part of the path or hub id.")
    data: str | None = Field(
        default=None, description="Name of the training file, with its folder where it says no more."
    )
    train_sha256: str | None = Field(default=None, description="Hash of the training rows: equal for equal data.")
    created_at: datetime | None = None
    ended_at: datetime | None = None
    seconds: float | None = Field(default=None, description="Time spent on training, pauses left out.")
    step: int | None = None
    total_steps: int | None = None
    trained_tokens: int | None = None
    train_loss: float | None = None
    val_loss: float | None = None
    val_step: int | None = None
    best_val_loss: float | None = None
    best_step: int | None = None
    reward_mean: float | None = None
    test_loss: float | None = Field(default=None, description="Of the newest evaluation on test rows or chosen ones.")
    test_perplexity: float | None = Field(default=None, description="Of the same evaluation.")
    tokens_per_second: float | None = None
    peak_memory_gb: float | None = Field(default=None, description="Highest memory held by MLX, in 10^9 bytes.")
    trainable_parameters: int | None = None
    trainable_share: float | None = Field(default=None, description="Of all parameters, from 0 to 1.")
    proof_ok: bool | None = Field(default=None, description="The proof's verdict; null without a proof.")
    exit_cause: ExitCause | None = None
    comparison: str | None = Field(default=None, description="Id of the method comparison that it belongs to.")
    starred: bool = False
    tags: Tags = Field(default_factory=list)
    note: Note = ""
    imported_at: datetime | None = None
    imported_from: str | None = Field(default=None, description="Name of the bundle's file.")
    disk_bytes: int = 0
    problem: str | None = Field(default=None, description="What is wrong with the folder, and what to do about it.")


def result_row(
    run: Run, notes: RunNotes, disk_bytes: int, problem: str | None, evaluations: Sequence[Evaluation] = ()
) -> ResultRow:
    """The row of a run."""
    metrics, plan, tested = run.metrics, run.plan, newest_test(evaluations)
    return ResultRow(
        id=run.id,
        kind=run.kind,
        state=run.state,
        adapter_name=run.config.adapter_name,
        model=short_name(run.config.model_path),
        data=data_name(run.config.train_data_path),
        train_sha256=run.data_sha256.get("train"),
        created_at=run.created_at,
        ended_at=run.ended_at,
        seconds=metrics.clock.seconds or None,
        step=metrics.step,
        total_steps=metrics.total_steps,
        trained_tokens=metrics.trained_tokens,
        train_loss=metrics.train_loss,
        val_loss=metrics.val_loss,
        val_step=metrics.val_step,
        best_val_loss=metrics.best_val_loss,
        best_step=metrics.best_step,
        reward_mean=metrics.reward_mean,
        test_loss=None if tested is None else tested.loss,
        test_perplexity=None if tested is None else tested.perplexity,
        tokens_per_second=metrics.tokens_per_second,
        peak_memory_gb=metrics.peak_memory_gb,
        trainable_parameters=None if plan is None else plan.trainable_parameters,
        trainable_share=None if plan is None else plan.trainable_parameters / max(1, plan.total_parameters),
        proof_ok=None if run.proof is None else run.proof.ok,
        exit_cause=None if run.exit is None else run.exit.cause,
        comparison=run.comparison_id,
        starred=notes.starred,
        tags=notes.tags,
        note=notes.note,
        imported_at=None if run.imported is None else run.imported.at,
        imported_from=None if run.imported is None else run.imported.source,
        disk_bytes=disk_bytes,
        problem=problem,
    )


def newest_test(evaluations: Sequence[Evaluation]) -> LossFigures | None:
    """What the adapter came to in the newest evaluation; one on validation rows is no test."""
    ended = [
        (evaluation.created_at, evaluation.result.tuned)
        for evaluation in evaluations
        if evaluation.result is not None and evaluation.plan.rows_from is not RowsFrom.VALIDATION
    ]
    return max(ended, key=lambda pair: pair[0])[1] if ended else None


def short_name(path: str) -> str:
    """The last part of a path or hub id."""
    return PurePath(path).name or path


def data_name(path: str) -> str:
    """The name of a data file; train.jsonl says nothing without its folder."""
    given = PurePath(path)
    return f"{given.parent.name}/{given.name}" if given.name in _PLAIN_NAMES and given.parent.name else given.name
