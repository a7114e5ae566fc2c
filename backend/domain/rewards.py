"""Reward functions: the built-in ones by name, the signature of a person's own, and the rules for names and weights."""

import math
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from backend.errors import FieldError

WEIGHT_TOLERANCE = 1e-6
SIGNATURE = """\
def my_reward(prompts: list[str], completions: list[str], answer: list[str], types: list | None = None) -> list[float]:
    \"\"\"One score for each completion, in the same order. Higher is better.\"\"\"
    return [1.0 if a.lower() in c.lower() else 0.0 for c, a in zip(completions, answer)]
"""
"""What a reward file holds: functions like this one, at the top level. Parameters are passed by these names."""


class RewardOrigin(StrEnum):
    """Who wrote a built-in reward."""

    ENGINE = "engine"
    APP = "app"


class RewardInfo(BaseModel):
    """One built-in reward function."""

    model_config = ConfigDict(frozen=True)

    name: str
    title: str
    description: str
    best: float = Field(description="The highest score it gives.")
    origin: RewardOrigin


BUILT_IN: tuple[RewardInfo, ...] = (
    RewardInfo(
        name="contains_answer_reward",
        title="Contains the answer",
        description="1 when the row's answer occurs in the completion, upper and lower case alike; else 0.",
        best=1.0,
        origin=RewardOrigin.APP,
    ),
    RewardInfo(
        name="concise_reward",
        title="Concise",
        description="1 while the completion is no longer than the row's answer (8 characters at least); beyond, that length "
        "over the completion's; 0 when it is empty. It spreads whenever answers differ in length, so there is something to "
        "learn from.",
        best=1.0,
        origin=RewardOrigin.APP,
    ),
    RewardInfo(
        name="r1_accuracy_reward_func",
        title="R1 accuracy",
        description="2 when the text between <answer> and </answer> (or all of it, without tags) is exactly the row's answer.",
        best=2.0,
        origin=RewardOrigin.ENGINE,
    ),
    RewardInfo(
        name="r1_int_reward_func",
        title="R1 whole number",
        description="0.5 when the text between <answer> and </answer> (or all of it, without tags) is digits only.",
        best=0.5,
        origin=RewardOrigin.ENGINE,
    ),
    RewardInfo(
        name="r1_strict_format_reward_func",
        title="R1 strict format",
        description="0.5 for '<think> ... </think> <answer> ... </answer>' on one line, with exactly these spaces.",
        best=0.5,
        origin=RewardOrigin.ENGINE,
    ),
    RewardInfo(
        name="r1_soft_format_reward_func",
        title="R1 soft format",
        description="0.5 when <think>...</think> and <answer>...</answer> come in this order and neither is empty.",
        best=0.5,
        origin=RewardOrigin.ENGINE,
    ),
    RewardInfo(
        name="r1_count_xml",
        title="R1 tag count",
        description="0.125 for each of the four tags that occurs once (<think> only with a line break behind it), less 0.001 "
        "for each character after </answer>.",
        best=0.5,
        origin=RewardOrigin.ENGINE,
    ),
)

BUILT_IN_NAMES = frozenset(reward.name for reward in BUILT_IN)
DEFAULT_REWARDS = ("contains_answer_reward", "concise_reward")
DEFAULT_WEIGHTS = (0.5, 0.5)
TAGGED = frozenset(reward.name for reward in BUILT_IN if reward.origin is RewardOrigin.ENGINE)
"""Rewards that look for <think> and <answer>: a model writes these only when `system` or the prompt asks for them."""


def reward_errors(functions: list[str], weights: list[float], file: str | None) -> list[FieldError]:
    """What is wrong with a choice of rewards. Names that only the person's own file can know are left to the trial."""
    return [*_name_errors(functions, file), *_weight_errors(functions, weights)]


def _name_errors(functions: list[str], file: str | None) -> list[FieldError]:
    if not functions:
        return [FieldError("reward_functions", "No reward is chosen.", "Choose at least one.")]
    if len(set(functions)) < len(functions):
        return [
            FieldError("reward_functions", "A reward is named twice.", "Name each once and give it its full weight.")
        ]
    unknown = [name for name in functions if name not in BUILT_IN_NAMES]
    if unknown and not (file and file.strip()):
        return [
            FieldError(
                "reward_functions",
                f"There is no reward {unknown[0][:80]!r}.",
                f"Choose from {', '.join(sorted(BUILT_IN_NAMES))}, or name the file that defines it.",
            )
        ]
    return [
        FieldError("reward_functions", f"{name[:80]!r} is no name of a function.", "Give the name after def.")
        for name in unknown
        if not name.isidentifier()
    ]


def _weight_errors(functions: list[str], weights: list[float]) -> list[FieldError]:
    if len(weights) != len(functions):
        return [
            FieldError(
                "reward_weights",
                f"{len(functions)} rewards have {len(weights)} weights.",
                "Give one weight for each reward, in the same order.",
            )
        ]
    if any(not math.isfinite(weight) or weight < 0 for weight in weights):
        return [FieldError("reward_weights", "A weight is below 0 or no number.", "Use weights from 0 to 1.")]
    total = math.fsum(weights)
    if weights and abs(total - 1) > WEIGHT_TOLERANCE:
        return [
            FieldError("reward_weights", f"The weights sum to {total:g}, not to 1.", "Change them until they sum to 1.")
        ]
    return []
