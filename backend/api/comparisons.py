"""Method comparisons: create, look, forget."""

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import Discriminator, Field, Tag

from backend.api.deps import ComparisonsDep
from backend.api.problems import RESPONSES
from backend.api.runs import EnhancedRunRequest, SetupRunRequest
from backend.domain.comparison import ComparisonChoice, ComparisonReport, RunSource
from backend.domain.run import RunKind

router = APIRouter(prefix="/api/comparisons", tags=["comparisons"], responses=RESPONSES)


def _sort_of_source(value: object) -> str:
    kind = value.get("kind") if isinstance(value, dict) else getattr(value, "kind", None)
    if kind is None:
        return "run"
    return "setup" if kind == RunKind.SFT else "enhanced"


Source = Annotated[
    Annotated[RunSource, Tag("run")]
    | Annotated[SetupRunRequest, Tag("setup")]
    | Annotated[EnhancedRunRequest, Tag("enhanced")],
    Discriminator(_sort_of_source),
]


class ComparisonRequest(ComparisonChoice):
    """Which methods are to be set against each other, and from what."""

    source: Source = Field(description="An ended run, or a draft as it would be started.")


@router.post("", status_code=201)
async def compare_methods(
    request: ComparisonRequest, comparisons: ComparisonsDep, response: Response
) -> ComparisonReport:
    """Queue a run for every method and seed: same rows in the same order, same batch size, steps, rate and seed."""
    if isinstance(request.source, RunSource):
        made = await comparisons.from_run(request.source.run_id, request)
    else:
        made = await comparisons.from_draft(RunKind(request.source.kind), request.source.config, request)
    response.headers["Location"] = f"/api/comparisons/{made.id}"
    return made


@router.get("")
def list_comparisons(comparisons: ComparisonsDep) -> list[ComparisonReport]:
    """List every comparison as it stands, newest first."""
    return comparisons.all()


@router.get("/{comparison_id}")
def get_comparison(comparison_id: str, comparisons: ComparisonsDep) -> ComparisonReport:
    """Give every method with its runs, figures over the seeds, and what they show."""
    return comparisons.get(comparison_id)


@router.delete("/{comparison_id}", status_code=204)
async def forget_comparison(comparison_id: str, comparisons: ComparisonsDep) -> None:
    """Forget the grouping. The runs stay."""
    comparisons.delete(comparison_id)
