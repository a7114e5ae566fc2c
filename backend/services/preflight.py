"""Everything that can be refused before a run starts, gathered so that a person sees all of it at once."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from backend.domain.config_rules import cross_field_errors, schedule_errors
from backend.domain.dataset import DataFormat, DatasetReport
from backend.domain.lora_parameters import LoraParameters, generate_lora_parameters
from backend.domain.mlx_config import resolve_iterations
from backend.domain.model_map import ModelMap
from backend.domain.plan import RunPlan
from backend.domain.training_config import TrainingConfig
from backend.errors import FieldError, InvalidInput
from backend.runtime.dataset_files import inspect_dataset
from backend.runtime.model_files import BrokenSafetensors, read_safetensors_header
from backend.runtime.typed_path import typed_path
from backend.services.model_inspector import ModelInspector


@dataclass(frozen=True)
class Preflight:
    """A configuration that can start, with everything that was found out on the way."""

    config: TrainingConfig
    model: ModelMap
    train_file: Path
    val_file: Path | None
    train: DatasetReport
    val: DatasetReport | None
    lora: LoraParameters
    plan: RunPlan
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class _Data:
    file: Path | None
    report: DatasetReport | None


async def check(config: TrainingConfig, inspector: ModelInspector) -> Preflight:
    """Look at the model and the data. Raises `InvalidInput` with every field that must change."""
    errors = cross_field_errors(config)
    model = None
    if config.model_path.strip():
        try:
            model = await inspector.inspect(config.model_path)
        except InvalidInput as refused:
            errors.extend(refused.errors)
    train = await asyncio.to_thread(_data, "train_data_path", config, train_source, errors)
    val = await asyncio.to_thread(_data, "val_data_path", config, val_source, errors)
    errors.extend(_rows_errors(config, train.report, val.report))
    if model is not None:
        errors.extend(_coverage_errors(config, model))
        if not errors:
            errors.extend(await asyncio.to_thread(_resume_errors, config, model))
    if train.report is not None and train.report.rows:
        errors.extend(schedule_errors(config, resolve_iterations(config, train.report.rows)))
    if errors or model is None or train.file is None or train.report is None:
        raise InvalidInput.of(*errors)
    plan = _plan(config, model, train.report, val.report)
    lora = generate_lora_parameters(config, model.model_type, model.keys)
    warnings = _warnings(config, model, plan)
    return Preflight(config, model, train.file, val.file, train.report, val.report, lora, plan, warnings)


def train_source(config: TrainingConfig) -> Path | None:
    """The training file: the path itself, or train.jsonl in it when it is a folder. Raises OSError."""
    return _in_folder(config.train_data_path, "train.jsonl")


def val_source(config: TrainingConfig) -> Path | None:
    """The validation file: the path itself, or valid.jsonl in the folder given for training or validation. Raises OSError."""
    if config.val_data_path.strip():
        return _in_folder(config.val_data_path, "valid.jsonl")
    if not config.train_data_path.strip():
        return None
    folder = typed_path(config.train_data_path)
    beside = folder / "valid.jsonl"
    return beside if folder.is_dir() and beside.is_file() else None


def _in_folder(given: str, name: str) -> Path | None:
    if not given.strip():
        return None
    path = typed_path(given)
    return path / name if path.is_dir() else path


def _data(
    field: str,
    config: TrainingConfig,
    source: Callable[[TrainingConfig], Path | None],
    errors: list[FieldError],
) -> _Data:
    try:
        file = source(config)
        if file is None:
            return _Data(None, None)
        report = inspect_dataset(file)
    except OSError as error:
        errors.append(unreadable(field, error))
    else:
        errors.extend(_report_errors(field, report))
        return _Data(file, report)
    return _Data(None, None)


def unreadable(field: str, error: OSError) -> FieldError:
    """What to tell about a file that could not be read."""
    name = repr(error.filename)[1:-1]
    shown = name if len(name) <= 200 else f"{name[:197]}..."
    if isinstance(error, PermissionError):
        return FieldError(field, f"{shown} may not be read.", "Allow reading it, or choose another file.")
    if isinstance(error, FileNotFoundError):
        return FieldError(field, f"There is no file {shown}.", "Check the path.")
    return FieldError(field, f"{shown} cannot be read: {error.strerror}.", "Check the path, or choose another file.")


def _report_errors(field: str, report: DatasetReport) -> list[FieldError]:
    if report.error_count:
        first = report.errors[0]
        more = f" {report.error_count - 1} more lines are wrong too." if report.error_count > 1 else ""
        return [FieldError(field, f"Line {first.line}: {first.message}{more}", first.hint)]
    if not report.rows:
        return [FieldError(field, "The file has no rows.", "Give one JSON object a line.")]
    return []


def _rows_errors(config: TrainingConfig, train: DatasetReport | None, val: DatasetReport | None) -> list[FieldError]:
    errors = []
    for name, report in (("training", train), ("validation", val)):
        if report is not None and 0 < report.rows < config.batch_size:
            errors.append(
                FieldError(
                    "batch_size",
                    f"A batch of {config.batch_size} is larger than the {report.rows} {name} rows.",
                    f"Use at most {report.rows}.",
                )
            )
    if train is not None and val is not None and train.format and val.format and train.format is not val.format:
        errors.append(
            FieldError(
                "val_data_path",
                f"Validation rows are in {val.format} format, training rows in {train.format}.",
                "Use one format for both.",
            )
        )
    return errors + (_mask_errors(train, val) if config.mask_prompt else [])


def _mask_errors(train: DatasetReport | None, val: DatasetReport | None) -> list[FieldError]:
    for name, report in (("training", train), ("validation", val)):
        if report is None:
            continue
        if report.format is DataFormat.TEXT:
            return [
                FieldError(
                    "mask_prompt",
                    "Text rows have no prompt to leave out.",
                    "Turn it off, or use chat or completion rows.",
                )
            ]
        if report.rows_without_answer:
            return [
                FieldError(
                    "mask_prompt",
                    f"{report.rows_without_answer} {name} rows do not end with an assistant turn, so nothing in them "
                    "would be trained.",
                    "End every row with an assistant turn, or turn this off.",
                )
            ]
    return []


def _coverage_errors(config: TrainingConfig, model: ModelMap) -> list[FieldError]:
    if config.lora_num_layers > model.num_layers:
        return [
            FieldError(
                "lora_num_layers",
                f"{config.lora_num_layers} blocks are asked for, but the model has {model.num_layers}.",
                f"Use -1 for all, or at most {model.num_layers}.",
            )
        ]
    if config.lora_num_layers != 0 and not model.adapted(config.lora_num_layers):
        return [FieldError("lora_num_layers", "No block in this coverage has a matrix to adapt.", "Cover more blocks.")]
    return []


def _resume_errors(config: TrainingConfig, model: ModelMap) -> list[FieldError]:
    if not config.resume_adapter_file:
        return []
    try:
        tensors = read_safetensors_header(typed_path(config.resume_adapter_file))
    except BrokenSafetensors as error:
        return [FieldError("resume_adapter_file", str(error), "Choose a complete adapters.safetensors.")]
    except OSError as error:
        return [unreadable("resume_adapter_file", error)]
    asked = {f"{block}.{module.path}" for block, module in model.adapted(config.lora_num_layers)}
    found = {name.rsplit(".", 1)[0] for name in tensors if name.endswith((".lora_a", ".lora_b"))}
    missing = [module for module in asked if not any(name.endswith(f".{module}") for name in found)]
    if missing or len(found) != len(asked):
        return [
            FieldError(
                "resume_adapter_file",
                f"The adapter covers {len(found)} modules, this run {len(asked)}.",
                "Choose the layer coverage that the adapter was trained with.",
            )
        ]
    ranks = {info.shape[-1] for name, info in tensors.items() if name.endswith(".lora_a") and len(info.shape) == 2}
    if ranks and ranks != {config.lora_rank}:
        return [
            FieldError(
                "resume_adapter_file",
                f"The adapter has rank {min(ranks)}, this run {config.lora_rank}.",
                f"Set LoRA Rank to {min(ranks)}.",
            )
        ]
    return []


def _plan(config: TrainingConfig, model: ModelMap, train: DatasetReport, val: DatasetReport | None) -> RunPlan:
    adapted = model.adapted(config.lora_num_layers)
    return RunPlan(
        iterations=resolve_iterations(config, train.rows),
        model_type=model.model_type,
        model_blocks=model.num_layers,
        blocks=sorted({block for block, _ in adapted}),
        keys=[key for key in model.keys if any(module.path == key for _, module in adapted)],
        modules=[f"{block}.{module.path}" for block, module in adapted],
        trainable_parameters=model.trainable_parameters(config.lora_rank, config.lora_num_layers),
        total_parameters=model.total_parameters,
        train_rows=train.rows,
        val_rows=val.rows if val else 0,
    )


def _warnings(config: TrainingConfig, model: ModelMap, plan: RunPlan) -> tuple[str, ...]:
    widths = [min(module.in_features, module.out_features) for _, module in model.adapted(config.lora_num_layers)]
    seen = plan.iterations * config.batch_size / plan.train_rows
    tail = plan.train_rows % config.batch_size
    found = []
    if config.lora_rank > min(widths):
        found.append(f"Rank {config.lora_rank} is more than the narrowest adapted matrix ({min(widths)}) can use.")
    if model.context_length and config.max_seq_length > model.context_length:
        found.append(f"The sequence limit is beyond the {model.context_length} tokens that this model was made for.")
    if seen > 20:
        found.append(f"Each row is seen {seen:.0f} times. Watch the validation loss: small data is learned by heart.")
    if not plan.val_rows:
        found.append("Without validation data nobody can tell learning from memorising.")
    if tail and plan.train_rows > config.batch_size:
        found.append(f"mlx-lm trains whole batches only: {tail} of {plan.train_rows} rows are left out of every pass.")
    if config.save_every > plan.iterations:
        found.append("No checkpoint falls inside this run: only the last weights are kept.")
    return tuple(found)
