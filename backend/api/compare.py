"""Comparisons: several sides answer one conversation, streamed as it happens."""

from typing import Annotated

from fastapi import APIRouter, Query, Response, WebSocket

from backend.api.compare_sockets import After, stream_session
from backend.api.deps import CompareDep
from backend.api.problems import RESPONSES
from backend.domain.compare import CompareRequest, CompareSession, PerplexityRequest, ScoreRequest, ScrubRequest
from backend.domain.compare_answers import AnswerScores
from backend.domain.compare_events import CompareEvent
from backend.domain.compare_sides import SideChoices
from backend.domain.compare_worker import UnloadRequest, WorkerSettings, WorkerStatus

router = APIRouter(prefix="/api/compare", tags=["compare"], responses=RESPONSES)
Model = Annotated[str, Query(min_length=1, max_length=4096, description="Folder or Hugging Face id of the base.")]


@router.post("", status_code=201)
async def start_compare(request: CompareRequest, compare: CompareDep, response: Response) -> CompareSession:
    """Check a prompt and its sides, and queue the answers."""
    return _located(await compare.start(request), response)


@router.post("/scrub", status_code=201)
async def start_scrub(request: ScrubRequest, compare: CompareDep, response: Response) -> CompareSession:
    """Answer one prompt at every checkpoint of a run, in step order."""
    return _located(await compare.scrub(request), response)


@router.post("/perplexity", status_code=201)
async def start_perplexity(request: PerplexityRequest, compare: CompareDep, response: Response) -> CompareSession:
    """Measure every side's perplexity over the rows of a file or a run."""
    return _located(await compare.batches.perplexity(request), response)


@router.get("/sides")
def list_sides(model: Model, compare: CompareDep) -> SideChoices:
    """List what can be compared on a base: itself, and every ended run with an adapter for it."""
    return compare.choices(model)


@router.get("/worker")
async def get_compare_worker(compare: CompareDep) -> WorkerStatus:
    """Tell what is in memory for comparisons."""
    return compare.worker_status()


@router.put("/worker/settings")
async def set_compare_worker(settings: WorkerSettings, compare: CompareDep) -> WorkerStatus:
    """Set how long an unused base stays in memory."""
    return compare.set_idle(settings)


@router.post("/worker/unload")
async def unload_compare_worker(compare: CompareDep, request: UnloadRequest | None = None) -> WorkerStatus:
    """Take one adapter, or everything, out of memory. Refused while something is being answered."""
    return await compare.unload(request or UnloadRequest())


@router.get("/{compare_id}")
async def get_compare(compare_id: str, compare: CompareDep) -> CompareSession:
    """Give a comparison as it stands."""
    return compare.get(compare_id)


@router.post("/{compare_id}/cancel", status_code=202)
async def cancel_compare(compare_id: str, compare: CompareDep) -> CompareSession:
    """Stop answering at once; what was answered so far stays."""
    return compare.cancel(compare_id)


@router.post("/{compare_id}/score")
async def score_answer(compare_id: str, request: ScoreRequest, compare: CompareDep) -> AnswerScores:
    """Give the log-probability of each token of one side's answer under every side."""
    return await compare.score(compare_id, request)


@router.get("/{compare_id}/events")
async def replay_compare_events(compare_id: str, compare: CompareDep, after: After = 0) -> list[CompareEvent]:
    """Give every event numbered above `after` that has happened so far."""
    return compare.events(compare_id, after)


@router.websocket("/{compare_id}/events")
async def stream_compare_events(socket: WebSocket, compare_id: str, compare: CompareDep, after: After = 0) -> None:
    """Replay events above `after`, then send new ones; closes with 1000 at the end. The last listener to leave stops the answers."""
    await stream_session(socket, compare.desk, compare_id, after)


def _located(session: CompareSession, response: Response) -> CompareSession:
    response.headers["Location"] = f"/api/compare/{session.id}"
    return session
