"""What the Enhanced Setup page needs besides runs: methods, rewards, previews, trials, data."""

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from backend.api.deps import InspectorsDep, SettingsDep
from backend.api.problems import RESPONSES
from backend.api.runs import EnhancedRunRequest
from backend.domain.enhanced_choices import EnhancedKind
from backend.domain.enhanced_data import PromptReport
from backend.domain.enhanced_methods import MethodForm, method_forms
from backend.domain.enhanced_preview import EnhancedPreview
from backend.domain.enhanced_sample import SampleData
from backend.domain.enhanced_trial import TrialReport
from backend.domain.rewards import BUILT_IN, SIGNATURE, RewardInfo
from backend.services import enhanced_setup

router = APIRouter(prefix="/api/enhanced", tags=["enhanced"], responses=RESPONSES)


class Rewards(BaseModel):
    """What answers can be scored with."""

    built_in: list[RewardInfo]
    signature: str = Field(description="A reward function of one's own, as Python text.")


class InspectPrompts(BaseModel):
    """Which file to read."""

    model_config = ConfigDict(extra="forbid")

    path: str = Field(min_length=1, max_length=4096)


class SampleRequest(BaseModel):
    """For which method."""

    model_config = ConfigDict(extra="forbid")

    kind: EnhancedKind


@router.get("/methods")
def list_methods() -> list[MethodForm]:
    """List the four methods: what each is, the fields that act in it, and what it sets where a field is left open."""
    return method_forms()


@router.get("/rewards")
def list_rewards() -> Rewards:
    """List the built-in rewards, and show what a reward of one's own looks like."""
    return Rewards(built_in=list(BUILT_IN), signature=SIGNATURE)


@router.post("/preview")
async def preview_enhanced(body: EnhancedRunRequest, request: Request, inspectors: InspectorsDep) -> EnhancedPreview:
    """Show what a start would train. Nothing is written and no reward file is run."""
    url = str(request.base_url).rstrip("/")
    return await enhanced_setup.preview(EnhancedKind(body.kind), body.config, inspectors, url)


@router.post("/trial")
async def try_rewards(body: EnhancedRunRequest) -> TrialReport:
    """Score made-up answers to the first training rows. A reward file is run, in a process of its own with a time limit."""
    return await enhanced_setup.trial(body.config)


@router.post("/data")
async def inspect_prompts(request: InspectPrompts, inspectors: InspectorsDep) -> PromptReport:
    """Read a file of prompt and answer rows and report rows and errors with line numbers."""
    return await enhanced_setup.report_on_prompts(request.path, inspectors.rows)


@router.post("/samples", status_code=201)
def make_samples(request: SampleRequest, settings: SettingsDep) -> SampleData:
    """Write sample data that the method can train on under the home folder."""
    return enhanced_setup.make_sample_data(settings.datasets, request.kind)
