"""Trying rewards on sample rows before a run: what is asked, and what comes back."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

TRIAL_SECONDS = 10.0
"""Time that the rewards of one trial may take together, enforced inside; whoever starts the worker waits a little longer."""
MAX_TRIAL_ROWS = 50
MAX_TEXT = 100_000
Text = Annotated[str, StringConstraints(max_length=MAX_TEXT)]


class TrialRow(BaseModel):
    """A row to try on, and the group of answers to score; without them a few are made up."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    prompt: Text
    answer: Text
    completions: list[Text] = Field(default_factory=list, max_length=64)

    def group(self) -> list[str]:
        """The answers to score."""
        return self.completions or sample_completions(self.answer)


class TrialRequest(BaseModel):
    """One JSON line on the worker's standard input."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    functions: list[str] = Field(min_length=1, max_length=32)
    weights: list[float]
    file: str | None = None
    rows: list[TrialRow] = Field(min_length=1, max_length=MAX_TRIAL_ROWS)
    seconds: float = Field(default=TRIAL_SECONDS, gt=0, le=600)


class TrialProblem(BaseModel):
    """Something that would end a run."""

    model_config = ConfigDict(frozen=True)

    function: str | None = Field(
        default=None, description="The reward function; null when the file itself is at fault."
    )
    message: str
    line: int | None = Field(default=None, description="Line in the reward file, counted from 1.")
    hint: str = ""


class TrialFunction(BaseModel):
    """What one reward function gave."""

    model_config = ConfigDict(frozen=True)

    name: str
    weight: float
    scores: list[float] = Field(description="By answer, row after row.")
    mean: float
    spread: float = Field(description="Mean deviation inside a group.")


class TrialGroup(BaseModel):
    """What the rewards together make of one row's answers."""

    model_config = ConfigDict(frozen=True)

    prompt: str
    answer: str
    completions: list[str]
    totals: list[float] = Field(description="Weighted scores.")
    advantages: list[float] = Field(description="As the engine computes them: what is pushed up or down.")
    spread: float
    flat: bool = Field(description="All scores are equal, so this group teaches nothing.")


class TrialReport(BaseModel):
    """One JSON line on the worker's standard output."""

    model_config = ConfigDict(frozen=True)

    ok: bool
    problems: list[TrialProblem] = Field(default_factory=list)
    warnings: list[str] = Field(default_factory=list)
    available: list[str] = Field(default_factory=list, description="Functions that the file defines.")
    functions: list[TrialFunction] = Field(default_factory=list)
    groups: list[TrialGroup] = Field(default_factory=list)
    seconds: float = 0.0


def trial_row(row: dict[str, Any]) -> TrialRow:
    """A row of a data file, its texts cut to what a trial takes."""
    return TrialRow(prompt=str(row["prompt"])[:MAX_TEXT], answer=str(row["answer"])[:MAX_TEXT])


def sample_completions(answer: str) -> list[str]:
    """Answers of every sort to a row: right, padded, tagged, wrong and empty."""
    return [
        answer,
        f"The answer is {answer}.",
        f"<think> Let me see. </think> <answer> {answer} </answer>",
        f"<think>\nLet me see.\n</think>\n<answer>{answer}</answer>",
        "I do not know.",
        "",
    ]


def trial_warnings(groups: list[TrialGroup], functions: list[TrialFunction]) -> list[str]:
    """What the figures say about learning."""
    found = []
    flat = sum(group.flat for group in groups)
    if flat:
        which = "every group" if flat == len(groups) else f"{flat} of {len(groups)} groups"
        found.append(f"All scores are equal in {which}. A group without spread teaches nothing.")
    dead = [function.name for function in functions if function.spread == 0]
    if dead and flat < len(groups):
        found.append(f"{', '.join(dead)} gave the same score to all answers of each group.")
    unweighted = [function.name for function in functions if function.weight == 0]
    if unweighted:
        found.append(f"{', '.join(unweighted)} has weight 0 and counts for nothing.")
    return found
