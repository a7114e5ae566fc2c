"""Attention on every core: a part of the batch on each, to the last bit what MLX computes on one.

MLX works on a processor with one thread for each stream, so the softmax of attention, which is most of a step on long rows,
keeps to one core. Attention of a row does not depend on the rows beside it, and the products of each row are calls of their
own. So rows are computed on several streams and put together again, forwards and backwards:
`tests/contract/test_quick_attention.py` holds values and gradients to those of one stream, bit for bit.
"""

from collections.abc import Callable
from typing import Any

import mlx.core as mx

LEAST_SCORES = 1 << 22
"""Scores in a batch (rows x heads x queries x keys) below which another stream costs more than it saves."""


def shared(attention: Callable[..., Any], streams: int) -> Callable[..., Any]:
    """The same function of (rows, heads, tokens, width) arrays, with the rows of large batches on so many streams."""
    own = [mx.default_stream(mx.cpu), *(mx.new_stream(mx.cpu) for _ in range(streams - 1))]

    def shared_attention(queries: Any, keys: Any, values: Any, *, mask: Any = None, **more: Any) -> Any:
        rows, heads, length, _ = queries.shape
        parts = min(streams, rows)
        if parts < 2 or "stream" in more or rows * heads * length * keys.shape[2] < LEAST_SCORES:
            return attention(queries, keys, values, mask=mask, **more)
        cuts = [rows * part // parts for part in range(parts + 1)]
        return mx.concatenate(
            [
                attention(
                    queries[start:end],
                    keys[start:end],
                    values[start:end],
                    mask=_of_rows(mask, start, end, rows),
                    **more,
                    stream=stream,
                )
                for start, end, stream in zip(cuts, cuts[1:], own, strict=False)
            ]
        )

    return shared_attention


def _of_rows(mask: Any, start: int, end: int, rows: int) -> Any:
    """The part of a mask that belongs to these rows, where it has one for each."""
    has_rows = isinstance(mask, mx.array) and mask.ndim == 4 and mask.shape[0] == rows
    return mask[start:end] if has_rows else mask
