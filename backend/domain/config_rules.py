"""Rules between the fields of a `TrainingConfig`, as one list of `FieldError`.

Pydantic checks one field at a time; these are the rules that need two. They name the field a person should change.
"""

from backend.domain.training_config import TrainingConfig
from backend.errors import FieldError


def cross_field_errors(config: TrainingConfig) -> list[FieldError]:
    """Everything that contradicts itself, whatever the model and the data are."""
    checks = (_length, _layers, _early_stop, _required)
    return [error for check in checks for error in check(config)]


def _required(config: TrainingConfig) -> list[FieldError]:
    errors = []
    if not config.model_path.strip():
        errors.append(FieldError("model_path", "No model is chosen.", "Choose a folder or a Hugging Face id."))
    if not config.train_data_path.strip():
        errors.append(FieldError("train_data_path", "No training data is chosen.", "Choose a JSONL file."))
    return errors


def _length(config: TrainingConfig) -> list[FieldError]:
    if config.iterations is not None and config.epochs is not None:
        return [FieldError("epochs", "Iterations and epochs are both given.", "Give one of them.")]
    return []


def _layers(config: TrainingConfig) -> list[FieldError]:
    if config.lora_num_layers != 0:
        return []
    return [
        FieldError(
            "lora_num_layers", "0 layers would train nothing.", "Use -1 for all layers, or 1 and more for the last N."
        )
    ]


def _early_stop(config: TrainingConfig) -> list[FieldError]:
    if config.early_stop and not config.val_data_path.strip():
        return [
            FieldError(
                "early_stop",
                "Early stopping has no validation loss to look at.",
                "Add validation data, or turn early stopping off.",
            )
        ]
    return []


def schedule_errors(config: TrainingConfig, iterations: int) -> list[FieldError]:
    """Rules that need the resolved number of steps."""
    updates = iterations // config.grad_accumulation_steps
    if updates < 1:
        return [
            FieldError(
                "grad_accumulation_steps",
                f"{config.grad_accumulation_steps} accumulated steps never complete in a run of {iterations}.",
                f"Use at most {iterations}.",
            )
        ]
    if config.warmup_steps and config.warmup_steps >= updates:
        return [
            FieldError(
                "warmup_steps",
                f"The warm-up of {config.warmup_steps} steps is as long as the whole run of {updates} updates.",
                f"Use at most {updates - 1}.",
            )
        ]
    return []
