"""The configurations of runs that are set against each other: everything the methods share is the same.

Same model, rows, order of rows, batch size, number of steps, rate, optimizer, schedule and seed; the adapter and what
belongs to a method alone are the method's own. Early stopping is off: it would give one method fewer steps than the other.
"""

from dataclasses import dataclass

from backend.domain.enhanced_choices import RL_KINDS
from backend.domain.enhanced_config import EnhancedConfig
from backend.domain.run import RunKind
from backend.domain.training_config import TrainingConfig
from backend.errors import FieldError

AnyConfig = TrainingConfig | EnhancedConfig
BY_REWARDS = frozenset(RunKind(kind) for kind in RL_KINDS)
_SHARED = TrainingConfig.model_fields.keys() & EnhancedConfig.model_fields.keys()
_OF_ONE_METHOD = ("importance_sampling_level", "grpo_loss_type", "epsilon_high")


@dataclass(frozen=True)
class Twins:
    """What all runs of a comparison have in common."""

    kind: RunKind
    config: AnyConfig
    iterations: int
    train: str
    valid: str
    prompts: str = ""
    valid_prompts: str = ""

    def config_for(self, kind: RunKind, seed: int) -> AnyConfig:
        """The configuration of one run."""
        rewards = kind in BY_REWARDS
        own = self.config if self._fits(kind) else self._translated(kind)
        changes: dict[str, object] = {
            "train_data_path": self.prompts if rewards else self.train,
            "val_data_path": self.valid_prompts if rewards else self.valid,
            "adapter_name": _named(self.config.adapter_name, f"-{kind}-s{seed}"),
            "iterations": self.iterations,
            "epochs": None,
            "seed": seed,
            "early_stop": False,
        }
        if kind is RunKind.SFT:
            changes["sort_by_length"] = False
        if not rewards and self.kind in BY_REWARDS:
            changes["mask_prompt"] = True
        if rewards and kind is not self.kind:
            changes |= dict.fromkeys(_OF_ONE_METHOD)
        return own.model_copy(update=changes)

    def _fits(self, kind: RunKind) -> bool:
        return isinstance(self.config, TrainingConfig) == (kind is RunKind.SFT)

    def _translated(self, kind: RunKind) -> AnyConfig:
        model = TrainingConfig if kind is RunKind.SFT else EnhancedConfig
        values = self.config.model_dump(mode="json", include=set(_SHARED))
        return model.model_validate(values)


def comparison_errors(kind: RunKind, config: AnyConfig, methods: list[RunKind]) -> list[FieldError]:
    """What forbids setting these methods against each other."""
    errors = []
    if len(set(methods)) < 2:
        errors.append(FieldError("methods", "One method alone is no comparison.", "Choose two or more."))
    if config.resume_adapter_file and set(methods) != {kind}:
        errors.append(
            FieldError(
                "resume_adapter_file",
                "The methods carry different adapters, so they cannot all begin from this one.",
                "Leave Resume from Adapter empty: every run then starts from a fresh adapter.",
            )
        )
    return errors


def _named(name: str, suffix: str) -> str:
    return f"{name[: 64 - len(suffix)]}{suffix}"
