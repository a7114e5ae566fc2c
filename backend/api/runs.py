"""Runs: queue, list, stop, delete."""

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict

from backend.api.deps import StoreDep, SupervisorDep
from backend.api.problems import RESPONSES
from backend.domain.run import Run, RunKind
from backend.domain.training_config import TrainingConfig

router = APIRouter(prefix="/api/runs", tags=["runs"], responses=RESPONSES)


class RunRequest(BaseModel):
    """What to train, and how."""

    model_config = ConfigDict(extra="forbid")

    kind: RunKind
    config: TrainingConfig


class RunFiles(BaseModel):
    """What the trainer was given, as text."""

    mlx_yaml: str


@router.post("", status_code=201)
async def start_training(request: RunRequest, supervisor: SupervisorDep, response: Response) -> Run:
    """Check a configuration and queue a run."""
    run = await supervisor.create(request.kind, request.config)
    response.headers["Location"] = f"/api/runs/{run.id}"
    return run


@router.get("")
def list_runs(store: StoreDep) -> list[Run]:
    """List every run, newest first."""
    return store.all()


@router.get("/{run_id}")
def get_run(run_id: str, store: StoreDep) -> Run:
    """Give one run with its newest figures."""
    return store.get(run_id)


@router.get("/{run_id}/files")
def get_run_files(run_id: str, store: StoreDep) -> RunFiles:
    """Give the YAML that the trainer was started with."""
    return RunFiles(mlx_yaml=store.mlx_yaml(run_id))


@router.post("/{run_id}/stop", status_code=202)
async def stop_run(run_id: str, supervisor: SupervisorDep) -> Run:
    """Ask a run to end after its current step and keep what it learned."""
    return supervisor.stop(run_id)


@router.delete("/{run_id}", status_code=204)
async def delete_run(run_id: str, supervisor: SupervisorDep) -> None:
    """Delete a run that is not training, with its folder."""
    supervisor.delete(run_id)
