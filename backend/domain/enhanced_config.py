"""`EnhancedConfig`: every choice of the Enhanced Setup, with limits, defaults and help, declared once.

Frozen: this model inherits nothing from `TrainingConfig`, so a change of Setup cannot change it. Hard limits refuse only
what the engine cannot do; `offered` in the JSON schema is the range that a form shows, and outside it
`backend.domain.enhanced_rules.warnings` speaks up. `note` says where the pinned engine makes no difference.
"""

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from backend.domain.enhanced_basics import DEFAULT_ITERATIONS, EnhancedBasics, help_text
from backend.domain.enhanced_choices import ImportanceLevel, LossType
from backend.domain.rewards import DEFAULT_REWARDS, DEFAULT_WEIGHTS

LORA_RANK = 8
LORA_SCALE = 10.0
LORA_DROPOUT = 0.0
LORA_BLOCKS = 16
"""Fixed: adapters on the attention matrices of the last 16 blocks, or of all where the model has fewer."""

_SAME_RATIO = "In the engine as pinned (mlx-lm-lora 5.10.2) each rollout feeds one update, so every importance ratio is exactly 1: "
RewardName = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class EnhancedConfig(EnhancedBasics):
    """A run of the Enhanced Setup as the person asked for it; which fields count depends on the method."""

    group_size: int = Field(
        default=4,
        ge=2,
        le=256,
        title="Group Size",
        description="Answers generated for each prompt and compared with each other.",
        json_schema_extra=help_text(
            "An answer is pushed up or down by how far its score is from the group's mean. More answers mean a steadier "
            "signal and proportionally more time. One alone has nothing to be compared with.",
            "answers",
            offered={"min": 2, "max": 16},
        ),
    )
    epsilon: float = Field(
        default=1e-4,
        ge=1e-6,
        le=1,
        title="Epsilon",
        description="How far the importance ratio may move before it is clipped.",
        json_schema_extra=help_text(
            "Limits how far one rollout may push the model. Below 1e-7 it vanishes in float32 and the gradient with it, "
            "which is why less than 1e-6 is refused.",
            offered={"min": 1e-4, "max": 1e-2},
            note=_SAME_RATIO + "epsilon never clips, and the gradient is the same to the last bit whatever it is.",
        ),
    )
    epsilon_high: float | None = Field(
        default=None,
        ge=1e-6,
        le=100,
        title="Epsilon High",
        description="A bound of its own for ratios above 1; empty means the same as epsilon.",
        json_schema_extra=help_text(
            "A higher upper bound lets rare tokens grow faster (clip-higher).",
            offered={"min": 1e-4, "max": 1e-2},
            note=_SAME_RATIO + "this bound never clips either.",
        ),
    )
    temperature: float = Field(
        default=0.8,
        gt=0,
        le=10,
        title="Temperature",
        description="How freely the answers of a group are sampled.",
        json_schema_extra=help_text(
            "Answers must differ for their scores to differ. Too cold and a group is four times the same answer; too hot "
            "and it is noise. At 0 all are the same, so 0 is refused.",
            offered={"min": 0.6, "max": 1.2},
            note="The engine also keeps to the 20 likeliest tokens that make up 95% of the probability.",
        ),
    )
    max_completion_length: int = Field(
        default=512,
        ge=1,
        le=131072,
        title="Max Completion Length",
        description="Where a generated answer is cut.",
        json_schema_extra=help_text(
            "Generation takes most of a step's time, in proportion to the answers' length. Cut answers are scored as they "
            "stand.",
            "tokens",
            offered={"min": 128, "max": 2048},
            note="The Dr. GRPO loss is divided by this number, so its gradient shrinks as it grows; Adam and AdamW level "
            "that out, SGD does not.",
        ),
    )
    importance_sampling_level: ImportanceLevel | None = Field(
        default=None,
        title="Importance Sampling Level",
        description="One importance ratio a token, or one a whole answer; empty means the method's own.",
        json_schema_extra=help_text(
            "GSPO is defined by the sequence level, GRPO and Dr. GRPO by the token level.",
            note=_SAME_RATIO + "both levels give the same gradient, and GSPO trains exactly as GRPO does.",
        ),
    )
    grpo_loss_type: LossType | None = Field(
        default=None,
        title="Loss Type",
        description="How token losses are averaged; empty means the method's own.",
        json_schema_extra=help_text(
            "grpo averages within each answer first, so that each answer counts the same; bnpo averages over all tokens; "
            "dr_grpo divides by a constant, so that long wrong answers are not let off lightly.",
            note="The engine divides scores by the group's deviation for every loss type; the Dr. GRPO paper leaves that out.",
        ),
    )
    reward_functions: list[RewardName] = Field(
        default_factory=lambda: list(DEFAULT_REWARDS),
        max_length=32,
        title="Rewards",
        description="Names of the functions that score an answer: built-in ones, or those of your file.",
        json_schema_extra=help_text("A reward that gives every answer of a group the same score teaches nothing."),
    )
    reward_weights: list[float] = Field(
        default_factory=lambda: list(DEFAULT_WEIGHTS),
        max_length=32,
        title="Reward Weights",
        description="How much each reward counts, in the same order. They sum to 1.",
        json_schema_extra=help_text("Scores are multiplied by the weight and added up; mind that their ranges differ."),
    )
    reward_functions_file: str | None = Field(
        default=None,
        max_length=4096,
        title="Reward File",
        description="A Python file with reward functions of your own.",
        json_schema_extra=help_text(
            "It is code and runs with your rights, in the trainer alone and with a time limit. Try it on sample rows first."
        ),
    )

    @model_validator(mode="before")
    @classmethod
    def _epochs_replace_the_default_iterations(cls, data: object) -> object:
        if isinstance(data, dict) and data.get("epochs") is not None and "iterations" not in data:
            return {**data, "iterations": None}
        return data

    @model_validator(mode="before")
    @classmethod
    def _rewards_without_weights_share_them(cls, data: object) -> object:
        if not isinstance(data, dict) or "reward_weights" in data:
            return data
        names = data.get("reward_functions")
        if not isinstance(names, list | tuple) or not names:
            return data
        return {**data, "reward_weights": [1 / len(names)] * len(names)}

    @model_validator(mode="after")
    def _one_length_of_training(self) -> Self:
        if self.iterations is None and self.epochs is None:
            self.iterations = DEFAULT_ITERATIONS
        return self
