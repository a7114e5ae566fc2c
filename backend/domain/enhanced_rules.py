"""What the methods of the Enhanced Setup make of an `EnhancedConfig`: fields, defaults, contradictions and warnings."""

import math
from dataclasses import dataclass
from typing import Any

from backend.domain.enhanced_basics import EnhancedBasics
from backend.domain.enhanced_choices import RL_KINDS, EnhancedKind, ImportanceLevel, LossType
from backend.domain.enhanced_config import EnhancedConfig
from backend.domain.rewards import reward_errors
from backend.errors import FieldError

_ROLLOUT = (
    "group_size",
    "epsilon",
    "temperature",
    "max_completion_length",
    "importance_sampling_level",
    "reward_functions",
    "reward_weights",
    "reward_functions_file",
)
_OWN: dict[EnhancedKind, tuple[str, ...]] = {
    EnhancedKind.SFT_ATTENTION: ("mask_prompt",),
    EnhancedKind.GSPO: _ROLLOUT,
    EnhancedKind.DR_GRPO: (*_ROLLOUT, "epsilon_high", "grpo_loss_type"),
    EnhancedKind.GRPO: (*_ROLLOUT, "grpo_loss_type"),
}
_SHARED = tuple(name for name in EnhancedBasics.model_fields if name != "mask_prompt")


@dataclass(frozen=True)
class Method:
    """The method's part of a configuration with nothing left open."""

    importance_sampling_level: ImportanceLevel
    grpo_loss_type: LossType
    epsilon: float
    epsilon_high: float


def fields_of(kind: EnhancedKind) -> tuple[str, ...]:
    """Names of the fields that act in a method, in the order of the form."""
    return (*_SHARED, *_OWN[kind])


def method_defaults(kind: EnhancedKind) -> dict[str, Any]:
    """What a method sets where the person leaves it open. Never an unset level: the gradient would be zero."""
    if kind is EnhancedKind.SFT_ATTENTION:
        return {}
    return {
        "importance_sampling_level": ImportanceLevel.SEQUENCE if kind is EnhancedKind.GSPO else ImportanceLevel.TOKEN,
        "grpo_loss_type": LossType.DR_GRPO if kind is EnhancedKind.DR_GRPO else LossType.GRPO,
    }


def resolve_method(kind: EnhancedKind, config: EnhancedConfig) -> Method:
    """The level, loss and bounds that a run uses. Fields that the method does not have are passed over."""
    own, defaults = fields_of(kind), method_defaults(kind)
    given = {name: getattr(config, name) for name in (*defaults, "epsilon_high") if name in own}
    chosen = {**defaults, **{name: value for name, value in given.items() if value is not None}}
    return Method(**{"epsilon": config.epsilon, "epsilon_high": config.epsilon, **chosen})


def resolve_iterations(config: EnhancedConfig, rows: int) -> int:
    """Steps of the run: as given, or epochs x full batches in the data (the last partial batch is never trained)."""
    if config.epochs is None:
        return config.iterations or 1
    return max(1, math.ceil(config.epochs * (rows // config.batch_size)))


def cross_field_errors(kind: EnhancedKind, config: EnhancedConfig) -> list[FieldError]:
    """Everything that contradicts itself, whatever the model and the data are."""
    errors = [*_required(config), *_length(config), *_early_stop(config)]
    if kind in RL_KINDS:
        errors += reward_errors(config.reward_functions, config.reward_weights, config.reward_functions_file)
        errors += _bounds(kind, config)
    return errors


def _required(config: EnhancedConfig) -> list[FieldError]:
    errors = []
    if not config.model_path.strip():
        errors.append(FieldError("model_path", "No model is chosen.", "Choose a folder or a Hugging Face id."))
    if not config.train_data_path.strip():
        errors.append(FieldError("train_data_path", "No training data is chosen.", "Choose a JSONL file."))
    return errors


def _length(config: EnhancedConfig) -> list[FieldError]:
    if config.iterations is not None and config.epochs is not None:
        return [FieldError("epochs", "Iterations and epochs are both given.", "Give one of them.")]
    return []


def _early_stop(config: EnhancedConfig) -> list[FieldError]:
    if config.early_stop and not config.val_data_path.strip():
        hint = "Add validation data, or turn early stopping off."
        return [FieldError("early_stop", "Early stopping has nothing to look at.", hint)]
    return []


def _bounds(kind: EnhancedKind, config: EnhancedConfig) -> list[FieldError]:
    if "epsilon_high" in fields_of(kind) and config.epsilon_high is not None and config.epsilon_high < config.epsilon:
        message = f"Epsilon high ({config.epsilon_high:g}) is below epsilon ({config.epsilon:g})."
        return [FieldError("epsilon_high", message, "Raise it, or leave it empty.")]
    return []


def schedule_errors(config: EnhancedConfig, iterations: int) -> list[FieldError]:
    """Rules that need the resolved number of steps."""
    updates = iterations // config.grad_accumulation_steps
    if updates < 1:
        message = f"{config.grad_accumulation_steps} accumulated steps never complete in a run of {iterations}."
        return [FieldError("grad_accumulation_steps", message, f"Use at most {iterations}.")]
    if config.warmup_steps and config.warmup_steps >= updates:
        message = f"The warm-up of {config.warmup_steps} is as long as the whole run of {updates} updates."
        return [FieldError("warmup_steps", message, f"Use at most {updates - 1}.")]
    return []


def warnings(kind: EnhancedKind, config: EnhancedConfig) -> list[str]:
    """What works but is unusual: values outside the offered range, and fields that the method does not have."""
    return [*_outside(kind, config), *_unused(kind, config), *_other_method(kind, config)]


def _outside(kind: EnhancedKind, config: EnhancedConfig) -> list[str]:
    found = []
    for name in fields_of(kind):
        field = EnhancedConfig.model_fields[name]
        extra = field.json_schema_extra
        offered = extra.get("offered") if isinstance(extra, dict) else None
        value = getattr(config, name)
        if isinstance(offered, dict) and value is not None and not offered["min"] <= value <= offered["max"]:
            found.append(f"{field.title} {value:g} is outside the usual {offered['min']:g} to {offered['max']:g}.")
    return found


def _unused(kind: EnhancedKind, config: EnhancedConfig) -> list[str]:
    changed = [
        field.title or name
        for name, field in EnhancedConfig.model_fields.items()
        if name not in fields_of(kind) and getattr(config, name) != field.get_default(call_default_factory=True)
    ]
    return [f"This method does not use {title}; the value is passed over." for title in changed]


def _other_method(kind: EnhancedKind, config: EnhancedConfig) -> list[str]:
    if kind is EnhancedKind.SFT_ATTENTION:
        return []
    method, own = resolve_method(kind, config), method_defaults(kind)
    found = []
    if method.importance_sampling_level is not own["importance_sampling_level"]:
        found.append(f"The {method.importance_sampling_level} level is not the one that defines this method.")
    if method.grpo_loss_type is not own["grpo_loss_type"]:
        found.append(f"The {method.grpo_loss_type} loss is not the one that defines this method.")
    return found
