"""What rows cost a model: loss, perplexity, and what was counted."""

import math

from pydantic import BaseModel, ConfigDict, Field

_MOST = 700.0
"""The largest loss whose exponential is a number."""


class LossFigures(BaseModel):
    """The mean loss over the scored tokens of some rows."""

    model_config = ConfigDict(frozen=True)

    loss: float | None = Field(
        description="Mean loss a token as mlx-lm counts it: `mlx_lm.lora --test` with batch size 1. Null where not finite."
    )
    perplexity: float | None = Field(description="e to the power of the loss.")
    tokens: int = Field(description="Tokens that mlx-lm counts, one padding token a row among them.")
    real_loss: float | None = Field(
        description="The same without padding tokens: what the text itself costs. Null where no token is scored."
    )
    real_tokens: int
    rows: int
    rows_cut: int = Field(description="Rows that are longer than the sequence limit and were cut at the end.")

    @classmethod
    def of(cls, nll: float, tokens: int, real_nll: float, real_tokens: int, rows: int, rows_cut: int) -> "LossFigures":
        """The figures for sums over tokens."""
        loss = _mean(nll, tokens)
        return cls(
            loss=loss,
            perplexity=perplexity(loss),
            tokens=tokens,
            real_loss=_mean(real_nll, real_tokens),
            real_tokens=real_tokens,
            rows=rows,
            rows_cut=rows_cut,
        )


def perplexity(loss: float | None) -> float | None:
    """e to the power of a loss; None where there is none."""
    return None if loss is None else math.exp(min(loss, _MOST))


def _mean(total: float, count: int) -> float | None:
    mean = total / count if count else math.nan
    return mean if math.isfinite(mean) else None
