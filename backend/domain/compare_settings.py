"""How an answer is generated: every dial, with its limits, default and help, declared once."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

MAX_TOKENS_LIMIT = 10_000
REPETITION_CONTEXT = 20
"""Last tokens that the repetition penalty looks at, as mlx-lm has it."""


def _help(why: str, unit: str | None = None) -> dict[str, Any]:
    """Form help that JSON Schema has no word for."""
    return {"why": why} if unit is None else {"why": why, "unit": unit}


class GenerationSettings(BaseModel):
    """The same dials for every side, so that a difference comes from the weights."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    temperature: float = Field(
        default=0.0,
        ge=0,
        le=2,
        title="Temperature",
        description="How freely tokens are drawn; 0 always takes the likeliest.",
        json_schema_extra=_help("At 0 every run gives the same answer, so a difference is the training's own."),
    )
    top_p: float = Field(
        default=1.0,
        gt=0,
        le=1,
        title="Top-p",
        description="Draw among the likeliest tokens that together hold this share; 1 leaves all.",
        json_schema_extra=_help("Cuts the long tail of odd tokens. Without effect at temperature 0."),
    )
    top_k: int = Field(
        default=0,
        ge=0,
        le=1_000_000,
        title="Top-k",
        description="Draw among this many likeliest tokens; 0 leaves all.",
        json_schema_extra=_help("Without effect at temperature 0.", "tokens"),
    )
    min_p: float = Field(
        default=0.0,
        ge=0,
        lt=1,
        title="Min-p",
        description="Leave out tokens below this share of the likeliest one's probability; 0 leaves all.",
        json_schema_extra=_help("Adapts to how sure the model is. Without effect at temperature 0."),
    )
    repetition_penalty: float | None = Field(
        default=None,
        ge=1,
        le=2,
        title="Repetition Penalty",
        description=f"Makes the last {REPETITION_CONTEXT} tokens less likely to come again; empty or 1 leaves them.",
        json_schema_extra=_help("1.1 breaks loops; higher values bend the wording."),
    )
    max_tokens: int = Field(
        default=256,
        ge=1,
        le=MAX_TOKENS_LIMIT,
        title="Max Tokens",
        description="Longest answer.",
        json_schema_extra=_help("An answer that is cut here says so: its finish reason is length.", "tokens"),
    )
    seed: int = Field(
        default=0,
        ge=0,
        le=2**32 - 1,
        title="Seed",
        description="Fixes what is drawn; every side starts from the same seed.",
        json_schema_extra=_help("A side answers as if it were alone, whatever answers beside it."),
    )
