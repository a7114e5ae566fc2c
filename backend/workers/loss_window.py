"""Sums between two training reports, in the arithmetic of mlx-lm's loop."""

import math
from typing import Any

import mlx.core as mx

from backend.domain.saved_state import SavedWindow


class LossWindow:
    """What has been trained since the last report."""

    def __init__(self) -> None:
        self.losses: Any = 0
        self.tokens: Any = 0
        self.steps = 0
        self.seconds = 0.0
        self.trained_tokens = 0

    def add(self, loss: Any, tokens: Any) -> None:
        """One more step; nothing is computed yet."""
        self.losses += loss
        self.tokens += tokens
        self.steps += 1

    def is_finite(self) -> bool:
        """Whether every loss so far was a number. A microsecond once the sum has been computed."""
        return math.isfinite(self.losses.item())

    def report(self, step: int, steps_per_report: int, learning_rate: float) -> dict[str, Any]:
        """The figures that mlx-lm's loop hands to its callback."""
        tokens = self.tokens.item()
        return {
            "iteration": step,
            "train_loss": self.losses.item() / self.steps,
            "learning_rate": learning_rate,
            "iterations_per_second": steps_per_report / self.seconds,
            "tokens_per_second": float(tokens) / self.seconds,
            "trained_tokens": self.trained_tokens + tokens,
            "peak_memory": mx.get_peak_memory() / 1e9,
        }

    def begin_anew(self) -> None:
        """After a report."""
        self.trained_tokens += self.tokens.item()
        self.losses = self.tokens = self.steps = 0
        self.seconds = 0.0

    def saved(self) -> SavedWindow:
        """The sums as exact numbers."""
        return SavedWindow(
            loss=float(self.losses.item()) if self.steps else 0.0,
            tokens=int(self.tokens.item()) if self.steps else 0,
            steps=self.steps,
            seconds=self.seconds,
            trained_tokens=self.trained_tokens,
        )

    def restore(self, saved: SavedWindow) -> None:
        """Go on from saved sums."""
        self.trained_tokens = saved.trained_tokens
        if saved.steps:
            self.losses, self.tokens = mx.array(saved.loss, mx.float32), mx.array(saved.tokens, mx.int32)
            self.steps, self.seconds = saved.steps, saved.seconds
