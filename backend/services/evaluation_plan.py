"""What an evaluation of a run will measure: which weights, which rows, with which settings."""

from pathlib import Path

from backend.domain.compare_rows import scored_row
from backend.domain.evaluation import EvaluatedWeights, EvaluationPlan, EvaluationRequest, RowsFrom
from backend.domain.run import END_STATES, Run, RunKind
from backend.errors import Conflict, FieldError, InvalidInput
from backend.runtime.run_folder import RunFolder
from backend.runtime.typed_path import typed_path
from backend.services.compare_rows import read_rows
from backend.services.data_checks import unreadable
from backend.services.run_weights import Weights, run_weights

_BY_REWARDS = (RunKind.GSPO, RunKind.DR_GRPO, RunKind.GRPO)


def plan_evaluation(run: Run, folder: RunFolder, request: EvaluationRequest) -> EvaluationPlan:
    """Everything the worker needs; rows and weights are looked at now. Raises `Conflict`, `InvalidInput`, OSError."""
    if run.state not in END_STATES:
        raise Conflict(f"The run has not ended: it is {run.state}. Evaluate it once it has.")
    weights = _weights(run, folder, request.weights)
    rows, rows_from = _rows(run, folder, request.path)
    read_rows(rows, "path", None, scored_row)
    return EvaluationPlan(
        model_path=run.config.model_path,
        adapters=str(weights.file.parent),
        adapter_file=weights.file.name,
        weights=request.weights,
        step=weights.step,
        note=weights.note,
        rows_file=str(rows),
        rows_from=rows_from,
        batch_size=run.config.batch_size,
        max_seq_length=run.config.max_seq_length,
        answers_only=run.config.mask_prompt or run.kind in _BY_REWARDS,
    )


def _weights(run: Run, folder: RunFolder, wanted: EvaluatedWeights) -> Weights:
    saved = run_weights(folder, run)
    if saved.final is None:
        raise Conflict("The run has saved no weights, so there is nothing to evaluate. Start a copy of it.")
    if wanted is EvaluatedWeights.FINAL:
        return saved.final
    if saved.best is None:
        problem = "The run measured no validation loss, so none of its weights is known as the best."
        raise InvalidInput.of(FieldError("weights", problem, "Evaluate the final weights."))
    return saved.best


def _rows(run: Run, folder: RunFolder, path: str | None) -> tuple[Path, RowsFrom]:
    if path is not None and path.strip():
        try:
            file = typed_path(path)
            return (file / "test.jsonl" if file.is_dir() else file), RowsFrom.GIVEN
        except OSError as error:
            raise InvalidInput.of(unreadable("path", error)) from error
    test = Path(run.config.train_data_path).parent / "test.jsonl"
    for file in (test, folder.data / "test.jsonl"):
        if file.is_file():
            return file, RowsFrom.TEST
    for file in (folder.source / "valid.jsonl", folder.data / "valid.jsonl"):
        if file.is_file():
            return file, RowsFrom.VALIDATION
    problem = "The run has neither test nor validation rows."
    raise InvalidInput.of(FieldError("path", problem, "Choose a JSONL file with rows that it never trained on."))
