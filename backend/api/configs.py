"""Presets, previews and recommendations."""

from typing import Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict

from backend.api.deps import InspectorsDep, SettingsDep
from backend.api.problems import RESPONSES
from backend.domain.preview import Preview
from backend.domain.recommended import Recommendation
from backend.domain.training_config import TrainingConfig
from backend.services import config_preview
from backend.services.catalog import Preset, demo_config, presets

router = APIRouter(prefix="/api/configs", tags=["configs"], responses=RESPONSES)


class PreviewRequest(BaseModel):
    """The same body as a start."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["sft"] = "sft"
    config: TrainingConfig


@router.get("/presets")
def list_presets(settings: SettingsDep) -> list[Preset]:
    """List the presets that ship with the product."""
    return presets(settings)


@router.get("/demo")
def get_demo(settings: SettingsDep) -> TrainingConfig:
    """Give the demo that needs no network: a model, data, and settings that show the difference in a minute."""
    return demo_config(settings)


@router.post("/preview")
async def preview_config(body: PreviewRequest, request: Request, inspectors: InspectorsDep) -> Preview:
    """Show what a start would train: YAML, parameters, estimates, warnings. Nothing is written."""
    return await config_preview.preview(body.config, inspectors, str(request.base_url).rstrip("/"))


@router.post("/recommended")
async def recommend_config(body: PreviewRequest, inspectors: InspectorsDep) -> list[Recommendation]:
    """Recommend values for the chosen model and data."""
    return await config_preview.recommendations(body.config, inspectors)
