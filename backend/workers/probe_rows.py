"""The texts of the forgetting meter: plain English shipped with the product, and the demo model's old task."""

import filecmp
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend.domain.forgetting import ProbeKind
from backend.settings import PROJECT
from backend.workers.demo_animals import KINDS, animals_of
from backend.workers.demo_corpus import Row, answer, questions

_GENERAL = PROJECT / "configs" / "probe.jsonl"
_DEMO_WEIGHTS = PROJECT / "configs" / "demo" / "model" / "model.safetensors"


@dataclass(frozen=True)
class Probe:
    """Rows that a run never trained on, and what to call them."""

    kind: ProbeKind
    title: str
    rows: list[Any]
    answers_only: bool


def probes(model: Path) -> list[Probe]:
    """The probes for a model folder. Raises OSError where the shipped file is gone."""
    found = [Probe(ProbeKind.GENERAL, "General English", _general_rows(), answers_only=False)]
    if _is_demo(model):
        found.append(Probe(ProbeKind.OLD_TASK, "Plain answers about animals", old_task_rows(), answers_only=True))
    return found


def _general_rows() -> list[dict[str, str]]:
    rows = map(json.loads, _GENERAL.read_text(encoding="utf-8").splitlines())
    return [{"text": row["text"]} for row in rows]


def old_task_rows() -> list[Row]:
    """One question about each fact of the animals that no pirate row names in training, with the base's own answer."""
    animals = (*animals_of("valid"), *animals_of("test"))
    return [
        {
            "messages": [
                {"role": "user", "content": asked},
                {"role": "assistant", "content": answer(animal, kind, "plain")},
            ]
        }
        for place, animal in enumerate(animals)
        for kind in KINDS
        for asked in [questions(animal, kind)[place % 2]]
    ]


def _is_demo(model: Path) -> bool:
    weights = model / _DEMO_WEIGHTS.name
    return weights.is_file() and _DEMO_WEIGHTS.is_file() and filecmp.cmp(weights, _DEMO_WEIGHTS, shallow=False)
