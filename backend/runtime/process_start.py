"""When a process began, in a way that setting the clock cannot change.

On Linux the kernel counts from the boot, and wall-clock times derived from it move with the clock; elsewhere the system
notes the time once and keeps it.
"""

import os
import sys
from pathlib import Path

import psutil

_START_FIELD = 19
"""Of /proc/<pid>/stat, counted behind the name in brackets: start time in clock ticks since the boot."""


def start_of(process: psutil.Process) -> float:
    """Seconds since the boot on Linux, since the epoch elsewhere. Raises psutil.NoSuchProcess."""
    if sys.platform != "linux":
        return process.create_time()
    try:
        text = Path(f"/proc/{process.pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise psutil.NoSuchProcess(process.pid) from error
    return int(text.rpartition(")")[2].split()[_START_FIELD]) / os.sysconf("SC_CLK_TCK")


def boot() -> str | None:
    """Names this run of the system, where it gives itself a name: start times of another one mean nothing."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return None
