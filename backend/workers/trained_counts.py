"""How many tokens the loss takes in, for many rows at once; `trained_span` says the same of one."""

import numpy as np


def trained(lengths: np.ndarray, prompts: np.ndarray, limit: int) -> np.ndarray:
    """Trained tokens of every row of these lengths, behind a masked prompt and within the limit."""
    return np.maximum(np.minimum(lengths, limit) - np.maximum(prompts, 1), 0).astype(np.int64)


def padding_trained(lengths: np.ndarray, prompts: np.ndarray, limit: int) -> np.ndarray:
    """1 for every row whose following pad token the loss takes in."""
    kept = np.minimum(lengths, limit)
    return ((kept < limit) & (prompts <= kept)).astype(np.int64)


def trainer_counts(lengths: np.ndarray, prompts: np.ndarray, limit: int) -> np.ndarray:
    """Trained tokens of every row as mlx-lm counts them, the pad token included."""
    return trained(lengths, prompts, limit) + padding_trained(lengths, prompts, limit)
