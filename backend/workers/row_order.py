"""The order in which rows are written for the trainer, and which of them are written twice."""

import numpy as np

from backend.workers.padding import padded

EXTRA_POSITIONS = 0.5
"""What may be computed beyond the least, as a share of it, so that batches train about as many tokens as each other."""


def prepared_order(
    lengths: np.ndarray, batch_size: int, *, sort: bool, trained: np.ndarray | None = None
) -> np.ndarray:
    """The rows in the order in which they are written, as numbers of the source's rows; a multiple of the batch size long.

    Rows to repeat are picked evenly over all lengths, so that the copies look like the data. Sorted, a copy stands beside
    its row; in file order, copies stand at the end. `trained` holds how many tokens each row trains: where it is given,
    short rows are dealt out among their batches, see `_evened`.
    """
    order = np.argsort(lengths, kind="stable") if sort else np.arange(len(lengths))
    extra = -len(order) % batch_size
    picked = (np.arange(extra) * 2 + 1) * len(order) // (2 * extra) if extra else np.zeros(0, np.int64)
    if not sort:
        return np.concatenate([order, order[picked]])
    order = np.insert(order, picked + 1, order[picked])
    return order if trained is None else _evened(order, lengths, batch_size, trained)


def copies(order: np.ndarray) -> list[int]:
    """Positions whose row stands before already."""
    _, first = np.unique(order, return_index=True)
    mask = np.ones(len(order), dtype=bool)
    mask[first] = False
    return [int(index) for index in np.flatnonzero(mask)]


def _evened(order: np.ndarray, lengths: np.ndarray, batch_size: int, trained: np.ndarray) -> np.ndarray:
    """Sorted rows with the short ones dealt out, so that their batches train about as many tokens as each other.

    The trainer takes the mean over the tokens of a batch, and batches count alike, so a batch of nothing but the shortest
    rows is a step that is mostly noise (docs/performance.md). Mixed with rows of middling length it costs little more,
    since short batches are cheap. Long rows stay among themselves.
    """
    dealt = _short_rows(lengths[order], batch_size)
    hands = order[:dealt][np.argsort(trained[order[:dealt]], kind="stable")].reshape(batch_size, -1).copy()
    hands[1::2] = hands[1::2, ::-1]
    return np.concatenate([hands.T.ravel(), order[dealt:]])


def _short_rows(lengths: np.ndarray, batch_size: int) -> int:
    """How many of the shortest rows may be dealt out before positions grow by more than `EXTRA_POSITIONS`.

    `lengths` are sorted. Each dealt batch is taken to be as wide as the longest dealt row.
    """
    width = padded(lengths[batch_size - 1 :: batch_size]).astype(np.int64)
    least = int(width.sum())
    with_dealt = np.arange(1, len(width) + 1) * width + least - np.cumsum(width)
    return int(np.searchsorted(with_dealt, least * (1 + EXTRA_POSITIONS), side="right")) * batch_size
