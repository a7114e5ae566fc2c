"""A `TrainingConfig` in the words of mlx-lm: the dictionary and the YAML text of `mlx.yaml`.

Emits only keys that mlx-lm's `CONFIG_DEFAULTS` knows, because mlx-lm ignores the others without a word.
"""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from backend.domain.architecture_keys import STANDARD_KEYS
from backend.domain.lora_parameters import LoraParameters
from backend.domain.training_config import LrSchedule, TrainingConfig

_HEADER = "# Repeats this run without the application: mlx_lm.lora --config mlx.yaml\n"


@dataclass(frozen=True)
class RunPaths:
    """Where a run reads and writes, as mlx-lm is told."""

    data: Path
    adapters: Path


def resolve_iterations(config: TrainingConfig, rows: int) -> int:
    """Steps of the run: as given, or epochs x batches in the data (preparation makes the last batch whole)."""
    if config.epochs is None:
        return config.iterations or 1
    return max(1, math.ceil(config.epochs * math.ceil(rows / config.batch_size)))


def mlx_config(config: TrainingConfig, lora: LoraParameters, iterations: int, paths: RunPaths) -> dict[str, Any]:
    """The mapping that `mlx_lm.lora --config` reads."""
    return {
        "model": config.model_path,
        "train": True,
        "data": str(paths.data),
        "adapter_path": str(paths.adapters),
        "resume_adapter_file": config.resume_adapter_file,
        "fine_tune_type": config.fine_tune_type.value,
        "num_layers": config.lora_num_layers,
        "lora_parameters": dict(lora),
        "iters": iterations,
        "batch_size": config.batch_size,
        "max_seq_length": config.max_seq_length,
        "learning_rate": config.learning_rate,
        "lr_schedule": lr_schedule(config, iterations),
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


def lr_schedule(config: TrainingConfig, iterations: int) -> dict[str, Any] | None:
    """mlx-lm's `lr_schedule`, or None for a constant rate without warm-up.

    The schedule advances once per update, not once per step, so its length is counted in updates.
    """
    if config.lr_schedule is LrSchedule.CONSTANT and not config.warmup_steps:
        return None
    rate = config.learning_rate
    decay = max(1, iterations // config.grad_accumulation_steps - config.warmup_steps)
    name, arguments = {
        LrSchedule.CONSTANT: ("linear_schedule", [rate, rate, 1]),
        LrSchedule.LINEAR: ("linear_schedule", [rate, 0.0, decay]),
        LrSchedule.COSINE: ("cosine_decay", [rate, decay]),
    }[config.lr_schedule]
    schedule: dict[str, Any] = {"name": name, "arguments": arguments}
    return {**schedule, "warmup": config.warmup_steps} if config.warmup_steps else schedule


def mlx_yaml(config: dict[str, Any]) -> str:
    """The text of `mlx.yaml`; empty values are left to mlx-lm's defaults."""
    given = {key: value for key, value in config.items() if value is not None}
    return _HEADER + yaml.safe_dump(given, sort_keys=False, allow_unicode=True, width=1000)


def form_values(settings: dict[str, Any]) -> dict[str, Any] | None:
    """The `TrainingConfig` fields that an mlx-lm mapping sets, or None where it asks for what this model cannot say.

    The inverse of `mlx_config` for everything but paths: a mapping with keys of its own (attention-only, say) or with a
    schedule that is none of ours has no form values.
    """
    lora = settings.get("lora_parameters", {})
    if "keys" in lora and tuple(lora["keys"]) != STANDARD_KEYS:
        return None
    values = {field: settings[key] for key, field in _SAME.items() if key in settings}
    values |= {field: lora[key] for key, field in _LORA.items() if key in lora}
    schedule = settings.get("lr_schedule")
    if schedule is not None:
        name = _schedule_name(schedule)
        if name is None:
            return None
        values |= {"lr_schedule": name.value, "warmup_steps": schedule.get("warmup", 0)}
    return values


def _schedule_name(schedule: dict[str, Any]) -> LrSchedule | None:
    match schedule:
        case {"name": "cosine_decay", "arguments": [_, _]}:
            return LrSchedule.COSINE
        case {"name": "linear_schedule", "arguments": [start, end, _]}:
            return LrSchedule.CONSTANT if start == end else LrSchedule.LINEAR if end == 0 else None
        case _:
            return None


_LORA = {"rank": "lora_rank", "scale": "lora_alpha", "dropout": "lora_dropout"}
_SAME = {"num_layers": "lora_num_layers", "iters": "iterations"} | {
    name: name
    for name in (
        "batch_size",
        "fine_tune_type",
        "grad_accumulation_steps",
        "grad_checkpoint",
        "learning_rate",
        "mask_prompt",
        "max_seq_length",
        "optimizer",
        "save_every",
        "seed",
        "steps_per_eval",
        "steps_per_report",
    )
}
