"""A line chart as SVG text, drawn without a script: the report page must work anywhere, for years."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_WIDTH, _HEIGHT = 720, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 12, 12, 34
_TICKS = 5


@dataclass(frozen=True)
class Line:
    """One curve. Points without a figure break it; `look` is the class that its colour and dash hang on."""

    name: str
    look: str
    x: Sequence[float]
    y: Sequence[float | None]


def line_chart(title: str, x_title: str, lines: Sequence[Line]) -> str:
    """The chart with axes and a key; empty where no line has a point."""
    points = [(x, y) for line in lines for x, y in zip(line.x, line.y, strict=True) if y is not None]
    if not points:
        return ""
    across = _Scale(min(x for x, _ in points), max(x for x, _ in points), _LEFT, _WIDTH - _RIGHT)
    up = _Scale(min(y for _, y in points), max(y for _, y in points), _HEIGHT - _BOTTOM, _TOP)
    drawn = "".join(_path(line, across, up) for line in lines)
    key = "".join(f'<span class="key {line.look}">{escape(line.name)}</span>' for line in lines if line.x)
    return (
        f'<figure><figcaption>{escape(title)} {key}</figcaption><svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'aria-label="{escape(title)}">{_grid(up)}{_feet(across, x_title)}{drawn}</svg></figure>'
    )


class _Scale:
    """From figures to places."""

    def __init__(self, low: float, high: float, start: float, end: float) -> None:
        spread = (high - low) or abs(high) or 1.0
        self.low, self.high = (low, high) if high > low else (low - spread / 2, high + spread / 2)
        self._start, self._end = start, end

    def at(self, value: float) -> float:
        """Place of a figure."""
        share = (value - self.low) / (self.high - self.low)
        return round(self._start + share * (self._end - self._start), 1)

    def ticks(self) -> list[float]:
        """Round figures inside the range, about `_TICKS` of them."""
        rough = (self.high - self.low) / _TICKS
        power = 10.0 ** math.floor(math.log10(rough))
        step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
        first = math.ceil(self.low / step)
        return [number * step for number in range(first, math.floor(self.high / step) + 1)]


def _grid(up: _Scale) -> str:
    return "".join(
        f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{up.at(tick)}" y2="{up.at(tick)}"/>'
        f'<text x="{_LEFT - 8}" y="{up.at(tick) + 4}" text-anchor="end">{tick:.4g}</text>'
        for tick in up.ticks()
    )


def _feet(across: _Scale, x_title: str) -> str:
    floor = _HEIGHT - _BOTTOM
    marks = "".join(
        f'<text x="{across.at(tick)}" y="{floor + 16}" text-anchor="middle">{tick:.6g}</text>'
        for tick in across.ticks()
    )
    return f'{marks}<text x="{_WIDTH - _RIGHT}" y="{_HEIGHT - 4}" text-anchor="end">{escape(x_title)}</text>'


def _path(line: Line, across: _Scale, up: _Scale) -> str:
    """One path, a new stroke behind each gap; a stroke of one point is drawn as a dot by its round caps."""
    strokes: list[str] = []
    gap = True
    for x, y in zip(line.x, line.y, strict=True):
        if y is None:
            gap = True
            continue
        strokes.append(f"{'M' if gap else 'L'}{across.at(x)} {up.at(y)}{'h.01' if gap else ''}")
        gap = False
    return f'<path class="curve {line.look}" d="{"".join(strokes)}"/>' if strokes else ""
