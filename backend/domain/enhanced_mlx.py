"""An Enhanced run in the words of its engine: mlx-lm's YAML for SFT, mlx-lm-lora's arguments for the other methods.

Frozen like the rest of this tab, so the learning-rate schedule is written out here once more.
"""

from typing import Any

import yaml

from backend.domain.enhanced_choices import EnhancedLrSchedule
from backend.domain.enhanced_config import EnhancedConfig
from backend.domain.enhanced_request import EnhancedRequest, attention_lora
from backend.domain.enhanced_rules import resolve_method

KL_BETA = 0.1
"""Weight of the divergence from the base in the loss: the engine's own default."""
EVALUATION_BATCHES = 8
"""Validation batches that a reinforcement method answers at each evaluation."""
_HEADER = "# Repeats this run without the application: mlx_lm.lora --config mlx.yaml\n"


def sft_settings(request: EnhancedRequest) -> dict[str, Any]:
    """The mapping that `mlx_lm.lora --config` reads."""
    config = request.config
    return {
        "model": request.model_path,
        "train": True,
        "data": str(request.data),
        "adapter_path": str(request.adapters),
        "resume_adapter_file": config.resume_adapter_file,
        "fine_tune_type": config.fine_tune_type.value,
        "num_layers": request.num_layers,
        "lora_parameters": attention_lora(request.keys),
        "iters": request.iterations,
        "batch_size": config.batch_size,
        "max_seq_length": config.max_seq_length,
        "learning_rate": config.learning_rate,
        "lr_schedule": lr_schedule(config, request.iterations),
        "optimizer": config.optimizer.value,
        "grad_accumulation_steps": config.grad_accumulation_steps,
        "grad_checkpoint": config.grad_checkpoint,
        "mask_prompt": config.mask_prompt,
        "steps_per_report": config.steps_per_report,
        "steps_per_eval": config.steps_per_eval,
        "val_batches": -1,
        "save_every": config.save_every,
        "seed": config.seed,
    }


def sft_yaml(request: EnhancedRequest) -> str:
    """The text of `mlx.yaml`; empty values are left to mlx-lm's defaults."""
    given = {key: value for key, value in sft_settings(request).items() if value is not None}
    return _HEADER + yaml.safe_dump(given, sort_keys=False, allow_unicode=True, width=1000)


def rl_arguments(request: EnhancedRequest) -> dict[str, Any]:
    """The fields of mlx-lm-lora's `GRPOTrainingArgs`."""
    config, method = request.config, resolve_method(request.kind, request.config)
    return {
        "batch_size": config.batch_size,
        "iters": request.iterations,
        "gradient_accumulation_steps": config.grad_accumulation_steps,
        "val_batches": -1,  # all that it is given; the worker gives it EVALUATION_BATCHES
        "steps_per_report": config.steps_per_report,
        "steps_per_eval": config.steps_per_eval,
        "steps_per_save": config.save_every,
        "max_seq_length": config.max_seq_length,
        "adapter_file": str(request.adapters / "adapters.safetensors"),
        "grad_checkpoint": config.grad_checkpoint,
        "group_size": config.group_size,
        "beta": KL_BETA,
        "epsilon": method.epsilon,
        "epsilon_high": method.epsilon_high,
        "max_completion_length": config.max_completion_length,
        "temperature": config.temperature,
        "grpo_loss_type": method.grpo_loss_type.value,
        "importance_sampling_level": method.importance_sampling_level.value,
        "reward_weights": list(config.reward_weights),
    }


def adapter_config(request: EnhancedRequest) -> dict[str, Any]:
    """`adapter_config.json` as mlx-lm's `load_adapters` reads it, with the run's own settings beside."""
    return {
        "model": request.model_path,
        "fine_tune_type": request.config.fine_tune_type.value,
        "num_layers": request.num_layers,
        "lora_parameters": attention_lora(request.keys),
        "train_mode": request.kind.value,
        "seed": request.config.seed,
        "learning_rate": request.config.learning_rate,
        "lr_schedule": lr_schedule(request.config, request.iterations),
        "optimizer": request.config.optimizer.value,
        "resume_adapter_file": request.config.resume_adapter_file,
        "reward_functions": list(request.config.reward_functions),
        **rl_arguments(request),
    }


def lr_schedule(config: EnhancedConfig, iterations: int) -> dict[str, Any] | None:
    """mlx-lm's `lr_schedule` counted in updates, or None for a constant rate without warm-up."""
    if config.lr_schedule is EnhancedLrSchedule.CONSTANT and not config.warmup_steps:
        return None
    rate = config.learning_rate
    decay = max(1, iterations // config.grad_accumulation_steps - config.warmup_steps)
    name, arguments = {
        EnhancedLrSchedule.CONSTANT: ("linear_schedule", [rate, rate, 1]),
        EnhancedLrSchedule.LINEAR: ("linear_schedule", [rate, 0.0, decay]),
        EnhancedLrSchedule.COSINE: ("cosine_decay", [rate, decay]),
    }[config.lr_schedule]
    schedule: dict[str, Any] = {"name": name, "arguments": arguments}
    return {**schedule, "warmup": config.warmup_steps} if config.warmup_steps else schedule
