"""Reports on files of rows: a short file is read here, a long one by a worker, so that the server answers meanwhile."""

import asyncio
import json
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from weakref import WeakValueDictionary

from pydantic import BaseModel

from backend.domain.dataset import DatasetReport
from backend.domain.enhanced_data import PromptReport
from backend.errors import WorkerFailed
from backend.runtime.dataset_files import inspect_dataset, inspect_prompts
from backend.runtime.json_lines import file_stamp
from backend.services.worker_question import ask_worker

LONG_BYTES = 2_000_000
"""Less is read sooner than a worker starts."""
_REPORTS = 32
_REPORT_BYTES = 1_000_000
_MODULE = "backend.workers.inspect_rows"
_Report = TypeVar("_Report", bound=BaseModel)
_Key = tuple[str, str, tuple[int, int, int]]


class RowInspector:
    """Asks `backend.workers.inspect_rows`, and remembers what it found in a long file until that file changes."""

    def __init__(self) -> None:
        self._known: OrderedDict[_Key, bytes] = OrderedDict()
        self._locks: WeakValueDictionary[_Key, asyncio.Lock] = WeakValueDictionary()

    async def dataset(self, path: Path) -> DatasetReport:
        """The report on a file to train on. Raises OSError, `WorkerFailed`."""
        return await self._look(path, inspect_dataset, DatasetReport)

    async def prompts(self, path: Path) -> PromptReport:
        """The report on a file of prompt and answer rows. Raises OSError, `WorkerFailed`."""
        return await self._look(path, inspect_prompts, PromptReport)

    async def _look(self, path: Path, inspection: Callable[[Path], _Report], report: type[_Report]) -> _Report:
        stamp = await asyncio.to_thread(file_stamp, path)
        if stamp[1] < LONG_BYTES:
            return await asyncio.to_thread(inspection, path)
        key = (str(path), inspection.__name__, stamp)
        async with self._locks.setdefault(key, asyncio.Lock()):
            found = self._known.get(key) or await _ask(path, inspection.__name__)
            self._remember(key, found)
        answer = json.loads(found)
        if "unreadable" in answer:
            raise OSError(*answer["unreadable"])
        return report.model_validate(answer["report"])

    def _remember(self, key: _Key, found: bytes) -> None:
        if found.startswith(b'{"report"') and len(found) <= _REPORT_BYTES:
            self._known[key] = found
            self._known.move_to_end(key)
            if len(self._known) > _REPORTS:
                self._known.popitem(last=False)


async def _ask(path: Path, inspection: str) -> bytes:
    question = json.dumps({"path": str(path), "inspection": inspection}).encode()
    try:
        answer = await ask_worker(_MODULE, question, seconds=None)
    except OSError as error:
        raise WorkerFailed(f"{path} could not be looked into: {error.strerror}.") from error
    if answer.returncode != 0:
        raise WorkerFailed(f"{path} could not be looked into: {answer.last_words().rstrip('.')}.")
    return answer.out
