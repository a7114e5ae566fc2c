"""The choices of the Enhanced Setup, by name.

They repeat names that `training_config.py` has as well, and on purpose: this tab is frozen, so nothing that Setup comes to
offer may change what is offered here.
"""

from enum import StrEnum


class EnhancedKind(StrEnum):
    """The four methods of the Enhanced Setup."""

    SFT_ATTENTION = "sft_attention"
    GSPO = "gspo"
    DR_GRPO = "dr_grpo"
    GRPO = "grpo"


RL_KINDS = (EnhancedKind.GSPO, EnhancedKind.DR_GRPO, EnhancedKind.GRPO)
"""The methods that learn from rewards."""


class EnhancedFineTuneType(StrEnum):
    """How weights are adapted. Low-rank adapters only."""

    LORA = "lora"


class EnhancedOptimizer(StrEnum):
    """Optimizers that both engines take."""

    ADAM = "adam"
    ADAMW = "adamw"
    MUON = "muon"
    SGD = "sgd"
    ADAFACTOR = "adafactor"


class EnhancedLrSchedule(StrEnum):
    """Shape of the learning rate after the warm-up."""

    CONSTANT = "constant"
    LINEAR = "linear"
    COSINE = "cosine"


class ImportanceLevel(StrEnum):
    """What one importance ratio stands for."""

    TOKEN = "token"  # noqa: S105 - no password
    SEQUENCE = "sequence"


class LossType(StrEnum):
    """How the losses of a group's tokens are put together."""

    GRPO = "grpo"
    BNPO = "bnpo"
    DR_GRPO = "dr_grpo"
