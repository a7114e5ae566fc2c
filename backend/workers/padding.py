"""How many positions the model computes for rows in batches, counted as mlx-lm's `iterate_batches` pads them."""

import numpy as np

from backend.domain.token_report import Padding

PAD_TO = 32


def padding(lengths: np.ndarray, batch_size: int, max_seq_length: int) -> Padding:
    """Positions of one pass over rows in this order; a last partial batch is not trained and not counted.

    A batch is as wide as its longest row rounded up to 32, plus one, and never wider than the limit; the model reads all
    but the last column.
    """
    whole = len(lengths) // batch_size * batch_size
    batches = np.asarray(lengths[:whole], dtype=np.int64).reshape(-1, batch_size)
    longest = batches.max(axis=1) if len(batches) else np.zeros(0, np.int64)
    width = np.minimum(1 + padded(longest), max_seq_length)
    positions = int((width - 1).sum()) * batch_size
    real = int(np.minimum(batches, (width - 1)[:, None]).sum())
    return Padding(positions=positions, real=real, share=1 - real / positions if positions else 0.0)


def padded(longest: np.ndarray) -> np.ndarray:
    """Positions of a row in batches whose longest rows these are, where no limit cuts them."""
    return PAD_TO * -(-longest // PAD_TO)
