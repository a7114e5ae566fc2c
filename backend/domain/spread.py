"""A figure that was measured more than once."""

import math
import statistics
from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict, Field


class Spread(BaseModel):
    """Mean and spread of a figure over seeds."""

    model_config = ConfigDict(frozen=True)

    mean: float
    low: float
    high: float
    deviation: float | None = Field(description="Standard deviation of the sample; null for one value.")
    values: list[float]


def spread(values: Iterable[float | None]) -> Spread | None:
    """The spread of what there is; None where there is nothing. Values that are not finite are left out."""
    found = [float(value) for value in values if value is not None and math.isfinite(value)]
    if not found:
        return None
    return Spread(
        mean=statistics.fmean(found),
        low=min(found),
        high=max(found),
        deviation=statistics.stdev(found) if len(found) > 1 else None,
        values=found,
    )
