"""What will be trained, shown before the start: the YAML, the figures, and what it is likely to cost."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from backend.domain.lora_parameters import peft_alpha
from backend.domain.model_map import ModelMap
from backend.domain.plan import RunPlan
from backend.domain.run_commands import curl_line, mlx_lines
from backend.domain.training_config import TrainingConfig

_BYTES = {"float32": 4, "float16": 2, "bfloat16": 2}
_FLOAT32 = 4
_ADAPTER_COPIES = 4
"""Adapter weights, their gradient and two moments of the optimizer, all float32."""
_ACTIVATION_FACTOR = 34
"""Bytes kept per token and hidden unit in one block at 16 bit (V. Korthikanti et al., 2022)."""


class MemoryEstimate(BaseModel):
    """Bytes that training is likely to hold at its peak. An estimate: the run itself reports what it measured."""

    model_config = ConfigDict(frozen=True)

    weights: int
    adapters: int = Field(description="Adapter, gradient and optimizer state.")
    activations: int
    logits: int = Field(description="The logits and their gradient: batch x sequence x vocabulary.")
    total: int


class Preview(BaseModel):
    """The answer of `POST /api/configs/preview`."""

    model_config = ConfigDict(frozen=True)

    yaml: str
    lora_parameters: dict[str, Any]
    peft_alpha: float = Field(description="lora_alpha in PEFT for the same strength: scale x rank.")
    plan: RunPlan
    trainable_percent: float
    epochs: float = Field(description="How often each row is seen.")
    adapter_bytes: int = Field(description="Size of one saved adapter.")
    memory: MemoryEstimate
    warnings: list[str]
    cli: str = Field(description="Shell lines that train the same with mlx_lm alone.")
    curl: str = Field(description="A shell line that starts the same run through the API.")


def estimate_memory(config: TrainingConfig, model: ModelMap, trainable: int) -> MemoryEstimate:
    """Bytes at the peak, from shapes alone.

    Activations count from the first adapted block on, because the backward pass ends there; gradient checkpointing keeps
    one block's activations and every block's input.
    """
    hidden = model.hidden_size or 1024
    tokens = config.batch_size * config.max_seq_length
    size = _BYTES.get(model.dtype or "", 2)
    per_block = tokens * hidden * _ACTIVATION_FACTOR * size // 2
    blocks = model.num_layers if config.lora_num_layers <= 0 else config.lora_num_layers
    inputs = tokens * hidden * size * blocks
    activations = per_block + inputs if config.grad_checkpoint else per_block * blocks
    bits = model.quantization_bits or size * 8
    weights = model.weight_bytes or model.total_parameters * bits // 8
    adapters = trainable * _FLOAT32 * _ADAPTER_COPIES
    logits = 2 * tokens * (model.vocab_size or 32000) * _FLOAT32
    total = weights + adapters + activations + logits
    return MemoryEstimate(weights=weights, adapters=adapters, activations=activations, logits=logits, total=total)


def make_preview(
    config: TrainingConfig,
    model: ModelMap,
    plan: RunPlan,
    yaml: str,
    lora: dict[str, Any],
    warnings: list[str],
    url: str,
) -> Preview:
    """Put the preview of a checked configuration together."""
    return Preview(
        yaml=yaml,
        lora_parameters=lora,
        peft_alpha=peft_alpha(config.lora_alpha, config.lora_rank),
        plan=plan,
        trainable_percent=100 * plan.trainable_parameters / plan.total_parameters,
        epochs=plan.iterations * config.batch_size / plan.train_rows,
        adapter_bytes=plan.trainable_parameters * _FLOAT32,
        memory=estimate_memory(config, model, plan.trainable_parameters),
        warnings=warnings,
        cli=mlx_lines(yaml),
        curl=curl_line(url, "sft", config.model_dump(mode="json", exclude_defaults=True)),
    )
