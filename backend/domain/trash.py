"""What lies in the trash, as the API tells it."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


class TrashedRun(BaseModel):
    """A deleted run that can still be brought back."""

    model_config = ConfigDict(frozen=True)

    id: str
    deleted_at: datetime
    purged_after: datetime = Field(description="From then on the next start of the server removes it for good.")
    disk_bytes: int


class Trash(BaseModel):
    """Everything that was deleted and is still there, newest first."""

    model_config = ConfigDict(frozen=True)

    runs: list[TrashedRun]
    disk_bytes: int
