"""Work on data that takes longer than an answer should: what runs, how far it is, what came of it."""

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from backend.domain.token_report import TokenReport, TokenSettings


class JobState(StrEnum):
    """Where a job stands; the last three are ends."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


JOB_ENDS = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED})


class JobProgress(BaseModel):
    """How far a job has got; `done` and `total` count in `unit`."""

    model_config = ConfigDict(frozen=True)

    done: int
    total: int | None = Field(description="Null where nobody knows.")
    unit: str


class JobProblem(BaseModel):
    """Why a job failed."""

    model_config = ConfigDict(frozen=True)

    field: str = Field(description="The field of the request that must change; empty where none would help.")
    message: str
    hint: str = ""


class Job(BaseModel):
    """A piece of work."""

    model_config = ConfigDict(frozen=True)

    id: str
    state: JobState = JobState.QUEUED
    progress: JobProgress | None = None
    problem: JobProblem | None = Field(default=None, description="Set where it failed.")


class ReportJob(Job):
    """A report in the making."""

    kind: Literal["report"] = "report"
    result: TokenReport | None = None


class ReportWork(BaseModel):
    """What the report's worker is told."""

    path: str
    val_path: str | None
    model: str
    settings: TokenSettings
    cache: str = Field(description="Folder of kept reports.")
