"""Keeping a Mac awake while a process trains, and what the power supply means for it."""

import subprocess
import sys

import psutil


def awake_command(pid: int, platform: str = sys.platform) -> list[str] | None:
    """What holds idle sleep off until the process ends; None where that is not this program's business."""
    return ["/usr/bin/caffeinate", "-i", "-w", str(pid)] if platform == "darwin" else None


def keep_awake(pid: int) -> None:
    """Hold idle sleep off until the process ends. A Mac without caffeinate trains all the same."""
    command = awake_command(pid)
    if command is None:
        return
    try:
        subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except OSError:
        return


def on_battery() -> bool:
    """Whether this computer says that it runs on its battery."""
    battery = psutil.sensors_battery() if hasattr(psutil, "sensors_battery") else None
    return battery is not None and battery.power_plugged is False
