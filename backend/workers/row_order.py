"""The order in which rows are written for the trainer, and which of them are written twice."""

from bisect import bisect_right

import numpy as np

from backend.workers.padding import padded

EXTRA_POSITIONS = 0.25
"""What may be computed beyond the least, as a share of it, so that no step is taken on very few tokens."""


def prepared_order(lengths: np.ndarray, batch_size: int, *, sort: bool, fold: bool = False) -> np.ndarray:
    """The rows in the order in which they are written, as numbers of the source's rows; a multiple of the batch size long.

    Rows to repeat are picked evenly over all lengths, so that the copies look like the data. Sorted, a copy stands beside
    its row; in file order, copies stand at the end. Sorted rows that are trained are folded as well, see `_folded`.
    """
    order = np.argsort(lengths, kind="stable") if sort else np.arange(len(lengths))
    extra = -len(order) % batch_size
    picked = (np.arange(extra) * 2 + 1) * len(order) // (2 * extra) if extra else np.zeros(0, np.int64)
    if not sort:
        return np.concatenate([order, order[picked]])
    order = np.insert(order, picked + 1, order[picked])
    return _folded(order, lengths, batch_size) if fold else order


def copies(order: np.ndarray) -> list[int]:
    """Positions whose row stands before already."""
    _, first = np.unique(order, return_index=True)
    mask = np.ones(len(order), dtype=bool)
    mask[first] = False
    return [int(index) for index in np.flatnonzero(mask)]


def _folded(order: np.ndarray, lengths: np.ndarray, batch_size: int) -> np.ndarray:
    """Sorted rows, the shorter ones in batches of which one half is short and the other is long: the shortest with the longest.

    The trainer takes the mean over the tokens of a batch, and batches count alike, so a batch of nothing but the shortest
    rows is a step that is mostly noise (docs/performance.md). Folded, batches hold about as many tokens as each other and
    cost little more, since short batches are cheap. The longest rows stay among themselves.
    """
    count = _folded_batches(lengths[order], batch_size)
    half = batch_size // 2
    short, rest = order[: count * batch_size], order[count * batch_size :]
    low = short[: count * half].reshape(count, half)
    high = short[count * half :].reshape(count, batch_size - half)[::-1]
    return np.concatenate([np.hstack([low, high]).ravel(), rest])


def _folded_batches(lengths: np.ndarray, batch_size: int) -> int:
    """How many batches of the shortest rows may be folded before positions grow by more than `EXTRA_POSITIONS`.

    `lengths` are sorted and fill whole batches.
    """
    width = padded(lengths[batch_size - 1 :: batch_size]).astype(np.int64)
    half = batch_size // 2

    def positions(count: int) -> int:
        longest = lengths[count * half + batch_size - half - 1 : count * batch_size : batch_size - half]
        return int(padded(longest).astype(np.int64).sum() + width[count:].sum())

    return bisect_right(range(len(width) + 1), positions(0) * (1 + EXTRA_POSITIONS), key=positions) - 1
