"""The evaluator: `python -m backend.workers.evaluate <run folder>/evaluations/<id>.json`.

Measures the rows and the probes under the base, puts the adapter on it, measures them again, and tells one JSON line
after another in `<id>.told`; the last one is the result, or the reason why there is none. It needs no server.
"""

import hashlib
import math
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import TemplateError

from backend.domain.compare_rows import scored_row
from backend.domain.dataset import RowProblem
from backend.domain.evaluation import (
    Evaluation,
    EvaluationPlan,
    EvaluationProblem,
    EvaluationProgress,
    EvaluationResult,
)
from backend.domain.forgetting import probe_result
from backend.runtime.engines import engine_versions
from backend.runtime.evaluation_folder import EvaluationFolder
from backend.runtime.json_lines import read_lines
from backend.runtime.model_files import read_safetensors_header
from backend.workers.adapter_files import AdapterProblem, put_adapter
from backend.workers.probe_rows import Probe, probes

_TELL_SECONDS = 0.25
_OTHER_ROWS = "Choose rows that this model's chat template takes."


class Progress:
    """Tells how far it has got, a few times a second at most."""

    def __init__(self, tell: Callable[[EvaluationProgress], None]) -> None:
        self.total = 0
        self._tell = tell
        self._doing = ""
        self._done = 0
        self._last = 0.0

    def begin(self, doing: str) -> None:
        """Something else is being done."""
        self._doing = doing
        self._say()

    def tick(self) -> None:
        """One more batch is done."""
        self._done += 1
        if time.monotonic() - self._last >= _TELL_SECONDS or self._done == self.total:
            self._say()

    def _say(self) -> None:
        self._last = time.monotonic()
        self._tell(EvaluationProgress(doing=self._doing, done=self._done, total=self.total))


@dataclass(frozen=True)
class _Measured:
    """A probe and its rows as the model reads them."""

    probe: Probe
    rows: Any


def evaluate(plan: EvaluationPlan, progress: Progress) -> EvaluationResult:
    """Measure. Raises `RowProblem`, `AdapterProblem`, `TemplateError`, OSError, ValueError, RuntimeError."""
    began = time.perf_counter()
    progress.begin("Loading the base")
    from mlx_lm.utils import _download, load

    from backend.workers.row_losses import ScoredRows

    model, tokenizer = load(plan.model_path)
    model.eval()
    vocabulary = _vocabulary(tokenizer)
    test = ScoredRows(
        read_scored_rows(Path(plan.rows_file)),
        tokenizer,
        plan.batch_size,
        plan.max_seq_length,
        answers_only=plan.answers_only,
    )
    asked = [
        _Measured(probe, ScoredRows(probe.rows, tokenizer, 4, plan.max_seq_length, answers_only=probe.answers_only))
        for probe in probes(Path(_download(plan.model_path)))
    ]
    progress.total = 2 * (test.batches + sum(measured.rows.batches for measured in asked))
    progress.begin("Measuring the base")
    before = [rows.losses(model, progress.tick) for rows in (test, *(measured.rows for measured in asked))]
    progress.begin("Putting the adapter on")
    file = Path(plan.adapters) / plan.adapter_file
    tuned = put_adapter(model, Path(plan.adapters), file)
    progress.begin("Measuring the adapter")
    after = [rows.losses(tuned.model, progress.tick) for rows in (test, *(measured.rows for measured in asked))]
    return EvaluationResult(
        base=before[0],
        tuned=after[0],
        probes=[
            probe_result(measured.probe.kind, measured.probe.title, base, with_adapter, vocabulary)
            for measured, base, with_adapter in zip(asked, before[1:], after[1:], strict=True)
        ],
        rows_sha256=_sha256(Path(plan.rows_file)),
        adapter_sha256=_sha256(file),
        adapter_bytes=file.stat().st_size,
        trainable_parameters=sum(math.prod(tensor.shape) for tensor in read_safetensors_header(file).values()),
        seconds=time.perf_counter() - began,
        versions=engine_versions(),
    )


def read_scored_rows(file: Path) -> list[dict[str, Any]]:
    """Every row as the trainer reads it. Raises `RowProblem` naming the line, OSError."""
    rows = []
    for line in read_lines(file):
        try:
            if line.problem is not None:
                raise line.problem
            rows.append(scored_row(line.row))
        except RowProblem as problem:
            raise RowProblem(f"Line {line.number} of {file.name}: {problem.message}", problem.hint) from problem
    if not rows:
        raise RowProblem(f"{file} has no rows.", "Give one JSON object a line.")
    return rows


def _vocabulary(tokenizer: Any) -> int:
    return max(2, len(tokenizer.get_vocab()))


def _sha256(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def main() -> int:
    """Work off the evaluation in the file named on the command line; 0 when there is a result."""
    file = Path(sys.argv[1])
    evaluation = Evaluation.model_validate_json(file.read_bytes())
    folder = EvaluationFolder(file.parent.parent)
    progress = Progress(lambda told: folder.tell(evaluation.id, told))
    try:
        result = evaluate(evaluation.plan, progress)
    except (RowProblem, AdapterProblem) as problem:
        folder.tell(evaluation.id, EvaluationProblem(message=problem.message, hint=problem.hint))
        return 1
    except TemplateError as error:
        told = EvaluationProblem(message=f"A row cannot be put to this model: {error}.", hint=_OTHER_ROWS)
        folder.tell(evaluation.id, told)
        return 1
    folder.tell(evaluation.id, result)
    return 0


if __name__ == "__main__":
    sys.exit(main())
