"""Everything that can be refused before an Enhanced run starts, gathered so that a person sees all of it at once."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from backend.domain import enhanced_rules
from backend.domain.dataset import DatasetReport
from backend.domain.enhanced_choices import RL_KINDS, EnhancedKind
from backend.domain.enhanced_config import LORA_RANK, EnhancedConfig
from backend.domain.enhanced_data import PromptReport, reward_warnings
from backend.domain.enhanced_mlx import sft_yaml
from backend.domain.enhanced_request import REQUEST_FILE, EnhancedRequest, enhanced_plan, enhanced_request
from backend.domain.enhanced_trial import TrialProblem, TrialReport, TrialRequest, trial_row
from backend.domain.mlx_config import RunPaths
from backend.domain.model_map import ModelMap
from backend.domain.plan import RunPlan
from backend.errors import FieldError, InvalidInput
from backend.runtime.typed_path import typed_path
from backend.services.adapter_checks import adapter_errors
from backend.services.data_checks import (
    Data,
    batch_errors,
    format_errors,
    mask_errors,
    read_data,
    train_source,
    unreadable,
    val_source,
)
from backend.services.inspectors import Inspectors
from backend.services.model_inspector import ModelInspector
from backend.services.reward_trial import try_rewards
from backend.services.row_inspector import RowInspector

_COVERAGE = "Choose an adapter that this page trained on the same model."
AnyReport = DatasetReport | PromptReport


@dataclass(frozen=True)
class EnhancedPreflight:
    """An Enhanced configuration that can start, with everything that was found out on the way."""

    kind: EnhancedKind
    config: EnhancedConfig
    model: ModelMap
    train_file: Path
    val_file: Path | None
    plan: RunPlan
    warnings: tuple[str, ...]

    def located(self, paths: Mapping[str, str]) -> Self:
        """The same with these paths in the configuration."""
        return replace(self, config=self.config.model_copy(update=dict(paths)))

    def request(self, paths: RunPaths) -> EnhancedRequest:
        """What the trainer is asked."""
        return enhanced_request(self.kind, self.config, self.plan, paths.data, paths.adapters)

    def trainer_files(self, paths: RunPaths) -> dict[str, str]:
        """What the trainer reads besides the rows, by file name."""
        request = self.request(paths)
        yaml = {"mlx.yaml": sft_yaml(request)} if self.kind is EnhancedKind.SFT_ATTENTION else {}
        return {**yaml, REQUEST_FILE: request.model_dump_json(indent=2)}


async def check(
    kind: EnhancedKind, config: EnhancedConfig, inspectors: Inspectors, *, run_reward_file: bool = True
) -> EnhancedPreflight:
    """Look at the model, the data and the rewards. Raises `InvalidInput` with every field that must change."""
    errors = enhanced_rules.cross_field_errors(kind, config)
    model = await _model(config, inspectors.model, errors)
    train, val = await _data(kind, config, inspectors.rows, errors)
    errors.extend(batch_errors(config.batch_size, train.report, val.report))
    if train.report is not None and train.report.rows:
        errors.extend(
            enhanced_rules.schedule_errors(config, enhanced_rules.resolve_iterations(config, train.report.rows))
        )
    if model is not None:
        errors.extend(_model_errors(kind, model))
    if not errors and model is not None and config.resume_adapter_file:
        asked = set(enhanced_plan(config, model, 1, 0).modules)
        path = config.resume_adapter_file
        errors.extend(await asyncio.to_thread(adapter_errors, path, asked, LORA_RANK, _COVERAGE))
    tried: list[str] = []
    if run_reward_file and config.reward_functions_file and not errors and isinstance(train.report, PromptReport):
        tried = await _try_own_rewards(config, config.reward_functions_file, train.report, errors)
    if errors or model is None or train.file is None or train.report is None:
        raise InvalidInput.of(*errors)
    plan = enhanced_plan(config, model, train.report.rows, val.report.rows if val.report else 0)
    warnings = enhanced_rules.warnings(kind, config)
    if isinstance(train.report, PromptReport):
        warnings += [*reward_warnings(config.reward_functions, train.report), *tried]
    return EnhancedPreflight(kind, config, model, train.file, val.file, plan, tuple(warnings))


async def _model(config: EnhancedConfig, inspector: ModelInspector, errors: list[FieldError]) -> ModelMap | None:
    if config.model_path.strip():
        try:
            return await inspector.inspect(config.model_path)
        except InvalidInput as refused:
            errors.extend(refused.errors)
    return None


async def _data(
    kind: EnhancedKind, config: EnhancedConfig, inspector: RowInspector, errors: list[FieldError]
) -> tuple[Data[AnyReport], Data[AnyReport]]:
    if kind in RL_KINDS:
        return (
            await read_data("train_data_path", config, train_source, inspector.prompts, errors),
            await read_data("val_data_path", config, val_source, inspector.prompts, errors),
        )
    train = await read_data("train_data_path", config, train_source, inspector.dataset, errors)
    val = await read_data("val_data_path", config, val_source, inspector.dataset, errors)
    errors.extend(format_errors(train.report, val.report))
    if config.mask_prompt:
        errors.extend(mask_errors(train.report, val.report))
    return train, val


def _model_errors(kind: EnhancedKind, model: ModelMap) -> list[FieldError]:
    if not enhanced_plan(EnhancedConfig(), model, 1, 0).modules:
        message = "The last blocks of this model have no attention matrix to adapt."
        return [FieldError("model_path", message, "Choose another model, or train it on the Setup page.")]
    if kind in RL_KINDS and model.has_chat_template is False:
        message = "The model has no chat template, so prompts cannot be put to it."
        return [FieldError("model_path", message, "Choose an instruction-tuned model, or use SFT.")]
    return []


async def _try_own_rewards(
    config: EnhancedConfig, path: str, train: PromptReport, errors: list[FieldError]
) -> list[str]:
    """A person's own rewards meet the first rows before anything is queued; the warnings of that trial."""
    try:
        file = typed_path(path).absolute()
        await asyncio.to_thread(file.read_bytes)
    except OSError as error:
        errors.append(unreadable("reward_functions_file", error))
        return []
    rows = [trial_row(row) for row in train.sample]
    report = await try_rewards(
        TrialRequest(functions=config.reward_functions, weights=config.reward_weights, file=str(file), rows=rows)
    )
    errors.extend(trial_errors(report))
    return report.warnings


def trial_errors(report: TrialReport) -> list[FieldError]:
    """The problems of a trial as errors of the form."""
    return [
        FieldError("reward_functions_file", _told(problem), problem.hint or "Correct the file, then try it again.")
        for problem in report.problems
    ]


def _told(problem: TrialProblem) -> str:
    named = f"{problem.function}: " if problem.function else ""
    where = f"Line {problem.line}: " if problem.line else ""
    return f"{where}{named}{problem.message.rstrip('.')}."
