"""A batch: many prompts for all sides, and how answers are held against references."""

from collections.abc import Sequence
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from backend.domain.compare import CompareSession, Force, ModelPath, Sides, System
from backend.domain.compare_answers import RowAnswer
from backend.domain.compare_events import RowEvent
from backend.domain.compare_settings import GenerationSettings

MAX_BATCH_ROWS = 10_000


class BatchRequest(BaseModel):
    """Prompts from a JSONL file, or from a run's own test (else validation) rows."""

    model_config = ConfigDict(extra="forbid", frozen=True, protected_namespaces=())

    model_path: ModelPath
    sides: Sides
    path: str | None = Field(
        default=None, max_length=4096, description="JSONL: messages, or prompt with completion or answer."
    )
    run_id: str | None = Field(default=None, max_length=200)
    limit: int | None = Field(default=None, ge=1, le=MAX_BATCH_ROWS, description="Use only the first rows.")
    system: System = None
    settings: GenerationSettings = GenerationSettings()
    force: Force = False

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.path is None) == (self.run_id is None):
            raise ValueError("give either path or run_id")
        return self


class SideTally(BaseModel):
    """One side over the rows answered so far."""

    model_config = ConfigDict(frozen=True)

    side: int
    answered: int
    failed: int
    with_reference: int
    exact: int = Field(description="Answers that equal their reference, space at the ends left out.")
    contains: int = Field(description="Answers that contain their reference, whatever the case of letters.")
    completion_tokens: int


class CompareBatch(BaseModel):
    """A batch as it stands."""

    model_config = ConfigDict(frozen=True, protected_namespaces=())

    session: CompareSession
    source: str = Field(description="The file that the rows come from.")
    total: int
    done: int
    tallies: list[SideTally]
    rows: list[RowEvent] = Field(description="Rows answered so far, in order.")


def exact_match(answer: str, reference: str) -> bool:
    """Whether both are the same text once space at the ends is gone."""
    return answer.strip() == reference.strip()


def contains_match(answer: str, reference: str) -> bool:
    """Whether the reference stands anywhere in the answer, whatever the case of letters."""
    return reference.strip().casefold() in answer.casefold()


def tally(side: int, answers: Sequence[RowAnswer]) -> SideTally:
    """Count one side's answers."""
    referenced = [answer for answer in answers if answer.exact is not None]
    return SideTally(
        side=side,
        answered=sum(answer.problem is None for answer in answers),
        failed=sum(answer.problem is not None for answer in answers),
        with_reference=len(referenced),
        exact=sum(bool(answer.exact) for answer in referenced),
        contains=sum(bool(answer.contains) for answer in referenced),
        completion_tokens=sum(answer.completion_tokens for answer in answers),
    )
