"""Models at hand, and what is inside one."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from backend.api.deps import InspectorDep, SettingsDep
from backend.api.problems import RESPONSES
from backend.domain.model_map import ModelMap
from backend.services.catalog import KnownModel, known_models

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
async def inspect_model(request: InspectModel, inspector: InspectorDep) -> ModelMap:
    """Read a model's structure from its config, without reading weights."""
    return await inspector.inspect(request.model)
