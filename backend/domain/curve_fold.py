"""Curves built from events one at a time. A step that is told again takes the place of what was told before."""

from backend.domain.curves import Point, RunCurves, thin, tokens_at
from backend.domain.enhanced_events import RewardEvent
from backend.domain.events import EvalEvent, ResumedEvent, RunEvent, TrainEvent
from backend.domain.training_clock import TrainingClock
from backend.domain.training_time import tick

_FIGURE = 2
"""Column that decides which rows stay when they are thinned."""


class CurveFold:
    """Rows as (step, seconds, figure, ...), steps rising."""

    def __init__(self) -> None:
        self.skipped_lines = 0
        self._clock = TrainingClock()
        self._train: list[Point] = []
        self._val: list[Point] = []
        self._reward: list[Point] = []

    def take(self, event: RunEvent) -> None:
        """Take one more event in."""
        self._clock = tick(self._clock, event)
        now = self._clock.seconds
        match event:
            case ResumedEvent():
                for rows in (self._train, self._val, self._reward):
                    _drop_from(rows, event.step + 1)
            case TrainEvent():
                figures = (event.train_loss, event.trained_tokens, event.learning_rate, event.tokens_per_second)
                _put(self._train, (event.step, now, *figures))
            case EvalEvent():
                _put(self._val, (event.step, now, event.val_loss))
            case RewardEvent(split="train"):
                _put(self._reward, (event.step, now, event.mean))

    def curves(self, points: int) -> RunCurves:
        """The columns, each kind of report thinned to at most `points`."""
        reports = [(row[0] or 0, row[3] or 0) for row in self._train]
        train, val, reward = (thin(rows, _FIGURE, points) for rows in (self._train, self._val, self._reward))
        step, seconds, loss, tokens, rate, speed = _columns(train, 6)
        val_step, val_seconds, val_loss = _columns(val, 3)
        reward_step, reward_seconds, mean = _columns(reward, 3)
        return RunCurves.model_construct(
            step=step,
            trained_tokens=tokens,
            seconds=seconds,
            train_loss=loss,
            learning_rate=rate,
            tokens_per_second=speed,
            val_step=val_step,
            val_tokens=tokens_at(val_step, reports),
            val_seconds=val_seconds,
            val_loss=val_loss,
            reward_step=reward_step,
            reward_tokens=tokens_at(reward_step, reports),
            reward_seconds=reward_seconds,
            reward_mean=mean,
            points=len(self._train),
            skipped_lines=self.skipped_lines,
        )


def _put(rows: list[Point], row: Point) -> None:
    _drop_from(rows, row[0] or 0)
    rows.append(row)


def _drop_from(rows: list[Point], step: float) -> None:
    while rows and (rows[-1][0] or 0) >= step:
        rows.pop()


def _columns(rows: list[Point], width: int) -> list[list]:  # type: ignore[type-arg]
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(width)]
