"""The loss of rows under a model, by mlx-lm's own `evaluate` and `default_loss`.

mlx-lm leaves out the last partial batch; here it is measured as a smaller batch. A row's loss does not depend on the rows
beside it, so the whole is what `mlx_lm.lora --test` with batch size 1 gives.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import mlx.core as mx
import mlx.nn as nn
import numpy as np
from mlx_lm.tuner import trainer as stock
from mlx_lm.tuner.datasets import CacheDataset, create_dataset

from backend.domain.losses import LossFigures


class ScoredRows:
    """Rows as mlx-lm's trainer reads them, in batches, the last of which may be smaller."""

    def __init__(
        self, rows: list[dict[str, Any]], tokenizer: Any, batch_size: int, max_seq_length: int, *, answers_only: bool
    ) -> None:
        """Raises what the chat template raises, when rows are read."""
        masked = answers_only and "text" not in rows[0]
        whole = len(rows) // batch_size * batch_size
        self._limit = max_seq_length
        self._parts = [
            (
                CacheDataset(create_dataset(part, tokenizer, SimpleNamespace(mask_prompt=masked))),
                min(batch_size, len(part)),
            )
            for part in (rows[:whole], rows[whole:])
            if part
        ]
        self.rows = len(rows)
        self.batches = sum(len(part) // size for part, size in self._parts)

    def losses(self, model: Any, tick: Callable[[], None]) -> LossFigures:
        """The figures under a model; `tick` is called after each batch."""
        sums, nll, tokens = _RealSums(), 0.0, 0
        np.random.seed(0)  # mlx-lm mixes the batches: in one order, equal models give equal figures to the last bit
        for part, size in self._parts:
            counted = _Counted(sums)
            mean = stock.evaluate(
                model=model,
                dataset=part,
                batch_size=size,
                num_batches=-1,
                max_seq_length=self._limit,
                loss=counted,
                progress_callback=tick,
            )
            nll += mean * counted.tokens
            tokens += counted.tokens
        return LossFigures.of(nll, tokens, sums.nll, sums.tokens, self.rows, self._rows_cut())

    def _rows_cut(self) -> int:
        return sum(len(part[index][0]) > self._limit for part, _ in self._parts for index in range(len(part)))


@dataclass
class _RealSums:
    """What the tokens of the text cost, padding left out."""

    nll: float = 0.0
    tokens: int = 0

    def add(self, logits: Any, batch: Any, lengths: Any) -> None:
        """Take in a batch. Position p predicts token p + 1, and a row of length n has none beyond n - 1."""
        targets = batch[:, 1:]
        steps = mx.arange(1, targets.shape[1] + 1)
        mask = mx.logical_and(steps >= mx.maximum(lengths[:, 0:1], 1), steps < lengths[:, 1:])
        losses = nn.losses.cross_entropy(logits, targets).astype(mx.float32) * mask
        self.nll += float(losses.sum().item())
        self.tokens += int(mask.sum().item())  # type: ignore[arg-type]


@dataclass
class _Counted:
    """`default_loss` that also counts; called in its place by `evaluate`."""

    real: _RealSums
    tokens: int = field(default=0)

    def __call__(self, model: Any, batch: Any, lengths: Any) -> Any:
        seen: list[Any] = []

        def listened_to(inputs: Any) -> Any:
            seen.append(model(inputs))
            return seen[0]

        loss, tokens = stock.default_loss(listened_to, batch, lengths)
        self.tokens += int(tokens.item())
        self.real.add(seen[0], batch, lengths)
        return loss, tokens
