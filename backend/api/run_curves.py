"""A run's figures as columns, to lay over those of others."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from backend.api.deps import CurvesDep
from backend.api.problems import RESPONSES
from backend.domain.curves import DEFAULT_POINTS, MAX_POINTS, RunCurves

router = APIRouter(prefix="/api/runs", tags=["results"], responses=RESPONSES)
Points = Annotated[int, Query(ge=10, le=MAX_POINTS, description="The most points of each kind of report.")]


@router.get("/{run_id}/curves", response_model=RunCurves)
def get_run_curves(run_id: str, curves: CurvesDep, points: Points = DEFAULT_POINTS) -> Response:
    """Give losses, rate and speed by step, trained tokens and time. Thinned curves keep every part's least and greatest."""
    return Response(curves.curves(run_id, points).model_dump_json(), media_type="application/json")
