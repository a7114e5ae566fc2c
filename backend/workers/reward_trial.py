"""`python -m backend.workers.reward_trial`: what would these rewards make of these rows?

Reads one `TrialRequest` as a JSON line from standard input and answers with one `TrialReport` as a JSON line on standard
output; whatever a reward prints goes to standard error. Advantages come from the engine's own function. The exit code is 0
whenever there was an answer. Whoever starts it kills it when none has come some seconds after the request's own limit.
"""

import os
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import Any, TextIO

from pydantic import ValidationError

from backend.domain.enhanced_trial import (
    TrialFunction,
    TrialGroup,
    TrialProblem,
    TrialReport,
    TrialRequest,
    trial_warnings,
)
from backend.domain.rewards import reward_errors
from backend.workers.reward_file import RewardProblem
from backend.workers.reward_functions import find_rewards

_FLAT = 1e-9


def try_rewards(request: TrialRequest) -> TrialReport:
    """Score the sample rows; every reward is tried even when another fails."""
    problems = [
        TrialProblem(message=error.message, hint=error.hint)
        for error in reward_errors(request.functions, request.weights, request.file)
    ]
    if problems:
        return TrialReport(ok=False, problems=problems)
    began = time.monotonic()
    file = Path(request.file).expanduser() if request.file else None
    try:
        rewards, available = find_rewards(
            request.functions, file, lambda: max(0.05, request.seconds - (time.monotonic() - began))
        )
    except RewardProblem as problem:
        return TrialReport(ok=False, problems=[_told(problem)], seconds=time.monotonic() - began)
    scores: dict[str, list[float]] = {}
    for reward in rewards:
        try:
            scores[reward.name] = reward(**_arguments(request))
        except RewardProblem as problem:
            problems.append(_told(problem))
    seconds = time.monotonic() - began
    if problems:
        return TrialReport(ok=False, problems=problems, available=available, seconds=seconds)
    groups = _groups(request, scores)
    functions = [_function(request, name, weight, scores[name]) for name, weight in _weighted(request)]
    return TrialReport(
        ok=True,
        available=available,
        functions=functions,
        groups=groups,
        warnings=trial_warnings(groups, functions),
        seconds=seconds,
    )


def _told(problem: RewardProblem) -> TrialProblem:
    return TrialProblem(function=problem.function, message=problem.message, line=problem.line, hint=problem.hint)


def _weighted(request: TrialRequest) -> list[tuple[str, float]]:
    return list(zip(request.functions, request.weights, strict=True))


def _arguments(request: TrialRequest) -> dict[str, Any]:
    repeated = [(row, completion) for row in request.rows for completion in row.group()]
    return {
        "prompts": [row.prompt for row, _ in repeated],
        "completions": [completion for _, completion in repeated],
        "answer": [row.answer for row, _ in repeated],
        "types": [None] * len(repeated),
    }


def _slices(request: TrialRequest) -> list[slice]:
    ends = [0]
    for row in request.rows:
        ends.append(ends[-1] + len(row.group()))
    return [slice(start, end) for start, end in pairwise(ends)]


def _function(request: TrialRequest, name: str, weight: float, scores: list[float]) -> TrialFunction:
    spreads = [_deviation(scores[group]) for group in _slices(request)]
    mean = sum(scores) / len(scores)
    return TrialFunction(name=name, weight=weight, scores=scores, mean=mean, spread=sum(spreads) / len(spreads))


def _groups(request: TrialRequest, scores: dict[str, list[float]]) -> list[TrialGroup]:
    advantages = _advantages(request, scores)
    columns = [[weight * score for score in scores[name]] for name, weight in _weighted(request)]
    totals = [sum(row) for row in zip(*columns, strict=True)]
    return [
        TrialGroup(
            prompt=row.prompt,
            answer=row.answer,
            completions=row.group(),
            totals=totals[group],
            advantages=advantages[group],
            spread=_deviation(totals[group]),
            flat=max(totals[group]) - min(totals[group]) < _FLAT,
        )
        for row, group in zip(request.rows, _slices(request), strict=True)
    ]


def _advantages(request: TrialRequest, scores: dict[str, list[float]]) -> list[float]:
    from backend.workers.rl_seams import engine

    indices = [index for index, row in enumerate(request.rows) for _ in row.group()]
    arguments = _arguments(request)
    advantages, _ = engine().calculate_rewards_and_advantages(
        reward_funcs=[_recalled(name, scores[name]) for name in request.functions],
        expanded_prompts=arguments["prompts"],
        all_completion_texts=arguments["completions"],
        expanded_answers=arguments["answer"],
        expanded_types=arguments["types"],
        batch_indices=indices,
        unique_prompt_indices=sorted(set(indices)),
        reward_weights=request.weights,
    )
    return [float(value) for value in advantages.tolist()]


def _recalled(name: str, scores: list[float]) -> Any:
    def recalled(**_: Any) -> list[float]:
        return scores

    recalled.__name__ = name
    return recalled


def _deviation(values: list[float]) -> float:
    mean = sum(values) / len(values)
    deviation: float = (sum((value - mean) ** 2 for value in values) / len(values)) ** 0.5
    return deviation


def answer(line: str) -> TrialReport:
    """The reply to one request line."""
    try:
        request = TrialRequest.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        return TrialReport(ok=False, problems=[TrialProblem(message=f"{where}: {first['msg']}.".lstrip(": "))])
    return try_rewards(request)


def _claim_standard_output() -> TextIO:
    original = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return original


def main() -> None:
    """Answer the one request on standard input."""
    output = _claim_standard_output()
    output.write(answer(sys.stdin.readline()).model_dump_json() + "\n")
    output.flush()


if __name__ == "__main__":
    main()
