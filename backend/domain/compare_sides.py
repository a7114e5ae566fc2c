"""What can be compared: the base, a run at one of its checkpoints, or any adapter folder."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from backend.domain.run import RunState

MAX_SIDES = 4
_Label = Annotated[str, Field(max_length=80)]


class _Side(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    label: _Label | None = Field(default=None, description="A name for the side; one is made up where it is left out.")


class BaseSide(_Side):
    """The base model without an adapter."""

    source: Literal["base"] = "base"


class RunSide(_Side):
    """A run's adapter: its last weights, those nearest its best validation loss, or a numbered checkpoint."""

    source: Literal["run"] = "run"
    run_id: str = Field(min_length=1, max_length=200)
    checkpoint: Literal["final", "best"] | Annotated[int, Field(ge=1)] = Field(
        default="final", description="final, best, or the step of a saved checkpoint."
    )


class AdapterSide(_Side):
    """Any mlx-lm adapter folder: adapter_config.json beside adapters.safetensors."""

    source: Literal["adapter"] = "adapter"
    path: str = Field(min_length=1, max_length=4096)


SideSpec = Annotated[BaseSide | RunSide | AdapterSide, Field(discriminator="source")]


class SideInfo(BaseModel):
    """A side as it was found. In a blind comparison everything but the letter is withheld until the vote."""

    model_config = ConfigDict(frozen=True)

    index: int = Field(description="Position in this comparison; what events call `side`.")
    label: str
    spec: SideSpec | None = Field(default=None, description="What was asked for; null while withheld.")
    key: str | None = Field(
        default=None, description="Names the same weights in every comparison; null while withheld."
    )
    file: str | None = Field(default=None, description="The weights; null for the base, and while withheld.")
    step: int | None = Field(default=None, description="Training steps behind these weights, where known.")
    note: str | None = Field(default=None, description="A remark, for example which checkpoint stands in for the best.")


class Checkpoint(BaseModel):
    """Saved weights of a run."""

    model_config = ConfigDict(frozen=True)

    step: int
    file: str = Field(description="Name inside the run's adapters folder.")
    val_loss: float | None = Field(
        default=None, description="Validation loss measured at this step or just before it, if any was."
    )


class RunChoice(BaseModel):
    """A run whose adapter belongs to the chosen base."""

    model_config = ConfigDict(frozen=True)

    run_id: str
    adapter_name: str
    kind: str
    state: RunState
    label: str
    created_at: datetime
    final_step: int
    best_step: int | None = Field(description="Step with the lowest validation loss; null without validation.")
    best_checkpoint: int | None = Field(
        description="Step of the weights that `best` stands for; null without validation."
    )
    checkpoints: list[Checkpoint] = Field(description="Numbered checkpoints in step order.")


class SideChoices(BaseModel):
    """What can be compared on one base."""

    model_config = ConfigDict(frozen=True)

    model_path: str
    base: BaseSide = BaseSide()
    runs: list[RunChoice] = Field(description="Newest first.")
