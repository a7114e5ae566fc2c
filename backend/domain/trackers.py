"""Trackers: programs that people look at runs with. What each is called, and the package that writes its files."""

from dataclasses import dataclass
from enum import StrEnum


class Tracker(StrEnum):
    """A tracker that a run can be written for."""

    TENSORBOARD = "tensorboard"
    WANDB = "wandb"
    SWANLAB = "swanlab"


@dataclass(frozen=True)
class TrackerPackage:
    """How a tracker is called, and the module that must be installed for it."""

    title: str
    module: str


PACKAGES: dict[Tracker, TrackerPackage] = {
    Tracker.TENSORBOARD: TrackerPackage("TensorBoard", "tensorboardX"),
    Tracker.WANDB: TrackerPackage("Weights & Biases", "wandb"),
    Tracker.SWANLAB: TrackerPackage("SwanLab", "swanlab"),
}
INSTALL = '.venv/bin/python -m pip install -e ".[trackers]"'
"""Run in the project's folder; the versions are those that are tested."""
