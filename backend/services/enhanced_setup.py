"""What the Enhanced Setup page asks before a start: previews, trials of rewards, looks into data, sample data."""

import asyncio
import json
from pathlib import Path
from typing import Any

from backend.domain.enhanced_choices import RL_KINDS, EnhancedKind
from backend.domain.enhanced_config import EnhancedConfig
from backend.domain.enhanced_data import PromptReport
from backend.domain.enhanced_preview import EnhancedPreview, make_enhanced_preview
from backend.domain.enhanced_sample import DEFAULT_ROWS, SampleData, sample_rows
from backend.domain.enhanced_trial import MAX_TRIAL_ROWS, TrialReport, TrialRequest, TrialRow, trial_row
from backend.domain.mlx_config import RunPaths
from backend.domain.rewards import reward_errors
from backend.errors import FieldError, InvalidInput, StorageFailed
from backend.runtime.atomic_file import write_atomic
from backend.runtime.dataset_files import read_rows
from backend.runtime.typed_path import typed_file, typed_path
from backend.services import enhanced_preflight
from backend.services.data_checks import train_source, unreadable
from backend.services.inspectors import Inspectors
from backend.services.reward_trial import try_rewards
from backend.services.row_inspector import RowInspector

_PATHS = RunPaths(data=Path("data"), adapters=Path("adapters"))
_TRIAL_ROWS = 8
_VALID_ROWS = 8


async def preview(kind: EnhancedKind, config: EnhancedConfig, inspectors: Inspectors, url: str) -> EnhancedPreview:
    """What a start would do now; a reward file is not run. Raises `InvalidInput` with every field that must change."""
    checked = await enhanced_preflight.check(kind, config, inspectors, run_reward_file=False)
    return make_enhanced_preview(checked.request(_PATHS), checked.plan, list(checked.warnings), url)


async def report_on_prompts(path: str, inspector: RowInspector) -> PromptReport:
    """The report on a file of prompt and answer rows. Raises `InvalidInput` naming `path`, `WorkerFailed`."""
    try:
        return await inspector.prompts(await asyncio.to_thread(typed_file, path, "train.jsonl"))
    except OSError as error:
        raise InvalidInput.of(unreadable("path", error)) from error


async def trial(config: EnhancedConfig) -> TrialReport:
    """Score made-up answers to the first training rows with the rewards of a configuration.

    Without training data the sample rows stand in. Raises `InvalidInput`, `WorkerFailed`.
    """
    errors = reward_errors(config.reward_functions, config.reward_weights, config.reward_functions_file)
    if errors:
        raise InvalidInput.of(*errors)
    rows = await asyncio.to_thread(_trial_rows, config)
    file = config.reward_functions_file
    return await try_rewards(
        TrialRequest(
            functions=config.reward_functions,
            weights=config.reward_weights,
            file=str(typed_path(file).absolute()) if file else None,
            rows=rows,
        )
    )


def make_sample_data(folder: Path, kind: EnhancedKind) -> SampleData:
    """Write sample rows for a method under `folder`, training and validation apart. Raises `StorageFailed`."""
    rows = sample_rows(kind, DEFAULT_ROWS + _VALID_ROWS)
    train, valid = rows[:DEFAULT_ROWS], rows[DEFAULT_ROWS:]
    name = "prompts" if kind in RL_KINDS else "chat"
    files = {"train": folder / f"sample-{name}-train.jsonl", "valid": folder / f"sample-{name}-valid.jsonl"}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, part in zip(files.values(), (train, valid), strict=True):
            write_atomic(file, "".join(json.dumps(row) + "\n" for row in part).encode())
    except OSError as error:
        raise StorageFailed(f"The sample data could not be written to {folder}: {error.strerror}.") from error
    return SampleData(train=str(files["train"]), valid=str(files["valid"]), rows=train)


def _trial_rows(config: EnhancedConfig) -> list[TrialRow]:
    rows: list[Any] = []
    try:
        file = train_source(config)
        if file is not None:
            rows = read_rows(file, _TRIAL_ROWS)
    except OSError as error:
        raise InvalidInput.of(unreadable("train_data_path", error)) from error
    usable = [trial_row(row) for row in rows if isinstance(row, dict) and {"prompt", "answer"} <= row.keys()]
    if file is not None and not usable:
        problem = FieldError("train_data_path", "No row has a prompt and an answer.", "Choose another file.")
        raise InvalidInput.of(problem)
    return (usable or [trial_row(row) for row in sample_rows(EnhancedKind.GRPO, _TRIAL_ROWS)])[:MAX_TRIAL_ROWS]
