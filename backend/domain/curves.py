"""A run's figures as columns: what a chart lays over another, thinned without losing a peak."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

MAX_POINTS = 20_000
DEFAULT_POINTS = 2_000
_LEAST = 4
"""Two ends and one part's two extremes."""

Point = tuple[float | None, ...]


class RunCurves(BaseModel):
    """Columns of equal length for each kind of report; null where a figure was not finite.

    `seconds` counts from the first step, pauses between two lives of a run left out.
    """

    model_config = ConfigDict(frozen=True)

    step: list[int]
    trained_tokens: list[int]
    seconds: list[float]
    train_loss: list[float | None]
    learning_rate: list[float]
    tokens_per_second: list[float]
    val_step: list[int]
    val_tokens: list[int] = Field(description="Tokens trained by then, taken from the reports around it.")
    val_seconds: list[float]
    val_loss: list[float | None]
    reward_step: list[int] = Field(description="Empty for a run without rewards.")
    reward_tokens: list[int]
    reward_seconds: list[float]
    reward_mean: list[float]
    points: int = Field(description="Training reports in the log; more than are given where they were thinned.")
    skipped_lines: int = Field(description="Complete lines of the log that are no events.")


def thin(rows: Sequence[Point], column: int, points: int) -> list[Point]:
    """At most `points` rows in their order: first and last, and the least and the greatest of a column in each part.

    Rows whose figure is null are dropped where there are too many, but for the first and the last.
    """
    if len(rows) <= points:
        return list(rows)
    if points < _LEAST:
        return [rows[0], rows[-1]][:points]
    inner = len(rows) - 2
    parts = (points - 2) // 2
    chosen = {0, len(rows) - 1}
    for part in range(parts):
        span = range(1 + inner * part // parts, 1 + inner * (part + 1) // parts)
        finite = [index for index in span if rows[index][column] is not None]
        if finite:
            chosen.add(min(finite, key=lambda index: rows[index][column] or 0.0))
            chosen.add(max(finite, key=lambda index: rows[index][column] or 0.0))
    return [rows[index] for index in sorted(chosen)]


def tokens_at(steps: Sequence[float], reports: Sequence[tuple[float, float]]) -> list[int]:
    """Trained tokens at rising steps, on straight lines between rising (step, tokens) reports; the last one holds on."""
    found: list[int] = []
    place = 0
    before = (0.0, 0.0)
    for step in steps:
        while place < len(reports) and reports[place][0] <= step:
            before = reports[place]
            place += 1
        if place == len(reports) or step <= before[0]:
            found.append(round(before[1]))
            continue
        (low, low_tokens), (high, high_tokens) = before, reports[place]
        found.append(round(low_tokens + (high_tokens - low_tokens) * (step - low) / (high - low)))
    return found
