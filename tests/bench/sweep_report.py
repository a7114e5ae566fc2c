"""The sweep's results as `docs/which-settings.md` and `docs/which-settings.svg`."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from backend.domain.spread import Spread, spread
from tests.bench.sweep_plot import Panel, Series, plot
from tests.bench.sweep_points import EXPLAINED, TITLES, Point, Result

WITHIN = 0.02
"""How far the default may be from the best validation loss found, as a share of it."""


@dataclass(frozen=True)
class Row:
    """A point with its figures over the seeds."""

    point: Point
    loss: Spread
    last: Spread | None
    test: Spread | None
    old_task: Spread | None
    seconds: Spread | None
    tokens: Spread | None
    bytes: int
    parameters: int


def rows(asked: Sequence[Point], results: Sequence[Result]) -> list[Row]:
    """Every point that has a result, in the order asked."""
    found = []
    for point in asked:
        own = [result for result in results if result.point == point.name]
        loss = spread(result.best_val_loss for result in own)
        if loss is None:
            continue
        found.append(
            Row(
                point=point,
                loss=loss,
                last=spread(result.last_val_loss for result in own),
                test=spread(result.test_loss for result in own),
                old_task=spread(result.old_task for result in own),
                seconds=spread(result.seconds for result in own),
                tokens=spread(result.trained_tokens for result in own),
                bytes=own[0].adapter_bytes,
                parameters=own[0].trainable_parameters,
            )
        )
    return found


def write_report(folder: Path, asked: Sequence[Point], seeds: int, results: Sequence[Result]) -> None:
    """Write table and plot; nothing where there is no result yet. Raises OSError."""
    table = rows(asked, results)
    if not table:
        return
    (folder / "which-settings.svg").write_text(plot(panels(table)), encoding="utf-8")
    (folder / "which-settings.md").write_text(text(table, asked, seeds, results), encoding="utf-8")


def text(table: Sequence[Row], asked: Sequence[Point], seeds: int, results: Sequence[Result]) -> str:
    """The page."""
    known = {point.name for point in asked}
    done = len([result for result in results if result.point in known])
    cut = "" if done == len(asked) * seeds else f"**Not complete: {done} of {len(asked) * seeds} runs are done.**\n\n"
    versions = ", ".join(f"{name} {version}" for name, version in results[0].versions.items())
    return f"""# Which settings?

{cut}{_verdict(table, asked[0])}

![Validation loss over rate, rank and coverage](which-settings.svg)

{_table(table)}

{EXPLAINED}

Mean over {seeds} seeds, lowest to highest in brackets. *Validation* is the lowest validation loss of a run, *last* the one at its end,
*test* the loss on the demo's test rows, *old task* the rise of the loss on plain answers that the base gave before (nats a
token; the forgetting meter). Losses are mlx-lm's. Rows are sorted by validation loss; the default is in bold.

## How it was made
`npm run sweep`: one factor at a time around the default, and every learning rate with every method; {results[0].steps} steps of the demo
(`configs/demo`), everything else as shipped. No factor was tried in every combination, so how rank and coverage act at another
rate is not known. {versions}. Cut off, it goes on where it was: results are filed a line a run.

## What a model this small can show
- The demo has 24 blocks of 64 hidden units and its task is one manner of speaking: {_thousands(table[0].tokens)} trained tokens, one file, one model.
  How rates and numbers of steps hang together carries over to other models in kind, not in figures.
- It cannot show which rank a large model needs: a matrix of width 64 has no use for rank 64.
- A lower validation loss is not a better model. {_old_task(table)}
- {len({result.seed for result in results})} seeds are few: where ranges overlap, no difference is shown.
"""


def _verdict(table: Sequence[Row], default: Point) -> str:
    best = min(table, key=lambda row: row.loss.mean)
    own = next((row for row in table if row.point == default), None)
    if own is None:
        return "The default has not been trained yet."
    gap = own.loss.mean / best.loss.mean - 1
    told = f"The default ({_named(default)}) reaches a validation loss of {own.loss.mean:.4f}, the best found {best.loss.mean:.4f} ({_named(best.point)})"
    if gap <= WITHIN:
        return f"{told}: {gap:.1%} more, which is within {WITHIN:.0%}."
    return f"{told}: {gap:.1%} more, which is **not within {WITHIN:.0%}**."


def _old_task(table: Sequence[Row]) -> str:
    best = min(table, key=lambda row: row.loss.mean)
    if best.old_task is None or table[0].old_task is None:
        return "Look at the old task beside it."
    return f"The old task's loss rose by {best.old_task.mean:.2f} at the best setting and by {table[0].old_task.mean:.2f} at the default."


def _table(table: Sequence[Row]) -> str:
    lines = [
        "| method | rate | rank | blocks | validation | last | test | old task | seconds | adapter | trained parameters |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in sorted(table, key=lambda row: row.loss.mean):
        point = row.point
        blocks = "all" if point.coverage == -1 else f"last {point.coverage}"
        mark = "**" if point == table[0].point else ""
        lines.append(
            f"| {mark}{TITLES[point.method]}{mark} | {point.rate_text} | {point.rank} | {blocks} | {_told(row.loss)} | {_told(row.last)} "
            f"| {_told(row.test)} | {_told(row.old_task, 2)} | {_told(row.seconds, 0)} | {row.bytes / 1e6:.1f} MB | {row.parameters:,} |"
        )
    return "\n".join(lines)


def _told(figure: Spread | None, digits: int = 3) -> str:
    if figure is None:
        return "not finite"
    if len(figure.values) == 1:
        return f"{figure.mean:.{digits}f}"
    return f"{figure.mean:.{digits}f} ({figure.low:.{digits}f} to {figure.high:.{digits}f})"


def _named(point: Point) -> str:
    blocks = "all blocks" if point.coverage == -1 else f"last {point.coverage} blocks"
    return f"{TITLES[point.method]}, rate {point.rate_text}, rank {point.rank}, {blocks}"


def _thousands(figure: Spread | None) -> str:
    return "few" if figure is None else f"about {round(figure.mean, -3):,.0f}"


def panels(table: Sequence[Row]) -> list[Panel]:
    """Loss over rate for each method, then over rank and over coverage for full-layer at the default's rate."""
    default = table[0].point
    rates = [
        Series(
            TITLES[method],
            [(row.point.rate_text, row.loss) for row in sorted(_of(table, method), key=lambda row: row.point.rate)],
        )
        for method in TITLES
    ]
    own = [row for row in table if row.point.method == "full"]
    ranks = sorted(
        (row for row in own if (row.point.rate, row.point.coverage) == (default.rate, default.coverage)),
        key=lambda row: row.point.rank,
    )
    covered = sorted(
        (row for row in own if (row.point.rate, row.point.rank) == (default.rate, default.rank)),
        key=lambda row: math.inf if row.point.coverage == -1 else row.point.coverage,
    )
    name = f"full-layer, rate {default.rate_text}"
    return [
        Panel("learning rate", [series for series in rates if series.points]),
        Panel("rank", [Series(name, [(str(row.point.rank), row.loss) for row in ranks])]),
        Panel("blocks", [Series(name, [(_blocks(row.point), row.loss) for row in covered])]),
    ]


def _blocks(point: Point) -> str:
    return "all" if point.coverage == -1 else str(point.coverage)


def _of(table: Sequence[Row], method: str) -> list[Row]:
    """A method over the rates: full-layer at the default's rank and coverage, the others at their own."""
    own = [row for row in table if row.point.method == method]
    default = (table[0].point.rank, table[0].point.coverage)
    return [row for row in own if method != "full" or (row.point.rank, row.point.coverage) == default]
