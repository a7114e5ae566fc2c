"""How many cores this process may compute on: what the machine has, less what a scheduler or a container keeps back."""

import os
from pathlib import Path

import psutil


def usable_cores(cgroup: Path = Path("/sys/fs/cgroup")) -> int:
    """Physical cores, no more than this process is bound to and no more than its container's share of time."""
    bound = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    physical = psutil.cpu_count(logical=False) or bound
    return max(1, min(bound, physical, _time_share(cgroup) or bound))


def compute_threads(sharing: int = 1) -> int:
    """Threads for each of so many workers that compute at the same time."""
    return max(1, usable_cores() // max(1, sharing))


def _time_share(cgroup: Path) -> int | None:
    """Cores' worth of time that a container may use, or None where there is no limit."""
    try:
        quota, period = (cgroup / "cpu.max").read_text(encoding="ascii").split()
        return None if quota == "max" else max(1, int(quota) // int(period))
    except (OSError, ValueError):
        return None
