"""The `lora_parameters` of a run: what mlx-lm is told about rank, scale, dropout and matrices."""

from collections.abc import Sequence
from typing import TypedDict

from backend.domain.architecture_keys import full_layer_keys
from backend.domain.training_config import TrainingConfig


class LoraParameters(TypedDict):
    """The mapping under `lora_parameters` in an mlx-lm configuration."""

    rank: int
    scale: float
    dropout: float
    keys: list[str]


def generate_lora_parameters(
    config: TrainingConfig, model_type: str, keys: Sequence[str] | None = None
) -> LoraParameters:
    """Full-layer LoRA parameters for a model type.

    `scale` is `lora_alpha` itself: mlx-lm multiplies the adapter's output by it directly, where PEFT multiplies by
    alpha / rank. `keys` are module paths inside a block; those found by inspecting the model win over those known for
    its type, because one type can come in several shapes (with and without experts, for example).
    """
    return {
        "rank": config.lora_rank,
        "scale": config.lora_alpha,
        "dropout": config.lora_dropout,
        "keys": list(full_layer_keys(model_type) if keys is None else keys),
    }


def peft_alpha(scale: float, rank: int) -> float:
    """The `lora_alpha` that gives the same strength in PEFT: scale x rank."""
    return scale * rank
