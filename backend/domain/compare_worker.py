"""The resident worker, as a person sees it."""

from pydantic import BaseModel, ConfigDict, Field

IDLE_SECONDS = 300


class WorkerSettings(BaseModel):
    """How long a base stays in memory without being asked anything."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    idle_seconds: float = Field(
        default=IDLE_SECONDS,
        ge=1,
        le=86_400,
        title="Unload After",
        description="Idle time after which the base leaves memory.",
        json_schema_extra={"why": "The next prompt then loads it again.", "unit": "seconds"},
    )


class ResidentSide(BaseModel):
    """An adapter in memory."""

    model_config = ConfigDict(frozen=True)

    key: str
    label: str
    bytes: int


class WorkerStatus(BaseModel):
    """What is in memory now. Null model: nothing is."""

    model_config = ConfigDict(frozen=True, protected_namespaces=())

    model_path: str | None
    pid: int | None
    loaded: bool = Field(description="Whether the base's weights are in memory.")
    busy: bool
    queued: int = Field(description="Sessions that wait.")
    base_bytes: int | None = Field(description="Active memory of the base alone.")
    active_bytes: int | None = Field(description="Active memory of base and adapters.")
    sides: list[ResidentSide]
    idle_seconds_left: float | None = Field(description="Until it unloads by itself; null while busy or not there.")
    idle_seconds: float
    stepping_aside: bool = Field(description="Whether it leaves after this answer to make room for a run.")


class UnloadRequest(BaseModel):
    """What to unload: one adapter, or everything."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    side: str | None = Field(default=None, max_length=4096, description="Key of a resident side; null unloads all.")
