"""How sure a share is, from how often it was seen."""

import math

from pydantic import BaseModel, ConfigDict

_Z95 = 1.959963984540054


class Interval(BaseModel):
    """The 95 % interval of a share between 0 and 1."""

    model_config = ConfigDict(frozen=True)

    low: float
    high: float


def wilson(successes: int, trials: int) -> Interval | None:
    """Wilson's score interval at 95 %; None without a trial. Stays inside 0 and 1 and is honest for few trials."""
    if trials == 0:
        return None
    share = successes / trials
    square = _Z95 * _Z95
    middle = (share + square / (2 * trials)) / (1 + square / trials)
    half = _Z95 / (1 + square / trials) * math.sqrt(share * (1 - share) / trials + square / (4 * trials * trials))
    return Interval(low=max(0.0, middle - half), high=min(1.0, middle + half))
