"""Everything that can be refused before a run starts, gathered so that a person sees all of it at once."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from backend.domain.config_rules import cross_field_errors, schedule_errors
from backend.domain.dataset import DatasetReport
from backend.domain.lora_parameters import LoraParameters, generate_lora_parameters
from backend.domain.mlx_config import RunPaths, mlx_config, mlx_yaml, resolve_iterations
from backend.domain.model_map import ModelMap
from backend.domain.plan import RunPlan
from backend.domain.training_config import TrainingConfig
from backend.errors import FieldError, InvalidInput
from backend.services.adapter_checks import adapter_errors
from backend.services.data_checks import (
    batch_errors,
    format_errors,
    mask_errors,
    read_data,
    train_source,
    val_source,
)
from backend.services.inspectors import Inspectors
from backend.services.tracker_checks import tracker_errors

_COVERAGE = "Choose the layer coverage that the adapter was trained with."


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

    def located(self, paths: Mapping[str, str]) -> Self:
        """The same with these paths in the configuration."""
        return replace(self, config=self.config.model_copy(update=dict(paths)))

    def trainer_files(self, paths: RunPaths) -> dict[str, str]:
        """What the trainer reads besides the rows, by file name."""
        return {"mlx.yaml": mlx_yaml(mlx_config(self.config, self.lora, self.plan.iterations, paths))}


async def check(config: TrainingConfig, inspectors: Inspectors) -> Preflight:
    """Look at the model and the data. Raises `InvalidInput` with every field that must change."""
    errors = [*cross_field_errors(config), *tracker_errors(config.trackers)]
    model = None
    if config.model_path.strip():
        try:
            model = await inspectors.model.inspect(config.model_path)
        except InvalidInput as refused:
            errors.extend(refused.errors)
    train = await read_data("train_data_path", config, train_source, inspectors.rows.dataset, errors)
    val = await read_data("val_data_path", config, val_source, inspectors.rows.dataset, errors)
    errors.extend(batch_errors(config.batch_size, train.report, val.report))
    errors.extend(format_errors(train.report, val.report))
    if config.mask_prompt:
        errors.extend(mask_errors(train.report, val.report))
    if model is not None:
        errors.extend(_coverage_errors(config, model))
        if not errors and config.resume_adapter_file:
            asked = {f"{block}.{module.path}" for block, module in model.adapted(config.lora_num_layers)}
            errors.extend(
                await asyncio.to_thread(adapter_errors, config.resume_adapter_file, asked, config.lora_rank, _COVERAGE)
            )
    if train.report is not None and train.report.rows:
        errors.extend(schedule_errors(config, resolve_iterations(config, train.report.rows)))
    if errors or model is None or train.file is None or train.report is None:
        raise InvalidInput.of(*errors)
    plan = _plan(config, model, train.report, val.report)
    lora = generate_lora_parameters(config, model.model_type, model.keys)
    warnings = _warnings(config, model, plan)
    return Preflight(config, model, train.file, val.file, train.report, val.report, lora, plan, warnings)


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
    found = []
    if config.lora_rank > min(widths):
        found.append(f"Rank {config.lora_rank} is more than the narrowest adapted matrix ({min(widths)}) can use.")
    if model.context_length and config.max_seq_length > model.context_length:
        found.append(f"The sequence limit is beyond the {model.context_length} tokens that this model was made for.")
    if model.faster_in_float32:
        found.append(
            f"The base is stored in {model.dtype}, which this processor computes slowly. A float32 copy of it trains faster."
        )
    if seen > 20:
        found.append(f"Each row is seen {seen:.0f} times. Watch the validation loss: small data is learned by heart.")
    if not plan.val_rows:
        found.append("Without validation data nobody can tell learning from memorising.")
    if config.save_every > plan.iterations:
        found.append("No checkpoint falls inside this run: only the last weights are kept.")
    return tuple(found)
