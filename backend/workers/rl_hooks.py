"""Connects mlx-lm-lora's trainer with the session: batches, rollouts, reports, evaluations."""

import math
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from itertools import islice
from typing import Any

from backend.domain.enhanced_config import EnhancedConfig
from backend.domain.enhanced_mlx import EVALUATION_BATCHES
from backend.workers.reward_functions import CheckedReward
from backend.workers.rl_session import RewardTally, RlSession, Rollout

_SHOWN = 4
_SHOWN_CHARACTERS = 4000
_METRICS = {
    "kl": "kl",
    "clip_fraction": "clip_ratio_total",
    "completion_tokens_mean": "average_generated_tokens",
    "cut_fraction": "hit_max_tokens_ratio",
}


class RecordedReward:
    """A reward as the engine calls it; remembers its last scores. Its name is neutral, so that it meets no metric's."""

    def __init__(self, index: int, reward: CheckedReward) -> None:
        self.__name__ = f"reward_{index}"
        self.reward = reward
        self.scores: list[float] = []

    def __call__(self, **arguments: Any) -> list[float]:
        """The scores."""
        self.scores = self.reward(**arguments)
        return self.scores


class RlHooks:
    """What the engine meets of this program."""

    def __init__(self, session: RlSession, config: EnhancedConfig, rewards: list[CheckedReward]) -> None:
        self._session = session
        self._config = config
        self.rewards = [RecordedReward(index, reward) for index, reward in enumerate(rewards)]
        weights = dict(zip((reward.name for reward in rewards), config.reward_weights, strict=True))
        self._weights = weights
        self._train, self._validation = RewardTally(weights), RewardTally(weights)
        self._evaluating = False
        self._validation_metrics: dict[str, float] = {}
        self._best, self._since_best = -math.inf, 0

    def batches(self, stock: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
        """The engine's batch iterator, able to end early, and cut to a few batches for validation."""

        def iterate(dataset: Any, batch_size: int, max_seq_length: int, train: bool = False) -> Iterator[Any]:
            made = stock(dataset=dataset, batch_size=batch_size, max_seq_length=max_seq_length, train=train)
            if train:
                return self._session.batches_until_end(made)
            total = min(EVALUATION_BATCHES, len(dataset) // batch_size)
            self._evaluating = True
            return self._session.evaluation_batches(islice(made, total), total)

        return iterate

    def rollout(self) -> AbstractContextManager[None]:
        """Answers are generated."""
        return self._session.rollout()

    def on_rollout(self, batch: Any, completions: list[str], indices: list[int], advantages: list[float]) -> None:
        """Answers were scored; take the figures down, and show a few."""
        rollout = Rollout(
            prompts=[batch[2][index] for index in indices],
            answers=[batch[3][index] for index in indices],
            completions=completions,
            groups=list(indices),
            advantages=advantages,
            scores={recorded.reward.name: recorded.scores for recorded in self.rewards},
            weights=self._weights,
        )
        if self._evaluating:
            self._validation.add(rollout)
            return
        self._train.add(rollout)
        step = self._session.step + 1
        if step == 1 or step % self._config.steps_per_report == 0:
            self._show(rollout, step)

    def _show(self, rollout: Rollout, step: int) -> None:
        totals = rollout.totals()
        first_group = [index for index, group in enumerate(rollout.groups) if group == rollout.groups[0]]
        for index in first_group[:_SHOWN]:
            self._session.events.append(
                "completion",
                step=step,
                prompt=rollout.prompts[index][:_SHOWN_CHARACTERS],
                completion=rollout.completions[index][:_SHOWN_CHARACTERS],
                answer=rollout.answers[index][:_SHOWN_CHARACTERS],
                scores={name: scores[index] for name, scores in rollout.scores.items()},
                total=totals[index],
                advantage=rollout.advantages[index],
            )

    def on_train_loss_report(self, report: dict[str, Any]) -> None:
        """The engine's means since its last report."""
        self._session.on_train_loss_report(report)
        step = int(report["iteration"])
        metrics = {name.removeprefix("train_"): value for name, value in report.items()}
        figures = self._tell("train", step, metrics, self._train)
        if figures["flat_groups"] == 1:
            self._session.message(
                f"All scores were equal in every group up to step {step}: nothing was learned since the last report. "
                "Raise the temperature, or choose rewards that tell answers apart.",
                "warning",
            )

    def on_evaluated(self, metrics: dict[str, float]) -> None:
        """Validation metrics, which the engine keeps from its callback."""
        self._evaluating = False
        self._validation_metrics = metrics

    def on_val_loss_report(self, report: dict[str, Any]) -> None:
        """A validation loss; the engine counts the step that is about to begin."""
        if self._session.wants_end:
            return
        self._session.on_val_loss_report({**report, "iteration": self._session.step})
        figures = self._tell("validation", self._session.step, self._validation_metrics, self._validation)
        better = figures["mean"] > self._best
        self._best = max(self._best, figures["mean"])
        self._since_best = 0 if better else self._since_best + 1
        if self._config.early_stop and self._since_best >= self._config.patience:
            self._session.message(f"No better validation reward in {self._since_best} evaluations: the run ends early.")
            self._session.end_early()

    def _tell(self, split: str, step: int, metrics: dict[str, Any], tally: RewardTally) -> dict[str, Any]:
        figures = tally.take()
        told = {**figures, **{field: _finite(metrics.get(name, 0.0)) for field, name in _METRICS.items()}}
        self._session.events.append("reward", step=step, split=split, **told)
        return figures


def _finite(value: Any) -> float:
    number = float(value)
    return number if math.isfinite(number) else 0.0
