"""Runs: queue, list, stop, delete."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from backend.api.deps import StoreDep, SupervisorDep
from backend.api.problems import RESPONSES
from backend.domain.enhanced_config import EnhancedConfig
from backend.domain.run import Run, RunKind
from backend.domain.training_config import TrainingConfig

router = APIRouter(prefix="/api/runs", tags=["runs"], responses=RESPONSES)


class SetupRunRequest(BaseModel):
    """A full-layer run."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["sft"]
    config: TrainingConfig


class EnhancedRunRequest(BaseModel):
    """A run of the Enhanced Setup."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["sft_attention", "gspo", "dr_grpo", "grpo"]
    config: EnhancedConfig


RunRequest = Annotated[SetupRunRequest | EnhancedRunRequest, Field(discriminator="kind")]
"""What to train, and how."""


class ResumeRequest(BaseModel):
    """How far a run goes on."""

    model_config = ConfigDict(extra="forbid")

    iterations: int | None = Field(
        default=None,
        ge=1,
        le=10_000_000,
        description="Steps in all, those already done included; its own where left out.",
    )


class TrainerFile(BaseModel):
    """A file that the trainer was given."""

    name: str
    text: str


@router.post("", status_code=201)
async def start_training(request: RunRequest, supervisor: SupervisorDep, response: Response) -> Run:
    """Check a configuration and queue a run."""
    run = await supervisor.create(RunKind(request.kind), request.config)
    response.headers["Location"] = f"/api/runs/{run.id}"
    return run


EndedLimit = Annotated[
    int | None,
    Query(ge=0, description="Of the runs that have ended, only so many, those that ended last; all where left out."),
]


@router.get("")
def list_runs(store: StoreDep, ended: EndedLimit = None) -> list[Run]:
    """List runs, newest first: all of them, or those that have not ended and some that have."""
    return store.all() if ended is None else store.recent(ended)


@router.get("/{run_id}")
def get_run(run_id: str, store: StoreDep) -> Run:
    """Give one run with its newest figures."""
    return store.get(run_id)


@router.get("/{run_id}/files")
def get_run_files(run_id: str, store: StoreDep) -> list[TrainerFile]:
    """Give what the trainer was started with, the file to repeat the run with first."""
    return [TrainerFile(name=name, text=text) for name, text in store.trainer_files(run_id).items()]


@router.post("/{run_id}/stop", status_code=202)
async def stop_run(run_id: str, supervisor: SupervisorDep) -> Run:
    """Ask a run to end after its current step and keep what it learned."""
    return supervisor.stop(run_id)


@router.post("/{run_id}/resume", status_code=202)
async def resume_run(run_id: str, supervisor: SupervisorDep, request: ResumeRequest | None = None) -> Run:
    """Go on exactly where an ended run was, to its own length or a greater one. The run keeps its id and its folder."""
    return await supervisor.resume(run_id, None if request is None else request.iterations)


@router.delete("/{run_id}", status_code=204)
async def delete_run(run_id: str, supervisor: SupervisorDep) -> None:
    """Move a run that is not training to the trash, with its folder; for a week it can be restored."""
    supervisor.delete(run_id)
