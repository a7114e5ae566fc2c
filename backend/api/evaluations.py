"""Evaluations of a run: queue, look, cancel."""

from fastapi import APIRouter, Response

from backend.api.deps import EvaluationsDep, WaitSeconds
from backend.api.problems import RESPONSES
from backend.domain.evaluation import Evaluation, EvaluationRequest

router = APIRouter(prefix="/api", tags=["evaluations"], responses=RESPONSES)


@router.post("/runs/{run_id}/evaluations", status_code=201)
async def evaluate_run(
    run_id: str, request: EvaluationRequest, evaluations: EvaluationsDep, response: Response
) -> Evaluation:
    """Queue the measuring of an ended run: its base and its adapter on its test rows, and on texts it never trained on."""
    evaluation = await evaluations.ask(run_id, request)
    response.headers["Location"] = f"/api/runs/{run_id}/evaluations/{evaluation.id}"
    return evaluation


@router.get("/runs/{run_id}/evaluations")
def list_evaluations(run_id: str, evaluations: EvaluationsDep) -> list[Evaluation]:
    """List a run's evaluations, newest first."""
    return evaluations.of_run(run_id)


@router.get("/runs/{run_id}/evaluations/{evaluation_id}")
async def get_evaluation(
    run_id: str, evaluation_id: str, evaluations: EvaluationsDep, wait: WaitSeconds = 0
) -> Evaluation:
    """Give one evaluation as it stands."""
    await evaluations.settled(evaluation_id, wait)
    return evaluations.get(run_id, evaluation_id)


@router.delete("/runs/{run_id}/evaluations/{evaluation_id}", status_code=204)
async def cancel_evaluation(run_id: str, evaluation_id: str, evaluations: EvaluationsDep) -> None:
    """Cancel an evaluation that waits or is at work; delete one that has ended."""
    evaluations.cancel(run_id, evaluation_id)


@router.get("/evaluations")
def list_waiting_evaluations(evaluations: EvaluationsDep) -> list[Evaluation]:
    """List the evaluations of all runs that wait or are at work, next one first."""
    return evaluations.waiting()
