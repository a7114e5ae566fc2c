"""What the sweep trains: one factor at a time around the default, and every learning rate with every method."""

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from backend.domain.architecture_keys import ATTENTION_KEYS
from backend.domain.enhanced_config import LORA_BLOCKS, LORA_RANK, LORA_SCALE

RANKS = (4, 8, 16, 32, 64)
COVERAGES = (-1, 16, 8)
RATES = (1e-5, 2e-5, 3e-5, 1e-4, 3e-4, 1e-3)

Method = Literal["full", "attention", "enhanced"]
TITLES: dict[Method, str] = {"full": "full-layer", "attention": "attention-only", "enhanced": "Enhanced Setup"}
EXPLAINED = (
    "*Full-layer* adapts seven matrices, *attention-only* four with the same rank, scale and blocks, and *Enhanced Setup* is "
    f"attention-only as that page trains it: rank {LORA_RANK}, scale {LORA_SCALE:g}, the last {LORA_BLOCKS} blocks."
)


@dataclass(frozen=True)
class Point:
    """One setting; everything else is the demo's."""

    method: Method
    rate: float
    rank: int
    coverage: int

    @property
    def name(self) -> str:
        """What results are filed under."""
        return f"{self.method} rate {self.rate:g} rank {self.rank} coverage {self.coverage}"

    @property
    def rate_text(self) -> str:
        """The rate as people write it."""
        return f"{self.rate:.0e}".replace("e-0", "e-")

    def settings(self) -> dict[str, Any]:
        """Fields of a `TrainingConfig`."""
        scale = {"lora_alpha": LORA_SCALE} if self.method == "enhanced" else {}
        return {"learning_rate": self.rate, "lora_rank": self.rank, "lora_num_layers": self.coverage, **scale}

    def keys(self) -> list[str] | None:
        """Adapted matrices; None for all seven."""
        return None if self.method == "full" else list(ATTENTION_KEYS)


def points(rate: float, rank: int, coverage: int) -> list[Point]:
    """Every point once, the default first."""
    default = Point("full", rate, rank, coverage)
    found = [default]
    found += [Point("full", each, rank, coverage) for each in RATES]
    found += [Point("attention", each, rank, coverage) for each in RATES]
    found += [Point("enhanced", each, LORA_RANK, LORA_BLOCKS) for each in RATES]
    found += [Point("full", rate, each, coverage) for each in RANKS]
    found += [Point("full", rate, rank, each) for each in COVERAGES]
    return list(dict.fromkeys(found))


class Result(BaseModel):
    """One run of the sweep."""

    point: str
    seed: int
    steps: int
    best_val_loss: float | None
    last_val_loss: float | None
    test_loss: float | None
    base_test_loss: float | None
    old_task: float | None
    general: float | None
    trained_tokens: int | None
    seconds: float
    peak_memory_gb: float | None
    adapter_bytes: int
    trainable_parameters: int
    versions: dict[str, str]
