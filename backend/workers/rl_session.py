"""A reinforcement run as the trainer lives through it: a session whose stop may cut a rollout, and the figures of rewards."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from backend.domain.events import Phase
from backend.runtime.event_log import EventLog
from backend.workers.run_session import RunSession

_FLAT = 1e-9


class RunCut(Exception):
    """The run was asked to end before all steps were done."""


class RlSession(RunSession):
    """Adds to `RunSession` that a step may be given up while it only generates: nothing was learned from it yet.

    A step of a large model can generate for minutes, longer than a stop waits.
    """

    def __init__(self, events: EventLog) -> None:
        super().__init__(events, patience=None)
        self._generating = False

    @contextmanager
    def rollout(self) -> Iterator[None]:
        """While answers are generated a stop takes effect at once. Raises `RunCut`."""
        if self.wants_end:
            raise RunCut
        self._generating = True
        try:
            yield
        finally:
            self._generating = False

    def _interrupted(self, number: int, frame: object) -> None:
        super()._interrupted(number, frame)
        if self._generating:
            raise RunCut

    def batches_until_end(self, batches: Iterator[Any]) -> Iterator[Any]:
        """Training batches; asked for one more than wished, the engine's loop ends with `RunCut`."""
        yield from self.training_batches(batches)
        raise RunCut

    def abandon_step(self) -> None:
        """The step at hand does not count."""
        self._batches_taken = self.step

    def on_saved(self, name: str, size: int) -> None:
        """An adapter file was written in full; training goes on."""
        super().on_saved(name, size)
        self.phase(Phase.TRAINING)

    def end_early(self) -> None:
        """Validation has stopped improving: end after this step."""
        self.wants_end = True
        self.outcome = "early_stopped"


@dataclass(frozen=True)
class Rollout:
    """The answers to one batch, with what the rewards made of them. All lists go by answer."""

    prompts: list[str]
    answers: list[str]
    completions: list[str]
    groups: list[int]
    advantages: list[float]
    scores: dict[str, list[float]]
    weights: dict[str, float]

    def totals(self) -> list[float]:
        """Weighted scores."""
        columns = [[self.weights[name] * score for score in scores] for name, scores in self.scores.items()]
        return [math.fsum(row) for row in zip(*columns, strict=True)]


@dataclass
class RewardTally:
    """Figures over the rollouts since the last report; means of the rollouts' own figures, as the engine reports them."""

    weights: dict[str, float]
    _total: list[tuple[float, float, float, float]] = field(default_factory=list)
    _by_name: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    def add(self, rollout: Rollout) -> None:
        """Take a rollout in."""
        totals = rollout.totals()
        groups = [
            [total for total, owner in zip(totals, rollout.groups, strict=True) if owner == group]
            for group in dict.fromkeys(rollout.groups)
        ]
        spread = _mean([_deviation(group) for group in groups])
        flat = _mean([float(max(group) - min(group) < _FLAT) for group in groups])
        self._total.append((_mean(totals), _deviation(totals), spread, flat))
        for name, scores in rollout.scores.items():
            self._by_name.setdefault(name, []).append((_mean(scores), _deviation(scores)))

    def take(self) -> dict[str, Any]:
        """The figures, as fields of a `RewardEvent`; the tally then begins anew."""
        mean, std, group_std, flat = ([row[column] for row in self._total] for column in range(4))
        functions = [
            {"name": name, "weight": weight, "mean": _mean(means), "std": _mean(stds)}
            for name, weight in self.weights.items()
            for means, stds in [zip(*self._by_name.get(name, [(0.0, 0.0)]), strict=True)]
        ]
        figures = {
            "mean": _mean(mean),
            "std": _mean(std),
            "group_std": _mean(group_std),
            "flat_groups": _mean(flat),
            "functions": functions,
        }
        self._total.clear()
        self._by_name.clear()
        return figures


def _mean(values: Any) -> float:
    listed = list(values)
    return math.fsum(listed) / len(listed) if listed else 0.0


def _deviation(values: list[float]) -> float:
    mean = _mean(values)
    return math.sqrt(_mean([(value - mean) ** 2 for value in values]))
