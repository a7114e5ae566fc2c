"""The files of a run folder, and what each is for."""

import re
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class FileKind(StrEnum):
    """What a file of a run folder is for."""

    CONFIG = "config"
    TRAINER_INPUT = "trainer_input"
    RUN = "run"
    EVENTS = "events"
    LOG = "log"
    NOTES = "notes"
    PREPARATION = "preparation"
    DATA = "data"
    ADAPTER = "adapter"
    BEST_ADAPTER = "best_adapter"
    CHECKPOINT = "checkpoint"
    ADAPTER_CONFIG = "adapter_config"
    STATE = "state"
    OTHER = "other"


class RunFile(BaseModel):
    """One file of a run folder."""

    model_config = ConfigDict(frozen=True)

    path: str = Field(description="Inside the folder, with slashes.")
    kind: FileKind
    bytes: int
    changed_at: datetime


class RunFiles(BaseModel):
    """The folder of a run."""

    model_config = ConfigDict(frozen=True)

    folder: str
    disk_bytes: int
    files: list[RunFile]
    more: int = Field(default=0, description="Files that are there and not listed, because there are so many.")


_NAMES = {
    "config.json": FileKind.CONFIG,
    "mlx.yaml": FileKind.TRAINER_INPUT,
    "enhanced.json": FileKind.TRAINER_INPUT,
    "run.json": FileKind.RUN,
    "events.jsonl": FileKind.EVENTS,
    "trainer.log": FileKind.LOG,
    "notes.json": FileKind.NOTES,
    "preparation.json": FileKind.PREPARATION,
    "adapters/adapters.safetensors": FileKind.ADAPTER,
    "adapters/best_adapters.safetensors": FileKind.BEST_ADAPTER,
    "adapters/adapter_config.json": FileKind.ADAPTER_CONFIG,
}
_CHECKPOINT = re.compile(r"adapters/\d+_adapters\.safetensors")
_ROOMS = {"data": FileKind.DATA, "source": FileKind.DATA, "state": FileKind.STATE}


def file_kind(path: str) -> FileKind:
    """What a file is for, told by its place in the folder."""
    if _CHECKPOINT.fullmatch(path):
        return FileKind.CHECKPOINT
    return _NAMES.get(path) or _ROOMS.get(path.partition("/")[0], FileKind.OTHER)
