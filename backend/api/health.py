"""Whether the server answers, and what it stands on."""

import os
import platform

import psutil
from fastapi import APIRouter
from pydantic import BaseModel, Field

from backend import __version__
from backend.api.deps import SettingsDep
from backend.runtime.engines import engine_versions
from backend.services.compute import compute

router = APIRouter(prefix="/api", tags=["system"])


class Health(BaseModel):
    """A sign of life."""

    status: str = "ok"
    version: str


class System(BaseModel):
    """The computer and the engines."""

    version: str
    engines: dict[str, str]
    platform: str
    machine: str
    cpus: int
    memory_bytes: int
    memory_available_bytes: int
    home: str
    disk_free_bytes: int
    blas: str | None = Field(description="Optimised BLAS that workers start with; null where none is used.")
    blas_path: str | None
    blas_threads: int | None = Field(description="Threads of one worker; runs that train at once share them.")
    hint: str | None = Field(description="What would make training faster here, where something would.")


@router.get("/health")
def health() -> Health:
    """Say that the server answers."""
    return Health(version=__version__)


@router.get("/system")
def system(settings: SettingsDep) -> System:
    """Describe the computer, the engines and the BLAS that workers will use."""
    computing = compute()
    memory = psutil.virtual_memory()
    return System(
        version=__version__,
        engines=engine_versions(),
        platform=platform.system(),
        machine=platform.machine(),
        cpus=os.cpu_count() or 1,
        memory_bytes=memory.total,
        memory_available_bytes=memory.available,
        home=str(settings.home),
        disk_free_bytes=psutil.disk_usage(str(settings.home)).free,
        blas=None if computing.blas is None else computing.blas.name,
        blas_path=None if computing.blas is None else str(computing.blas.path),
        blas_threads=computing.threads,
        hint=computing.hint,
    )
