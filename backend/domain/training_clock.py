"""How long a run has trained: from the first step of each life to its end. What lies between two lives does not count.

Time that a dead trainer spent on steps that were lost counts: it was spent.
"""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


class TrainingClock(BaseModel):
    """Seconds so far, and since when the clock runs; it stands while `since` is null."""

    model_config = ConfigDict(frozen=True)

    seconds: float = Field(default=0.0, description="Time spent on training, evaluations and saves included.")
    since: datetime | None = None

    def begin(self, time: datetime) -> "TrainingClock":
        """The clock running; it keeps its start where it ran already."""
        return self if self.since is not None else self.model_copy(update={"since": time})

    def read(self, time: datetime) -> "TrainingClock":
        """The clock at a sign of life of the trainer."""
        if self.since is None:
            return self
        passed = max(0.0, (time - self.since).total_seconds())
        return TrainingClock(seconds=self.seconds + passed, since=time)

    def stop(self) -> "TrainingClock":
        """The clock standing where it was last read."""
        return self if self.since is None else TrainingClock(seconds=self.seconds)
