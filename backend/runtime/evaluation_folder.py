"""`evaluations/` of a run folder: one file an evaluation, and what its worker tells while it lives.

The server alone writes `<id>.json`, the worker alone writes `<id>.told`, one JSON object a line; a line counts only once
its newline is written.
"""

import os
import re
from pathlib import Path

from pydantic import ValidationError

from backend.domain.evaluation import EVALUATION_LINE, Evaluation, EvaluationLine
from backend.runtime.atomic_file import write_atomic

_ID = re.compile(r"^[0-9A-Za-z-]{1,80}$")
_TAIL_BYTES = 4096


class EvaluationFolder:
    """The evaluations of one run."""

    def __init__(self, run: Path) -> None:
        self.path = run / "evaluations"

    def file(self, evaluation_id: str) -> Path:
        """What is known of an evaluation."""
        return self.path / f"{evaluation_id}.json"

    def told_file(self, evaluation_id: str) -> Path:
        """What the worker tells."""
        return self.path / f"{evaluation_id}.told"

    def log_file(self, evaluation_id: str) -> Path:
        """What the worker and its libraries print."""
        return self.path / f"{evaluation_id}.log"

    def read_all(self) -> list[Evaluation]:
        """Every evaluation that can be read; a file that is none is left alone."""
        try:
            names = sorted(path.stem for path in self.path.glob("*.json") if _ID.match(path.stem))
        except OSError:
            return []
        return [found for found in map(self._read, names) if found is not None]

    def write(self, evaluation: Evaluation) -> None:
        """Replace an evaluation's file atomically. Raises OSError."""
        self.path.mkdir(exist_ok=True)
        write_atomic(self.file(evaluation.id), evaluation.model_dump_json(indent=2).encode())

    def remove(self, evaluation_id: str) -> None:
        """Delete everything about an evaluation. Raises OSError."""
        for path in (self.file(evaluation_id), self.told_file(evaluation_id), self.log_file(evaluation_id)):
            path.unlink(missing_ok=True)

    def forget_worker(self, evaluation_id: str) -> None:
        """Delete what a worker left that has done its work. Raises OSError."""
        self.told_file(evaluation_id).unlink(missing_ok=True)
        self.log_file(evaluation_id).unlink(missing_ok=True)

    def tell(self, evaluation_id: str, line: EvaluationLine) -> None:
        """Append what the worker tells. Raises OSError."""
        with self.told_file(evaluation_id).open("ab") as file:
            file.write(line.model_dump_json().encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def told(self, evaluation_id: str) -> EvaluationLine | None:
        """The newest whole line that the worker told; None while there is none. Raises OSError."""
        try:
            data = self.told_file(evaluation_id).read_bytes()
        except FileNotFoundError:
            return None
        lines = data[: data.rfind(b"\n") + 1].splitlines()
        try:
            return EVALUATION_LINE.validate_json(lines[-1]) if lines else None
        except ValidationError:
            return None

    def last_words(self, evaluation_id: str) -> str:
        """The last line that was printed; empty where nothing was."""
        try:
            data = self.log_file(evaluation_id).read_bytes()[-_TAIL_BYTES:]
        except OSError:
            return ""
        lines = data.decode(errors="replace").strip().splitlines()
        return lines[-1].strip() if lines else ""

    def _read(self, name: str) -> Evaluation | None:
        try:
            return Evaluation.model_validate_json(self.file(name).read_bytes())
        except (OSError, ValidationError):
            return None
