"""Trying rewards on sample rows: a worker scores them under a time limit, and is ended when it does not come back."""

from pydantic import ValidationError

from backend.domain.enhanced_trial import TrialProblem, TrialReport, TrialRequest
from backend.errors import WorkerFailed
from backend.services.worker_question import ask_worker

_PATIENCE_SECONDS = 15.0
"""Beyond the request's own limit: starting Python and importing the engine's rewards."""


async def try_rewards(request: TrialRequest) -> TrialReport:
    """The report of a trial; code that hangs is a problem of the report, not an error. Raises `WorkerFailed`."""
    question = request.model_dump_json().encode()
    try:
        answer = await ask_worker("backend.workers.reward_trial", question, request.seconds + _PATIENCE_SECONDS)
    except TimeoutError:
        message = f"The rewards gave no answer in {request.seconds:g} s and had to be ended."
        return TrialReport(ok=False, problems=[TrialProblem(message=message, hint="Look for a loop that never ends.")])
    try:
        return TrialReport.model_validate_json(answer.out.splitlines()[-1] if answer.out.strip() else b"")
    except ValidationError as error:
        raise WorkerFailed(f"Trying the rewards failed: {answer.last_words()}.") from error
