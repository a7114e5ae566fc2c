"""The validation losses of a run so far: which was the best, and for how long none was better."""

from pydantic import BaseModel, ConfigDict, Field


class EvaluationTally(BaseModel):
    """One value a run, replaced with every evaluation and kept with its state."""

    model_config = ConfigDict(frozen=True)

    best: float | None = Field(default=None, description="The lowest loss.")
    reference: float | None = Field(default=None, description="The loss that the next one must beat by `min_delta`.")
    since_better: int = Field(default=0, description="Evaluations since the reference was beaten.")

    def is_best(self, loss: float) -> bool:
        """Whether a loss is lower than every one before; NaN never is."""
        return loss < (float("inf") if self.best is None else self.best)

    def after(self, loss: float, min_delta: float = 0.0) -> "EvaluationTally":
        """The tally with one more loss. An improvement of less than `min_delta` is none for patience."""
        better = loss < (float("inf") if self.reference is None else self.reference - min_delta)
        return EvaluationTally(
            best=loss if self.is_best(loss) else self.best,
            reference=loss if better else self.reference,
            since_better=0 if better else self.since_better + 1,
        )
