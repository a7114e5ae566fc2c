"""What the figures of a comparison say, in one plain sentence, and what they do not say.

The sentence never claims more than the seeds show: ranges that overlap show no difference, one seed says nothing about
chance, and runs that trained on different numbers of tokens are not compared for their method alone.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict, Field

from backend.domain.evaluation import RowsFrom

_SAME_TOKENS = 0.001
"""Share by which numbers of trained tokens may differ and still count as the same."""
_FEW_ROWS = 200


class Evidence(BaseModel):
    """What a comparison shows."""

    model_config = ConfigDict(frozen=True)

    sentence: str = Field(description="What it says.")
    caveats: list[str] = Field(description="What it does not say, and why.")
    complete: bool = Field(description="Whether every run has been measured.")


@dataclass(frozen=True)
class MethodEvidence:
    """What is known of one method. `losses` are test losses, one a seed that was measured; `trained_tokens` go by seed."""

    title: str
    losses: list[float]
    wanted: int
    trained_tokens: Mapping[int, int] = field(default_factory=dict)
    by_rewards: bool = False
    rows_sha256: frozenset[str] = frozenset()

    @property
    def mean(self) -> float:
        """Mean test loss."""
        return math.fsum(self.losses) / len(self.losses)


def evidence(methods: list[MethodEvidence], test_rows: int, rows_from: RowsFrom) -> Evidence:
    """The verdict over all methods, best first by mean test loss."""
    missing = sum(method.wanted - len(method.losses) for method in methods)
    measured = sorted((method for method in methods if method.losses), key=lambda method: method.mean)
    if len(measured) < 2:
        wanted = sum(method.wanted for method in methods)
        return Evidence(
            sentence=f"Nothing can be compared yet: {wanted - missing} of {wanted} runs are measured.",
            caveats=[],
            complete=False,
        )
    first, second = measured[0], measured[1]
    return Evidence(
        sentence=_sentence(first, second, test_rows),
        caveats=[
            *_unfinished(missing, methods),
            *_tokens(measured),
            *_rewards(measured),
            *_rows(measured, test_rows, rows_from),
            "All were trained at the same learning rate and number of steps, each with the rank, scale and blocks of its own "
            "page: another rate may suit one better, and the difference is not that of the matrices alone.",
        ],
        complete=not missing,
    )


def _sentence(first: MethodEvidence, second: MethodEvidence, test_rows: int) -> str:
    gap = second.mean - first.mean
    figures = f"{first.mean:.3f} against {second.mean:.3f} on {test_rows} rows"
    if gap == 0:
        return f"{first.title} and {second.title} have the same test loss, {first.mean:.3f} on {test_rows} rows."
    fewest = min(len(first.losses), len(second.losses))
    if fewest < 2:
        return (
            f"{first.title} has a lower test loss than {second.title} ({figures}), but with one seed nothing can be said about how much of "
            "that is chance."
        )
    if max(first.losses) >= min(second.losses):
        return (
            f"No difference is shown: {first.title} has a lower mean test loss than {second.title} ({figures}), but their seeds "
            f"overlap ({_range(first)} and {_range(second)})."
        )
    return (
        f"{first.title} has a lower test loss than {second.title} with every seed ({figures}, {gap / second.mean:.1%} less); were the methods "
        f"equal, seeds would fall apart like this {_by_chance(len(first.losses), len(second.losses))}."
    )


def _range(method: MethodEvidence) -> str:
    return f"{min(method.losses):.3f} to {max(method.losses):.3f}"


def _by_chance(one: int, other: int) -> str:
    """How often two groups of equal things are wholly apart, in either order."""
    return f"once in {math.comb(one + other, one) // 2} times"


def _unfinished(missing: int, methods: list[MethodEvidence]) -> list[str]:
    if not missing:
        return []
    lacking = [method.title for method in methods if len(method.losses) < method.wanted]
    count = f"{missing} run is" if missing == 1 else f"{missing} runs are"
    return [f"{count} not measured yet ({', '.join(lacking)}): this may still change."]


def _tokens(methods: list[MethodEvidence]) -> list[str]:
    """Seeds draw other batches, so only runs of one seed can be held against each other."""
    counted = [method for method in methods if method.trained_tokens and not method.by_rewards]
    for seed in sorted({seed for method in counted for seed in method.trained_tokens}):
        found = {method.title: method.trained_tokens[seed] for method in counted if seed in method.trained_tokens}
        if max(found.values()) - min(found.values()) > _SAME_TOKENS * max(found.values()):
            told = ", ".join(f"{title} {tokens:,}" for title, tokens in found.items())
            return [
                f"The runs did not train the same number of tokens ({told} with seed {seed}): a lower loss may come from more "
                "training."
            ]
    return []


def _rewards(methods: list[MethodEvidence]) -> list[str]:
    names = [method.title for method in methods if method.by_rewards]
    if not names:
        return []
    return [
        f"{_listed(names)} learned from rewards on answers of its own making: prompts, batch size and number of steps are "
        "equal, trained tokens and time are not, and the loss on given answers is not what it was trained for."
    ]


def _rows(methods: list[MethodEvidence], test_rows: int, rows_from: RowsFrom) -> list[str]:
    found = []
    if len(frozenset[str]().union(*(method.rows_sha256 for method in methods))) > 1:
        found.append("The runs were not measured on the same rows: the losses cannot be compared.")
    if rows_from is RowsFrom.VALIDATION:
        found.append("There were no test rows: these are the validation rows, which settings may have been chosen by.")
    if test_rows < _FEW_ROWS:
        found.append(f"{test_rows} rows are few: other rows may rank close methods otherwise.")
    return found


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
