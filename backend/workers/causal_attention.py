"""Causal attention that leaves out the half of its softmax which the mask throws away, to the last bit what MLX computes.

On a processor MLX computes attention in full: a score for every pair of positions, then a softmax over all of them, although
position i may only see the i + 1 before it. Here the products stay whole, since cutting them would change the order of their
sums, and only the work on single scores (mask, softmax and the softmax's gradient) is done by blocks of queries, each against
the keys that one of them may see. What is left out are exponentials of masked scores, which are 0, and 0 added at the
end of a sum changes no bit: `tests/contract/test_quick_attention.py` holds values and gradients to those of MLX.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import mlx.core as mx

BLOCKS = 8
"""Blocks of queries: 9/16 of the scores are worked on. More save little and cost calls."""
LEAST_LENGTH = 160
"""Positions below which the calls for the blocks cost what the blocks save."""


def by_blocks(attention: Callable[..., Any]) -> Callable[..., Any]:
    """The same function of (rows, heads, tokens, width) arrays, by blocks where it is causal, long and in float32."""

    def blockwise(queries: Any, keys: Any, values: Any, *, scale: float, mask: Any = None, **more: Any) -> Any:
        causal = isinstance(mask, str) and mask == "causal" and more.get("sinks") is None
        fits = queries.shape[2] == keys.shape[2] >= LEAST_LENGTH  # else a cache holds earlier positions, or it is short
        if causal and fits and queries.dtype == keys.dtype == values.dtype == mx.float32:
            return _in_blocks(queries, keys, values, scale, more.get("stream") or mx.default_stream(mx.cpu))
        return attention(queries, keys, values, scale=scale, mask=mask, **more)

    return blockwise


def _in_blocks(queries: Any, keys: Any, values: Any, scale: float, stream: Any) -> Any:
    """MLX's own steps: queries are scaled first, and heads that share keys and values stand on an axis of their own."""
    groups, repeats = keys.shape[1], queries.shape[1] // keys.shape[1]
    with mx.stream(stream):
        queries = mx.array(scale, queries.dtype) * queries
        if repeats > 1:
            queries = mx.unflatten(queries, 1, (groups, repeats))
            keys, values = mx.expand_dims(keys, 2), mx.expand_dims(values, 2)
        answers, _ = _on(stream)(queries, keys, values)
        return mx.flatten(answers, 1, 2) if repeats > 1 else answers


def _on(stream: Any) -> Callable[..., Any]:
    """`_forward` with `_backward` as its gradient. MLX asks for the gradient later, so each enters the stream itself."""

    @mx.custom_function
    def attention(*given: Any) -> tuple[Any, Any]:
        with mx.stream(stream):
            return _forward(*given)

    @attention.vjp
    def gradients(given: Any, passed_back: Any, told: Any) -> tuple[Any, Any, Any]:
        with mx.stream(stream):
            return _backward(given, passed_back[0], told[1])

    return attention


def _forward(queries: Any, keys: Any, values: Any) -> tuple[Any, Any]:
    """The answers, and the weights of (..., queries, keys), which the gradient needs."""
    scores = queries @ _turned(keys)
    lowest = mx.array(mx.finfo(scores.dtype).min, scores.dtype)

    def softmax(start: int, end: int) -> Any:
        seen = mx.arange(start, end)[:, None] >= mx.arange(end)[None]
        return mx.softmax(mx.where(seen, scores[..., start:end, :end], lowest), axis=-1, precise=True)

    weights = _blocks(softmax, scores.shape[-1])
    return weights @ values, weights


def _backward(given: Any, passed_back: Any, weights: Any) -> tuple[Any, Any, Any]:
    """Gradients of queries, keys and values, from the gradient of the answers."""
    queries, keys, values = given
    of_weights = passed_back @ _turned(values)

    def of_softmax(start: int, end: int) -> Any:
        part = weights[..., start:end, :end]
        weighed = part * of_weights[..., start:end, :end]
        return weighed - part * mx.sum(weighed, axis=-1, keepdims=True)

    of_scores = _blocks(of_softmax, weights.shape[-1])
    of_keys = _turned(_turned(queries) @ of_scores)
    of_values = _turned(weights) @ passed_back
    if queries.ndim == 5:  # heads that share keys and values
        of_keys, of_values = (mx.sum(part, axis=2, keepdims=True) for part in (of_keys, of_values))
    return of_scores @ keys, of_keys, of_values


def _blocks(work: Callable[[int, int], Any], length: int) -> Any:
    """What `work` gives for the queries from `start` to `end` and the keys before `end`, with 0 for the keys behind."""
    cuts = [length * block // BLOCKS for block in range(BLOCKS + 1)]
    return mx.concatenate([_widened(work(start, end), length) for start, end in pairwise(cuts)], axis=-2)


def _widened(block: Any, length: int) -> Any:
    zeros = length - block.shape[-1]
    return mx.pad(block, [(0, 0)] * (block.ndim - 1) + [(0, zeros)]) if zeros else block


def _turned(matrix: Any) -> Any:
    return mx.swapaxes(matrix, -1, -2)
