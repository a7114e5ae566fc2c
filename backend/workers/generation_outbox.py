"""Replies as they go out: one JSON line each, on a descriptor that no library's print can reach."""

import os
from typing import Any

from pydantic import BaseModel

from backend.domain.generation_protocol import EventReply


class Outbox:
    """The original standard output; descriptor 1 leads to standard error from now on."""

    def __init__(self) -> None:
        self._descriptor = os.dup(1)
        os.dup2(2, 1)

    def send(self, reply: BaseModel) -> None:
        """Write one reply. Raises BrokenPipeError when nobody reads any more."""
        data = reply.model_dump_json().encode() + b"\n"
        while data:
            data = data[os.write(self._descriptor, data) :]

    def event(self, job: str, event_type: str, **fields: Any) -> None:
        """Write one event of a session."""
        self.send(EventReply(job=job, event={"type": event_type, **fields}))
