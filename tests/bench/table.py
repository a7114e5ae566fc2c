"""Pairs of one comparison as a row of the table."""

import statistics
from dataclasses import dataclass

from tests.bench.sides import Measured

HEAD = (
    "| what | A, median s | B, median s | B / A, pair by pair | median | by processor time | besides |\n"
    "| --- | --- | --- | --- | --- | --- | --- |"
)


@dataclass(frozen=True)
class Row:
    """A is the product, B what it is compared with; more than 1 means that A is faster."""

    name: str
    pairs: list[tuple[Measured, Measured]]
    remark: str = ""

    def line(self) -> str:
        """The row in Markdown."""
        a, b = (statistics.median(pair[side].seconds for pair in self.pairs) for side in (0, 1))
        ratios = [second.seconds / first.seconds for first, second in self.pairs]
        processor = [second.processor / first.processor for first, second in self.pairs if first.processor]
        shown = ", ".join(f"{ratio:.2f}" for ratio in ratios)
        busy = f"{statistics.median(processor):.2f}" if processor else ""
        median = statistics.median(ratios)
        return f"| {self.name} | {a:.2f} | {b:.2f} | {shown} | **{median:.2f}** | {busy} | {self.remark} |"


def spread(values: list[float]) -> str:
    """A mean and how far the values lie from it: 3.512 ± 0.004."""
    mean = statistics.fmean(values)
    return f"{mean:.4f} ± {statistics.pstdev(values):.4f}"
