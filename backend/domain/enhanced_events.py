"""What a reinforcement run tells besides the events that every run has. Members of the `RunEvent` union."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class RewardFigures(BaseModel):
    """Scores of one reward function, before its weight."""

    model_config = ConfigDict(frozen=True)

    name: str
    weight: float
    mean: float
    std: float


class RewardEvent(BaseModel):
    """Means since the report before it, or over the validation rows."""

    model_config = ConfigDict(frozen=True)

    seq: int = Field(ge=1)
    time: datetime
    type: Literal["reward"] = "reward"
    step: int = Field(description="Steps done when it was measured.")
    split: Literal["train", "validation"]
    mean: float = Field(description="Mean weighted score of an answer.")
    std: float = Field(description="Deviation of the weighted score over all answers of a step.")
    group_std: float = Field(description="Mean deviation inside a group: what is learned from.")
    flat_groups: float = Field(description="Share of groups whose scores were all equal; these teach nothing.")
    functions: list[RewardFigures]
    kl: float = Field(description="Divergence from the base model per token, in nats.")
    clip_fraction: float = Field(description="Share of tokens whose importance ratio was clipped.")
    completion_tokens_mean: float
    cut_fraction: float = Field(description="Share of answers that reached the maximum length.")


class CompletionEvent(BaseModel):
    """One answer that the model gave while it trained."""

    model_config = ConfigDict(frozen=True)

    seq: int = Field(ge=1)
    time: datetime
    type: Literal["completion"] = "completion"
    step: int = Field(description="The step that learns from it.")
    prompt: str
    completion: str
    answer: str
    scores: dict[str, float] = Field(description="Score by reward function, before its weight.")
    total: float = Field(description="Weighted score.")
    advantage: float = Field(description="How far it lies above its group, in deviations: what is pushed up or down.")
