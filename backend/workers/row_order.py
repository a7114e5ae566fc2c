"""The order in which rows are written for the trainer, and which of them are written twice."""

import numpy as np


def prepared_order(lengths: np.ndarray, batch_size: int, *, sort: bool) -> np.ndarray:
    """The rows in the order in which they are written, as numbers of the source's rows; a multiple of the batch size long.

    Rows to repeat are picked evenly over all lengths, so that the copies look like the data. Sorted, a copy stands beside
    its row; in file order, copies stand at the end.
    """
    order = np.argsort(lengths, kind="stable") if sort else np.arange(len(lengths))
    extra = -len(order) % batch_size
    picked = (np.arange(extra) * 2 + 1) * len(order) // (2 * extra) if extra else np.zeros(0, np.int64)
    if sort:
        return np.insert(order, picked + 1, order[picked])
    return np.concatenate([order, order[picked]])


def copies(order: np.ndarray) -> list[int]:
    """Positions whose row stands before already."""
    _, first = np.unique(order, return_index=True)
    mask = np.ones(len(order), dtype=bool)
    mask[first] = False
    return [int(index) for index in np.flatnonzero(mask)]
