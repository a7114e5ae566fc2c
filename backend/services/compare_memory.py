"""Whether there is room: for a base beside a run that trains, and for a run beside a base that idles."""

from collections.abc import Callable
from dataclasses import dataclass

import psutil

from backend.domain.model_map import ModelMap

PROCESS_BYTES = 400_000_000
"""What a worker takes besides weights: Python, the engines, caches of a short answer."""

_WEIGHT_FACTOR = 1.2
_TRAINED_BYTES = 16
"""Weight, gradient and two moments of a trained parameter in float32."""
_RUN_FACTOR = 2
Available = Callable[[], int]


def available_memory() -> int:
    """Bytes that a new process can take without swapping."""
    return int(psutil.virtual_memory().available)


@dataclass(frozen=True)
class Room:
    """What is needed and what is there, in bytes."""

    needed: int
    available: int

    @property
    def is_short(self) -> bool:
        """Whether it does not fit."""
        return self.needed > self.available

    def figures(self) -> str:
        """Both in a person's words."""
        return f"about {self.needed / 1e9:.1f} GB are needed and {self.available / 1e9:.1f} GB are free"


def room_for_base(model: ModelMap, available: Available) -> Room:
    """Room to keep a base in memory and answer with it."""
    weights = model.weight_bytes or model.total_parameters * 2
    return Room(int(weights * _WEIGHT_FACTOR) + PROCESS_BYTES, available())


def room_for_run(model: ModelMap, trainable_parameters: int, available: Available) -> Room:
    """Room to train on a base: a rule of thumb, twice the weights for weights and activations, and the adapter's state."""
    weights = model.weight_bytes or model.total_parameters * 2
    return Room(weights * _RUN_FACTOR + trainable_parameters * _TRAINED_BYTES + PROCESS_BYTES, available())
