"""The rewards of a run: built-in ones and a person's own, each checked at every call.

A reward that raises, hangs, or returns anything but one finite number an answer raises `RewardProblem`, which ends the run:
the engine by itself would take some of that for a score.
"""

import inspect
import math
from collections.abc import Callable, Sequence
from numbers import Real
from pathlib import Path
from typing import Any

from backend.domain.rewards import BUILT_IN_NAMES
from backend.workers.reward_file import (
    Reward,
    RewardProblem,
    RewardTimeout,
    described,
    line_in,
    load_rewards,
    time_limit,
)

CALL_SECONDS = 60.0
_SIGNATURE = "Define it as def {name}(prompts, completions, answer, types=None)."
_SHORTEST = 8


def contains_answer_reward(
    prompts: list[str],  # noqa: ARG001 - the signature of every reward
    completions: list[str],
    answer: list[str],
    types: list[Any] | None = None,  # noqa: ARG001
) -> list[float]:
    """1 when the row's answer occurs in the completion, else 0."""
    return [1.0 if a.strip().lower() in c.lower() else 0.0 for c, a in zip(completions, answer, strict=True)]


def concise_reward(
    prompts: list[str],  # noqa: ARG001
    completions: list[str],
    answer: list[str],
    types: list[Any] | None = None,  # noqa: ARG001
) -> list[float]:
    """1 up to the answer's length (8 characters at least), then that length over the completion's; 0 when empty."""
    return [
        _conciseness(len(c.strip()), max(_SHORTEST, len(a.strip()))) for c, a in zip(completions, answer, strict=True)
    ]


def _conciseness(length: int, limit: int) -> float:
    return 0.0 if length == 0 else min(1.0, limit / length)


_OWN: dict[str, Reward] = {reward.__name__: reward for reward in (contains_answer_reward, concise_reward)}


class CheckedReward:
    """One reward under its name; call it as the engine does."""

    def __init__(self, name: str, function: Reward, file: Path | None, limit: Callable[[], float]) -> None:
        self.name = name
        self._function = function
        self._file = file
        self._limit = limit

    def __call__(self, *, prompts: Any, completions: list[str], answer: Any, types: Any = None) -> list[float]:
        """One finite score for each completion. Raises `RewardProblem`."""
        seconds = self._limit()
        try:
            with time_limit(seconds):
                raw = self._function(prompts=prompts, completions=completions, answer=answer, types=types)
        except RewardTimeout as error:
            raise self._problem(f"took longer than {seconds:.3g} s", error, "Remove the endless loop.") from error
        except (Exception, SystemExit) as error:
            hint = _SIGNATURE.format(name=self.name) if isinstance(error, TypeError) else ""
            raise self._problem(f"raised {described(error)}", error, hint) from error
        return self._scores(raw, len(completions))

    def _scores(self, raw: Any, wanted: int) -> list[float]:
        values = raw.tolist() if hasattr(raw, "tolist") else raw
        if isinstance(values, str | bytes) or not isinstance(values, Sequence):
            raise self._problem(
                f"returned {type(raw).__name__} and not a list of numbers", hint="Return one number an answer."
            )
        if len(values) != wanted:
            raise self._problem(
                f"returned {len(values)} scores for {wanted} answers", hint="Return one number an answer."
            )
        for index, value in enumerate(values):
            if not isinstance(value, Real) or not math.isfinite(value):
                raise self._problem(f"gave answer {index + 1} the score {value!r:.40}, which is no finite number")
        return [float(value) for value in values]

    def _problem(self, message: str, error: BaseException | None = None, hint: str = "") -> RewardProblem:
        line = line_in(self._file, error) if error is not None else None
        return RewardProblem(message, function=self.name, line=line or self._first_line(), hint=hint)

    def _first_line(self) -> int | None:
        code = getattr(inspect.unwrap(self._function), "__code__", None)
        return code.co_firstlineno if self._file and code and code.co_filename == str(self._file) else None


def find_rewards(
    names: list[str], file: Path | None, limit: Callable[[], float] = lambda: CALL_SECONDS
) -> tuple[list[CheckedReward], list[str]]:
    """(the rewards in the order of `names`, the names that the file defines). Raises `RewardProblem`."""
    from mlx_lm_lora.trainer.grpo_reward_functions import REWARD_REGISTRY

    known = {**REWARD_REGISTRY, **_OWN}
    built_in = {name: known[name] for name in BUILT_IN_NAMES}
    own = load_rewards(file, limit()) if file is not None else {}
    found = []
    for name in names:
        function = built_in.get(name) or own.get(name)
        if function is None:
            defined = ", ".join(sorted(own)) or "no function"
            raise RewardProblem(f"There is no reward {name!r}; the file defines {defined}.", hint="Check the spelling.")
        found.append(CheckedReward(name, function, None if name in built_in else file, limit))
    return found, sorted(own)
