"""What a piece of work may use: the base with its sides, a way to tell, and a way to hear that it shall stop."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from backend.domain.generation_protocol import SideSource
from backend.workers.adapter_files import AdapterProblem
from backend.workers.resident_base import ResidentBase
from backend.workers.side_answer import Cancelled


@dataclass(frozen=True)
class Room:
    """Handed to one piece of work for as long as it takes."""

    base: ResidentBase
    between: Callable[[], bool]
    tell: Callable[..., None]

    def stop_if_asked(self) -> None:
        """Raise `Cancelled` when the work shall end."""
        if self.between():
            raise Cancelled

    def load(self, sources: Sequence[SideSource]) -> dict[int, Any]:
        """Side -> module tree, telling of it. A side that cannot be loaded is told as failed and left out."""
        missing = sum(not self.base.has(source) for source in sources)
        if missing:
            self.tell("loading", what=f"{missing} adapter{'s' if missing > 1 else ''}")
        began = time.perf_counter()
        models: dict[int, Any] = {}
        memory = []
        for source in sources:
            self.stop_if_asked()
            was_here = self.base.has(source)
            try:
                models[source.side], size = self.base.side(source)
            except AdapterProblem as problem:
                self.tell("side_failed", side=source.side, message=problem.message, hint=problem.hint)
            else:
                memory.append({"side": source.side, "bytes": size, "loaded": not was_here})
        held = self.base.report()
        seconds = time.perf_counter() - began
        self.tell("loaded", base_bytes=held.base_bytes, active_bytes=held.active_bytes, sides=memory, seconds=seconds)
        return models
