"""What is frozen of the Enhanced Setup, as plain data, and where it is kept."""

import json
from pathlib import Path
from typing import Any

from backend.domain.enhanced_choices import EnhancedKind
from backend.domain.enhanced_config import EnhancedConfig
from backend.domain.enhanced_methods import method_forms
from backend.domain.enhanced_mlx import adapter_config, rl_arguments, sft_settings
from backend.domain.enhanced_request import attention_lora, enhanced_plan, enhanced_request
from backend.domain.model_map import ModelMap
from backend.domain.rewards import BUILT_IN

FORM = "form"
_FOLDER = Path(__file__).parent / "golden"
_ROWS, _VALID_ROWS = 200, 20


def trained(kind: EnhancedKind, model: ModelMap) -> dict[str, Any]:
    """A run with nothing but model and data given, and one with every field of its own."""
    return {"defaults": _asked(kind, _config(), model), "changed": _asked(kind, _config(**_CHANGED), model)}


def form() -> dict[str, Any]:
    """Fields with limits, defaults and help; methods; rewards."""
    return {
        "config": EnhancedConfig.model_json_schema(),
        "methods": [method.model_dump(mode="json") for method in method_forms()],
        "rewards": [reward.model_dump(mode="json") for reward in BUILT_IN],
    }


def path_of(name: str) -> Path:
    """Where a frozen thing is kept."""
    return _FOLDER / f"enhanced_{name}.json"


def read(name: str) -> Any:
    """A frozen thing as it was written."""
    return json.loads(path_of(name).read_bytes())


_CHANGED: dict[str, Any] = {
    "learning_rate": 3e-4,
    "batch_size": 3,
    "max_seq_length": 256,
    "epochs": 1.5,
    "steps_per_report": 2,
    "steps_per_eval": 7,
    "save_every": 9,
    "early_stop": True,
    "patience": 2,
    "seed": 11,
    "optimizer": "adam",
    "lr_schedule": "cosine",
    "warmup_steps": 5,
    "grad_accumulation_steps": 2,
    "grad_checkpoint": True,
    "mask_prompt": True,
    "resume_adapter_file": "/adapters/before.safetensors",
    "group_size": 6,
    "epsilon": 2e-3,
    "epsilon_high": 4e-3,
    "temperature": 1.1,
    "max_completion_length": 200,
    "importance_sampling_level": "token",
    "grpo_loss_type": "bnpo",
    "reward_functions": ["r1_accuracy_reward_func", "concise_reward"],
    "reward_weights": [0.75, 0.25],
    "reward_functions_file": "/rewards/own.py",
}


def _config(**changes: Any) -> EnhancedConfig:
    return EnhancedConfig(
        model_path="/models/demo", train_data_path="/data/train.jsonl", val_data_path="/data/valid.jsonl", **changes
    )


def _asked(kind: EnhancedKind, config: EnhancedConfig, model: ModelMap) -> dict[str, Any]:
    plan = enhanced_plan(config, model, _ROWS, _VALID_ROWS)
    request = enhanced_request(kind, config, plan, Path("/run/data"), Path("/run/adapters"))
    sft = kind is EnhancedKind.SFT_ATTENTION
    return {
        "request": request.model_dump(mode="json"),
        "arguments": sft_settings(request) if sft else rl_arguments(request),
        "adapter_config": None if sft else adapter_config(request),
        "lora": attention_lora(request.keys),
    }
