"""Housekeeping in the background of a server's start: old trash, what a dead import left behind, and the first look at
every run, so that the results table opens at once."""

import asyncio
import logging
import shutil
from pathlib import Path

from backend.errors import StorageFailed
from backend.runtime.trash_folder import KEPT, TrashFolder
from backend.services.result_table import ResultTable
from backend.services.run_trash import empty_trash

_log = logging.getLogger(__name__)


class HomeTidy:
    """Tidies one home once, while the server already answers."""

    def __init__(self, trash: TrashFolder, imports: Path, results: ResultTable) -> None:
        self._trash = trash
        self._results = results
        self._imports = imports
        self._work: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Begin to remove old trash, and what imports left that ended with the server before this one."""
        left = await asyncio.to_thread(_left_in, self._imports)
        self._work = asyncio.create_task(asyncio.to_thread(self._tidy, left))

    async def close(self) -> None:
        """Wait until all is tidy."""
        if self._work is not None:
            await self._work

    def _tidy(self, left: list[Path]) -> None:
        for path in left:
            shutil.rmtree(path, ignore_errors=True)
        try:
            self._results.body()
            empty_trash(self._trash, KEPT)
        except StorageFailed as error:
            _log.warning("%s", error.detail)


def _left_in(imports: Path) -> list[Path]:
    """What lies there before this server takes anything in."""
    return list(imports.iterdir()) if imports.is_dir() else []
