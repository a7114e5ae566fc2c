"""Two clocks that nobody can set: one runs on while the computer sleeps, the other does not."""

import sys
import time


def elapsed() -> float:
    """Seconds since some moment, sleep included."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.clock_gettime(time.CLOCK_MONOTONIC)  # on macOS it goes on while asleep


def awake() -> float:
    """Seconds since some moment, sleep left out."""
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_UPTIME_RAW)
    return time.monotonic()
