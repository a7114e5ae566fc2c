"""Batches: many prompts for all sides, with progress, a table and exports."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response, WebSocket

from backend.api.compare_sockets import After, stream_session
from backend.api.deps import CompareDep
from backend.api.problems import RESPONSES
from backend.domain.compare_batches import BatchRequest, CompareBatch
from backend.domain.compare_events import CompareEvent

router = APIRouter(prefix="/api/compare/batches", tags=["compare"], responses=RESPONSES)
Format = Annotated[
    Literal["jsonl", "csv"], Query(description="One JSON object a row, or one line a row with a header.")
]

_TYPES = {"jsonl": "application/jsonl", "csv": "text/csv; charset=utf-8"}


@router.post("", status_code=201)
async def start_batch(request: BatchRequest, compare: CompareDep, response: Response) -> CompareBatch:
    """Check the rows and the sides, and queue the answers."""
    batch = await compare.batches.start(request)
    response.headers["Location"] = f"/api/compare/batches/{batch.session.id}"
    return batch


@router.get("/{batch_id}")
async def get_batch(batch_id: str, compare: CompareDep) -> CompareBatch:
    """Give a batch as it stands: rows answered so far, and each side's counts."""
    return compare.batches.get(batch_id)


@router.post("/{batch_id}/cancel", status_code=202)
async def cancel_batch(batch_id: str, compare: CompareDep) -> CompareBatch:
    """Stop a batch; rows answered so far stay."""
    return compare.batches.cancel(batch_id)


@router.get("/{batch_id}/export", response_class=Response)
async def export_batch(batch_id: str, compare: CompareDep, format: Format = "jsonl") -> Response:  # noqa: A002 - the name in the address
    """Give the rows answered so far as a file."""
    headers = {"Content-Disposition": f'attachment; filename="{batch_id}.{format}"'}
    return Response(compare.batches.export(batch_id, format), media_type=_TYPES[format], headers=headers)


@router.get("/{batch_id}/events")
async def replay_batch_events(batch_id: str, compare: CompareDep, after: After = 0) -> list[CompareEvent]:
    """Give every event of a batch numbered above `after` that has happened so far."""
    return compare.events(batch_id, after)


@router.websocket("/{batch_id}/events")
async def stream_batch_events(socket: WebSocket, batch_id: str, compare: CompareDep, after: After = 0) -> None:
    """Replay a batch's events above `after`, then send new ones; closes with 1000 at the end."""
    await stream_session(socket, compare.desk, batch_id, after)
