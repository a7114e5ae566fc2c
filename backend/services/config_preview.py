"""Previews and recommendations of a configuration, before anything is written."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from backend.domain.dataset import DatasetReport
from backend.domain.mlx_config import RunPaths, mlx_config, mlx_yaml
from backend.domain.preview import Preview, make_preview
from backend.domain.recommended import Recommendation, recommend
from backend.domain.training_config import TrainingConfig
from backend.errors import FieldError, InvalidInput
from backend.services import preflight
from backend.services.data_checks import DataPaths, train_source, unreadable, val_source
from backend.services.inspectors import Inspectors
from backend.services.row_inspector import RowInspector

_PATHS = RunPaths(data=Path("data"), adapters=Path("adapters"))


async def preview(config: TrainingConfig, inspectors: Inspectors, url: str) -> Preview:
    """What a start would do now. Raises `InvalidInput` with every field that must change."""
    checked = await preflight.check(config, inspectors)
    settings = mlx_config(config, checked.lora, checked.plan.iterations, _PATHS)
    return make_preview(
        config, checked.model, checked.plan, mlx_yaml(settings), dict(checked.lora), list(checked.warnings), url
    )


async def recommendations(config: TrainingConfig, inspectors: Inspectors) -> list[Recommendation]:
    """Sensible values for the chosen model and data. Raises `InvalidInput` when one of them cannot be read."""
    model = await inspectors.model.inspect(config.model_path)
    train = await _report("train_data_path", config, train_source, inspectors.rows)
    val = await _report("val_data_path", config, val_source, inspectors.rows)
    if train is None:
        raise InvalidInput.of(FieldError("train_data_path", "No data is chosen.", "Choose a JSONL file."))
    return recommend(
        hidden_size=model.hidden_size or 2048,
        scale=config.lora_alpha,
        rows=train.rows,
        val_rows=val.rows if val else 0,
        longest_tokens=train.characters_max + 32,
        context_length=model.context_length,
        has_answers=train.format != "text" and not train.rows_without_answer,
    )


async def _report(
    field: str, config: TrainingConfig, source: Callable[[DataPaths], Path | None], inspector: RowInspector
) -> DatasetReport | None:
    try:
        file = await asyncio.to_thread(source, config)
        report = None if file is None else await inspector.dataset(file)
    except OSError as error:
        raise InvalidInput.of(unreadable(field, error)) from error
    if report is not None and not report.rows:
        raise InvalidInput.of(FieldError(field, "The file has no readable rows.", "Choose another file."))
    return report
