"""How much is measured: minutes for a look, an hour for figures that are written down."""

from dataclasses import dataclass, replace
from typing import Self


@dataclass(frozen=True)
class Size:
    """Pairs of every comparison, and how long each side trains."""

    pairs: int
    mixed_rows: int
    slow_mixed_rows: int
    demo_steps: int
    wide_steps: int
    even_steps: int
    val_loss: bool = False

    def with_pairs(self, pairs: int | None) -> Self:
        """The same with another number of pairs."""
        return self if pairs is None else replace(self, pairs=pairs)

    def with_val_loss(self, wanted: bool) -> Self:
        """The same with adapters measured on validation rows."""
        return replace(self, val_loss=wanted or self.val_loss)


QUICK = Size(pairs=1, mixed_rows=96, slow_mixed_rows=32, demo_steps=20, wide_steps=6, even_steps=20)
FULL = Size(pairs=3, mixed_rows=400, slow_mixed_rows=200, demo_steps=100, wide_steps=20, even_steps=100, val_loss=True)
