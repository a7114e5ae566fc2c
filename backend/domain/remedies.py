"""Corrected copies of a run that failed: which fields to change, for causes where that is known to help."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from backend.domain.enhanced_config import EnhancedConfig
from backend.domain.exit_cause import ExitCause
from backend.domain.training_config import TrainingConfig


class Remedy(BaseModel):
    """One way to start again, as changes to the configuration."""

    model_config = ConfigDict(frozen=True)

    label: str = Field(description="What is changed, for a button.")
    changes: dict[str, int | float | bool] = Field(description="Fields of the configuration with their new values.")


def remedies(cause: ExitCause, config: TrainingConfig | EnhancedConfig) -> list[Remedy]:
    """What to change for another try; empty where a change of the configuration would not help."""
    if cause is ExitCause.OUT_OF_MEMORY:
        return _smaller(config)
    if cause is ExitCause.NOT_FINITE:
        return _gentler(config)
    return []


def _smaller(config: TrainingConfig | EnhancedConfig) -> list[Remedy]:
    found = []
    if not config.grad_checkpoint:
        found.append(Remedy(label="Turn gradient checkpointing on", changes={"grad_checkpoint": True}))
    if config.batch_size > 1:
        half = config.batch_size // 2
        steps = config.grad_accumulation_steps * 2
        changes: dict[str, Any] = {"batch_size": half, "grad_accumulation_steps": steps}
        if config.iterations is not None:
            changes["iterations"] = config.iterations * 2
        found.append(Remedy(label=f"Batch of {half}, accumulated over {steps} steps", changes=changes))
    if config.max_seq_length > 256:
        length = config.max_seq_length // 2
        found.append(Remedy(label=f"Sequences of at most {length} tokens", changes={"max_seq_length": length}))
    return found


def _gentler(config: TrainingConfig | EnhancedConfig) -> list[Remedy]:
    rate = float(f"{config.learning_rate / 10:.3g}")
    found = [Remedy(label=f"Learning rate {rate:g}", changes={"learning_rate": rate})]
    if isinstance(config, TrainingConfig) and config.lora_alpha > 1:
        alpha = max(1.0, config.lora_alpha / 4)
        found.append(Remedy(label=f"LoRA alpha {alpha:g}", changes={"lora_alpha": alpha}))
    return found
