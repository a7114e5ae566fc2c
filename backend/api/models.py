"""Models at hand, and what is inside one."""

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from backend.api.deps import DataDep, InspectorsDep, SettingsDep, WaitSeconds
from backend.api.problems import RESPONSES
from backend.domain.model_copy import Float32Job, Float32Request
from backend.domain.model_map import ModelMap
from backend.services.catalog import KnownModel, known_models
from backend.services.model_copies import start_float32

router = APIRouter(prefix="/api/models", tags=["models"], responses=RESPONSES)


class InspectModel(BaseModel):
    """Which model to look into."""

    model_config = ConfigDict(extra="forbid")

    model: str = Field(min_length=1, max_length=4096, description="Folder or Hugging Face id.")


@router.get("")
def list_models(settings: SettingsDep) -> list[KnownModel]:
    """List the models that are on this computer."""
    return known_models(settings)


@router.post("/inspect")
async def inspect_model(request: InspectModel, inspectors: InspectorsDep) -> ModelMap:
    """Read a model's structure from its config, without reading weights."""
    return await inspectors.model.inspect(request.model)


@router.post("/float32", status_code=201)
async def copy_in_float32(
    request: Float32Request, settings: SettingsDep, data: DataDep, response: Response
) -> Float32Job:
    """Begin to copy a half-precision model in float32, into a new folder under the home folder."""
    job = start_float32(request, settings, data.jobs)
    response.headers["Location"] = f"/api/models/float32/{job.id}"
    return job


@router.get("/float32/{job_id}")
async def get_float32(job_id: str, data: DataDep, wait: WaitSeconds = 0) -> Float32Job:
    """Give a copy as far as it is."""
    return await data.jobs.settled(Float32Job, job_id, wait)


@router.delete("/float32/{job_id}", status_code=204)
async def cancel_float32(job_id: str, data: DataDep) -> None:
    """Cancel a copy; forget one that is done."""
    data.jobs.cancel(Float32Job, job_id)
