"""One side's answer, made one token at a time."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from backend.domain.compare_answers import FinishReason
from backend.domain.compare_settings import GenerationSettings
from backend.workers.side_sampler import logits_processors, side_sampler


@dataclass(frozen=True)
class Piece:
    """What one turn added. `token` is -1 for text that was held back until the end."""

    text: str
    token: int


class Cancelled(Exception):
    """Somebody asked to stop while a prompt was being read."""


class SideAnswer:
    """mlx-lm's `generate_step` and streaming detokenizer for one side; stops where `stream_generate` stops.

    Times are of this side's own steps: the clock runs only inside `turn`. MLX computes a step ahead in the background, so
    what one side's turn waits for is the step that was begun in its turn before, and the sides' times add up to the time
    of all. Seconds to the first token are reading the prompt and the first step.
    """

    def __init__(self, side: int, model: Any, tokenizer: Any, prompt: list[int], settings: GenerationSettings) -> None:
        self.side = side
        self.prompt_tokens = len(prompt)
        self.tokens: list[int] = []
        self.text = ""
        self.finish_reason: FinishReason | None = None
        self.seconds_to_first_token: float | None = None
        self._arguments = (model, prompt, settings)
        self._limit = settings.max_tokens
        self._ends = tokenizer.eos_token_ids
        self._detokenizer = tokenizer.detokenizer
        self._steps: Any = None
        self._taken = 0
        self._seconds_after_first = 0.0

    @property
    def tokens_per_second(self) -> float | None:
        """Steps after the first one by the time they took; None where there was none."""
        return (self._taken - 1) / self._seconds_after_first if self._taken > 1 and self._seconds_after_first else None

    def turn(self, check: Callable[[], None]) -> list[Piece]:
        """Take one step; `check` is called between pieces of a long prompt and may raise. The new text, end included."""
        began = time.perf_counter()
        if self._steps is None:
            self._steps = self._begin(check)
        token, _ = next(self._steps)
        seconds = time.perf_counter() - began
        self._taken += 1
        if self.seconds_to_first_token is None:
            self.seconds_to_first_token = seconds
        else:
            self._seconds_after_first += seconds
        return self._take(token)

    def end(self, reason: FinishReason) -> list[Piece]:
        """End here; text that was held back comes out."""
        self.finish_reason = reason
        if self._steps is not None:
            self._steps.close()
        self._detokenizer.finalize()
        rest = self._detokenizer.last_segment
        self.text += rest
        return [Piece(rest, -1)] if rest else []

    def _begin(self, check: Callable[[], None]) -> Any:
        import mlx.core as mx
        from mlx_lm.generate import generate_step

        model, prompt, settings = self._arguments
        return generate_step(
            mx.array(prompt),
            model,
            max_tokens=settings.max_tokens,
            sampler=side_sampler(settings),
            logits_processors=logits_processors(settings),
            prompt_progress_callback=lambda *_: check(),
        )

    def _take(self, token: int) -> list[Piece]:
        if token in self._ends:
            return self.end(FinishReason.STOP)
        self.tokens.append(token)
        self._detokenizer.add_token(token)
        text = self._detokenizer.last_segment
        self.text += text
        piece = Piece(text, token)
        return [piece, *self.end(FinishReason.LENGTH)] if len(self.tokens) == self._limit else [piece]
