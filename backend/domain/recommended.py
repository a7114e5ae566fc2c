"""Defaults for the common case, from the size of the model and of the data.

The LoRA defaults (rank 32, scale 32, dropout 0, all blocks) are not touched. Where the figures come from:
- Learning rate. Adam moves `lora_b` by the rate itself, so what the model feels is rate x scale; mlx-lm multiplies by
  `lora_alpha` directly, hence the division by it. Published recipes for 7B models (hidden size 4096) span 5e-5 (QLoRA,
  T. Dettmers et al., 2023: 2e-4 at alpha 16 / rank 64) to 6e-4 (Alpaca-LoRA: 3e-4 at 16 / 8) in rate x scale; the anchor of
  2.3e-4 lies between. The rank hardly matters, and LoRA wants about ten times the rate of full fine-tuning (J. Schulman et
  al., "LoRA Without Regret", 2025). QLoRA halves its rate from 13B to 33B; the square root of the hidden size is an
  interpolation of that, not a law.
- Batch. Small data wants small batches, since updates are what is scarce; LoRA also loses more than full fine-tuning at
  large batches (Schulman et al.).
- Length. Three passes over small data (Stanford Alpaca trained three, Llama 2 Chat two), one over large.
"""

import math

from pydantic import BaseModel, ConfigDict

from backend.domain.training_config import LrSchedule

_ANCHOR_RATE, _ANCHOR_HIDDEN = 3.2e-4, 2048


class Recommendation(BaseModel):
    """A value, the range around it that is still sensible, and why."""

    model_config = ConfigDict(frozen=True)

    field: str
    value: float | int | str | bool
    low: float | None = None
    high: float | None = None
    why: str


def recommend(
    *,
    hidden_size: int,
    scale: float,
    rows: int,
    val_rows: int,
    longest_tokens: int,
    context_length: int | None,
    has_answers: bool,
) -> list[Recommendation]:
    """Recommendations for a model of this hidden size and data of so many rows.

    `longest_tokens` is the length of the longest row in tokens, or an upper bound of it.
    """
    rate = _two_digits(_ANCHOR_RATE * math.sqrt(_ANCHOR_HIDDEN / hidden_size) / scale)
    smallest = min(rows, val_rows) if val_rows else rows
    batch = max(1, min(_batch(rows), smallest))
    passes = 3 if rows < 5000 else 1
    iterations = max(20, math.ceil(passes * rows / batch))
    every = max(1, round(iterations / 10))
    length = _sequence_limit(longest_tokens, context_length)
    return [
        Recommendation(
            field="learning_rate",
            value=rate,
            low=_two_digits(rate / 6),
            high=_two_digits(rate * 4),
            why=f"For a hidden size of {hidden_size} at scale {scale:g}: wider models and larger scales want less.",
        ),
        Recommendation(field="batch_size", value=batch, low=1, high=max(batch, min(16, smallest)), why=f"Fits {rows} rows."),
        Recommendation(
            field="iterations", value=iterations, low=iterations // 3, high=iterations * 3,
            why=f"{passes} passes over {rows} rows in batches of {batch}.",
        ),
        Recommendation(
            field="max_seq_length", value=length, high=context_length,
            why=f"Just above the longest row (at most {longest_tokens} tokens).",
        ),
        Recommendation(field="steps_per_eval", value=every, why="Ten looks at the validation loss over the run."),
        Recommendation(field="steps_per_report", value=max(1, min(10, every // 2)), why="Two reports for each evaluation."),
        Recommendation(field="save_every", value=every * 5, why="A checkpoint in the middle and one at the end."),
        Recommendation(field="mask_prompt", value=has_answers, why="Rows with an answer teach most when only the answer is trained."),
        Recommendation(
            field="warmup_steps", value=0 if iterations < 200 else iterations // 33, low=0, high=iterations // 10,
            why="About three per cent of a longer run.",
        ),
        Recommendation(
            field="lr_schedule",
            value=(LrSchedule.CONSTANT if iterations < 200 else LrSchedule.COSINE).value,
            why="A falling rate pays off in longer runs.",
        ),
    ]  # fmt: skip


def _batch(rows: int) -> int:
    return 2 if rows < 64 else 4 if rows < 512 else 8


def _sequence_limit(longest: int, context: int | None) -> int:
    rounded = max(64, 32 * math.ceil((longest + 1) / 32))
    return min(rounded, context) if context else rounded


def _two_digits(value: float) -> float:
    return float(f"{value:.1e}")
