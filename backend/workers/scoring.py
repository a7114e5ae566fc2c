"""How likely a model finds tokens that are given: answers, references, and the rows of a file."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_CHUNK = 512
"""Tokens in one forward pass: bounds the memory that the logits take."""


@dataclass(frozen=True)
class RowTokens:
    """A row as the trainer reads it. Tokens before `offset` are not scored; `cut` where the context was too short."""

    tokens: list[int]
    offset: int
    cut: bool


def token_logprobs(
    model: Any, tokens: list[int], start: int, between: Callable[[], None] = lambda: None
) -> list[float]:
    """Natural log-probability of tokens[start:], each given all before it; start is at least 1."""
    import mlx.core as mx
    from mlx_lm.models.cache import make_prompt_cache

    cache = make_prompt_cache(model)
    found: list[float] = []
    for begin in range(0, len(tokens) - 1, _CHUNK):
        between()
        end = min(begin + _CHUNK, len(tokens) - 1)
        logits = model(mx.array(tokens[begin:end])[None], cache=cache)[0]
        first = max(begin, start - 1)
        if first >= end:
            mx.eval([layer.state for layer in cache])
            continue
        scored = logits[first - begin :].astype(mx.float32)
        targets = mx.array(tokens[first + 1 : end + 1])
        chosen = mx.take_along_axis(scored, targets[:, None], axis=-1)[:, 0] - mx.logsumexp(scored, axis=-1)
        found.extend(float(value) for value in chosen.tolist())  # type: ignore[arg-type, union-attr]
    return found


def row_tokens(tokenizer: Any, row: dict[str, Any], *, answers_only: bool, context_length: int | None) -> RowTokens:
    """The tokens that mlx-lm's trainer makes of a row. Raises what the chat template raises."""
    tokens, offset = _encoded(tokenizer, row, answers_only=answers_only)
    limit = context_length or len(tokens)
    return RowTokens(tokens[:limit], max(1, offset), cut=len(tokens) > limit)


def _encoded(tokenizer: Any, row: dict[str, Any], *, answers_only: bool) -> tuple[list[int], int]:
    from mlx_lm.tuner.datasets import ChatDataset, CompletionsDataset, TextDataset

    if "text" in row and "messages" not in row and "prompt" not in row:
        return TextDataset([row], tokenizer).process(row)
    if "messages" in row:
        return ChatDataset([row], tokenizer, mask_prompt=answers_only).process(row)
    return CompletionsDataset([row], tokenizer, "prompt", "completion", answers_only).process(row)


def finite(value: float) -> float:
    """A figure that JSON can carry: the lowest finite one stands for minus infinity."""
    return value if math.isfinite(value) else -1e30
