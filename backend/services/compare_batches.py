"""Many rows for all sides: answered one by one, or measured by perplexity."""

import asyncio
from collections.abc import Callable
from typing import Literal, TypeVar

from backend.domain.compare import CompareSession, PerplexityRequest, SessionKind
from backend.domain.compare_batches import MAX_BATCH_ROWS, BatchRequest, CompareBatch, tally
from backend.domain.compare_rows import prompt_row, scored_row
from backend.errors import NotFound
from backend.services.compare_desk import CompareDesk
from backend.services.compare_measures import PerplexityWork
from backend.services.compare_rows import batch_csv, batch_jsonl, read_rows, rows_file
from backend.services.compare_sessions import Asked, Session
from backend.services.compare_works import BatchWork
from backend.services.run_store import RunStore

_Row = TypeVar("_Row")


class CompareBatches:
    """Starts batches and gives out what they have done."""

    def __init__(self, store: RunStore, desk: CompareDesk) -> None:
        self._store = store
        self._desk = desk

    async def start(self, request: BatchRequest) -> CompareBatch:
        """Queue many prompts. Raises `InvalidInput`."""
        found = await self._desk.find(request.model_path, request.sides)
        source, rows = await self._rows(request.path, request.run_id, request.limit or MAX_BATCH_ROWS, prompt_row)
        asked = Asked(
            kind=SessionKind.BATCH,
            model_path=found.model_path,
            found=found.sides,
            settings=request.settings,
            system=request.system,
            source=source,
            total=len(rows),
        )
        session = Session(asked)
        self._desk.submit(BatchWork(session, found.model, rows, force=request.force))
        return self.get(session.id)

    async def perplexity(self, request: PerplexityRequest) -> CompareSession:
        """Queue the measuring of rows under every side. Raises `InvalidInput`."""
        found = await self._desk.find(request.model_path, request.sides)
        source, rows = await self._rows(request.path, request.run_id, request.limit, scored_row)
        asked = Asked(
            kind=SessionKind.PERPLEXITY,
            model_path=found.model_path,
            found=found.sides,
            source=source,
            total=len(rows),
        )
        work = PerplexityWork(Session(asked), found.model, rows, answers_only=request.answers_only, force=request.force)
        return self._desk.submit(work)

    def get(self, batch_id: str) -> CompareBatch:
        """A batch as it stands. Raises `NotFound`."""
        session = self._batch(batch_id)
        answers = [answer for row in session.rows for answer in row.answers]
        sides = range(len(session.asked.found))
        return CompareBatch(
            session=session.snapshot(),
            source=session.asked.source,
            total=session.asked.total,
            done=len(session.rows),
            tallies=[tally(side, [answer for answer in answers if answer.side == side]) for side in sides],
            rows=list(session.rows),
        )

    def cancel(self, batch_id: str) -> CompareBatch:
        """Stop a batch. Raises `NotFound`."""
        self._desk.cancel(self._batch(batch_id))
        return self.get(batch_id)

    def export(self, batch_id: str, kind: Literal["jsonl", "csv"]) -> str:
        """Rows answered so far as text. Raises `NotFound`."""
        session = self._batch(batch_id)
        return (batch_jsonl if kind == "jsonl" else batch_csv)(session.rows, session.asked.sides)

    async def _rows(
        self, path: str | None, run_id: str | None, limit: int | None, parse: Callable[[object], _Row]
    ) -> tuple[str, list[_Row]]:
        """(file, its rows). Raises `InvalidInput` naming `path` or `run_id`."""
        field = "path" if run_id is None else "run_id"
        file = await asyncio.to_thread(rows_file, self._store, path, run_id)
        return str(file), await asyncio.to_thread(read_rows, file, field, limit, parse)

    def _batch(self, batch_id: str) -> Session:
        session = self._desk.session(batch_id)
        if session.asked.kind is not SessionKind.BATCH:
            raise NotFound(f"{batch_id} is no batch but a {session.asked.kind.value}.")
        return session
