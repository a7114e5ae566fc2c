"""Rows as the trainer sees them, answered by one resident worker: it keeps the tokenizer, and ends when nobody asks."""

import asyncio
from typing import Any

from backend.domain.data_jobs import JobProblem
from backend.domain.row_tokens import RowTokens, RowTokensRequest
from backend.errors import FieldError, InvalidInput, WorkerFailed
from backend.services.data_paths import data_file
from backend.services.dataset_worker import DataWorker

_MODULE = "backend.workers.row_tokens"
_TIMEOUT_SECONDS = 120


class TokenViewer:
    """Asks `backend.workers.row_tokens`, one question at a time."""

    def __init__(self) -> None:
        self._worker: DataWorker | None = None
        self._asking = asyncio.Lock()

    async def show(self, request: RowTokensRequest) -> RowTokens:
        """One row. Raises `InvalidInput` naming the field, `WorkerFailed`."""
        located = request.model_copy(update={"path": str(await asyncio.to_thread(data_file, "path", request.path))})
        async with self._asking:
            line = await self._answer(located)
        if "result" in line:
            return RowTokens.model_validate(line["result"])
        problem = JobProblem.model_validate(line["problem"])
        raise InvalidInput.of(FieldError(problem.field, problem.message, problem.hint))

    async def close(self) -> None:
        """End the worker."""
        if self._worker is not None:
            await self._worker.end()
            self._worker = None

    async def _answer(self, request: RowTokensRequest) -> dict[str, Any]:
        """A worker that has ended for want of questions is started again."""
        for _ in range(2):
            if self._worker is None:
                self._worker = await DataWorker.start(_MODULE)
            try:
                await self._worker.ask(request)
                line = await asyncio.wait_for(self._worker.line(), _TIMEOUT_SECONDS)
            except OSError:
                line = None
            except TimeoutError as error:
                await self.close()
                raise WorkerFailed(f"The row gave no tokens in {_TIMEOUT_SECONDS} s. Try another row.") from error
            except asyncio.CancelledError:  # an answer that nobody took would be the next one's
                await self.close()
                raise
            if line is not None:
                return line
            await self.close()
        raise WorkerFailed("The token viewer ended twice without an answer. The server's output may say why.")
