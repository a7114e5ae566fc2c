"""Votes: which answer was better, and what they add up to."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from backend.api.deps import CompareDep
from backend.api.problems import RESPONSES
from backend.domain.compare_votes import VoteAnswer, VoteRequest, VoteTotals

router = APIRouter(prefix="/api/compare/votes", tags=["compare"], responses=RESPONSES)
Key = Annotated[str | None, Query(max_length=4096, description="Only pairs that hold the side with this key.")]


@router.post("", status_code=201)
async def cast_vote(request: VoteRequest, compare: CompareDep) -> VoteAnswer:
    """Keep a vote and reveal the sides' names."""
    return compare.votes.cast(request)


@router.get("")
def count_votes(compare: CompareDep, a: Key = None, b: Key = None) -> VoteTotals:
    """Count votes by pair of sides, with win rates and their 95 % intervals."""
    return compare.votes.totals(a, b)


@router.get("/export", response_class=Response)
def export_votes(compare: CompareDep) -> Response:
    """Give decided votes as JSONL preference pairs: prompt, chosen, rejected."""
    headers = {"Content-Disposition": 'attachment; filename="preferences.jsonl"'}
    return Response(compare.votes.export(), media_type="application/jsonl", headers=headers)


@router.delete("/{vote_id}", status_code=204)
async def undo_vote(vote_id: str, compare: CompareDep) -> None:
    """Take a vote back."""
    compare.votes.undo(vote_id)
