"""Panels of means with ranges as one SVG file, readable on light and dark pages."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from backend.domain.spread import Spread

_WIDTH, _HEIGHT = 330, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 14, 34, 92
_COLOURS = ("#2f6fdb", "#c2551b", "#2e8b57")
_INK = "#6b7280"


@dataclass(frozen=True)
class Series:
    """A line: (label on the x axis, figure)."""

    name: str
    points: list[tuple[str, Spread]]


@dataclass(frozen=True)
class Panel:
    """One plot over labels that stand at equal distances."""

    title: str
    series: list[Series]


@dataclass(frozen=True)
class _Scale:
    """Losses on a logarithmic axis that all panels share, since they differ by factors."""

    low: float
    high: float

    def y(self, loss: float) -> float:
        """Pixels from the top."""
        share = (math.log(loss) - math.log(self.low)) / (math.log(self.high) - math.log(self.low))
        return _HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM)

    def ticks(self) -> list[float]:
        """Round losses inside the axis."""
        powers = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
        steps = (step * 10.0**power for power in powers for step in (1, 1.5, 2, 2.5, 3, 4, 5, 7))
        return [step for step in steps if self.low <= step <= self.high]


def plot(panels: Sequence[Panel]) -> str:
    """The whole file."""
    losses = [loss for panel in panels for series in panel.series for _, s in series.points for loss in (s.low, s.high)]
    scale = _Scale(min(losses) / 1.05, max(losses) * 1.05)
    width = _WIDTH * len(panels)
    body = "\n".join(line for number, panel in enumerate(panels) for line in _panel(panel, scale, number * _WIDTH))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {_HEIGHT}" width="{width}" height="{_HEIGHT}" '
        f'font-family="sans-serif" font-size="11" fill="{_INK}">\n'
        f"<title>Validation loss over learning rate, rank and blocks</title>\n{body}\n</svg>\n"
    )


def _panel(panel: Panel, scale: _Scale, left: float) -> Iterator[str]:
    start, end, base = left + _LEFT, left + _WIDTH - _RIGHT, _HEIGHT - _BOTTOM
    labels = list(dict.fromkeys(label for series in panel.series for label, _ in series.points))
    labels.sort(key=lambda label: math.inf if label == "all" else float(label))
    place = {label: start + (index + 0.5) * (end - start) / len(labels) for index, label in enumerate(labels)}
    yield f'<text x="{left + _LEFT}" y="20" font-size="12" font-weight="bold">Validation loss by {escape(panel.title)}</text>'
    for tick in scale.ticks():
        y = scale.y(tick)
        yield f'<path d="M{start:.1f} {y:.1f}H{end:.1f}" stroke="{_INK}" stroke-opacity="0.25"/>'
        yield f'<text x="{start - 6:.1f}" y="{y + 4:.1f}" text-anchor="end">{tick:g}</text>'
    for label, x in place.items():
        yield f'<text x="{x:.1f}" y="{base + 16}" text-anchor="middle">{escape(label)}</text>'
    for number, series in enumerate(panel.series):
        yield from _line(
            series, place, scale, _COLOURS[number % len(_COLOURS)], number * 6 - 3 * (len(panel.series) - 1)
        )
        yield _legend(series.name, start, base + 34 + number * 16, _COLOURS[number % len(_COLOURS)])


def _line(series: Series, place: dict[str, float], scale: _Scale, colour: str, aside: float) -> Iterator[str]:
    """The means joined, each with a bar from the lowest to the highest seed."""
    spots = [(place[label] + aside, figure) for label, figure in series.points]
    joined = "L".join(f"{x:.1f} {scale.y(figure.mean):.1f}" for x, figure in spots)
    yield f'<path d="M{joined}" fill="none" stroke="{colour}" stroke-width="1.5"/>'
    for x, figure in spots:
        low, high = scale.y(figure.low), scale.y(figure.high)
        yield f'<path d="M{x:.1f} {low:.1f}V{high:.1f}" stroke="{colour}" stroke-width="3" stroke-opacity="0.45"/>'
        yield f'<circle cx="{x:.1f}" cy="{scale.y(figure.mean):.1f}" r="3" fill="{colour}"/>'


def _legend(name: str, x: float, y: float, colour: str) -> str:
    return f'<circle cx="{x + 4:.1f}" cy="{y - 4:.1f}" r="4" fill="{colour}"/><text x="{x + 14:.1f}" y="{y}">{escape(name)}</text>'
