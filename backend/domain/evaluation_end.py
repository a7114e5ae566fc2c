"""What the end of an evaluation's worker means."""

import signal
from dataclasses import dataclass

from backend.domain.evaluation import (
    Evaluation,
    EvaluationLine,
    EvaluationProblem,
    EvaluationResult,
    EvaluationState,
)

_AGAIN = "Evaluate the run again."


@dataclass(frozen=True)
class WorkerEnd:
    """What is known of a worker that has ended. `returncode` is None where it was not our child."""

    told: EvaluationLine | None
    returncode: int | None
    out_of_memory: bool
    last_words: str


@dataclass(frozen=True)
class EvaluationEnd:
    """The state that an evaluation ends in, and what is known then."""

    state: EvaluationState
    result: EvaluationResult | None = None
    problem: EvaluationProblem | None = None


def end_of(evaluation: Evaluation, worker: WorkerEnd) -> EvaluationEnd:
    """A result counts however the worker ended; without one, the reason is what the worker told, else how it ended."""
    if isinstance(worker.told, EvaluationResult):
        return EvaluationEnd(EvaluationState.COMPLETED, result=worker.told)
    if evaluation.state is EvaluationState.CANCELLING:
        return EvaluationEnd(EvaluationState.CANCELLED)
    if isinstance(worker.told, EvaluationProblem):
        return EvaluationEnd(EvaluationState.FAILED, problem=worker.told)
    if worker.returncode is None:
        message = "The evaluation's process ended while no server was there to see how."
        return EvaluationEnd(EvaluationState.LOST, problem=EvaluationProblem(message=message, hint=_AGAIN))
    return EvaluationEnd(EvaluationState.FAILED, problem=_how_it_ended(worker.returncode, worker))


def _how_it_ended(code: int, worker: WorkerEnd) -> EvaluationProblem:
    if code == -signal.SIGKILL and worker.out_of_memory:
        return EvaluationProblem(
            message="The system ended the evaluation because memory ran out.",
            hint="Close what else uses memory, then evaluate the run again.",
        )
    if code < 0:
        return EvaluationProblem(message=f"The evaluation was ended by {signal.Signals(-code).name}.", hint=_AGAIN)
    said = f": {worker.last_words.rstrip('.')}." if worker.last_words else "."
    return EvaluationProblem(message=f"The evaluation ended with exit code {code}{said}", hint=_AGAIN)
