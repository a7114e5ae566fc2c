"""What a person should be told of a run while it goes on: named only on evidence, each thing once.

Fed with events and with the time; knows nothing of files or processes.
"""

from dataclasses import dataclass, field
from itertools import pairwise

from backend.domain.events import EvalEvent, PhaseEvent, RunEvent, StepEvent, TrainEvent

STALL_SECONDS = 300.0
SLEEP_SECONDS = 30.0
RISING_EVALUATIONS = 3


@dataclass
class RunWatch:
    """One run under watch. Times are seconds: `clock` runs on while the computer sleeps, `ticks` does not."""

    clock: float
    ticks: float
    _last_word: float = field(init=False)
    _told_stall: bool = False
    _told_rise: bool = False
    _phase: str = "starting"
    _step: int = 0
    _evaluations: list[tuple[int, float]] = field(default_factory=list)
    _losses: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._last_word = self.ticks

    def observe(self, event: RunEvent) -> str | None:
        """Take an event in; what there is to tell because of it."""
        self._last_word, self._told_stall = self.ticks, False
        match event:
            case PhaseEvent():
                self._phase = event.phase.value
            case StepEvent():
                self._step = event.step
            case TrainEvent() if event.train_loss is not None:
                self._losses.append(event.train_loss)
            case EvalEvent() if event.val_loss is not None:
                self._evaluations.append((event.step, event.val_loss))
                return self._rising()
        return None

    def tick(self, clock: float, ticks: float, *, paused: bool) -> str | None:
        """The time is now `clock` and `ticks`; `paused` says that the system holds the trainer stopped."""
        slept = (clock - self.clock) - (ticks - self.ticks)
        self.clock, self.ticks = clock, ticks
        if slept > SLEEP_SECONDS:
            self._last_word = ticks
            return f"This computer slept for {slept / 60:.0f} min. Training went on when it woke."
        silent = ticks - self._last_word
        if self._told_stall or silent < (SLEEP_SECONDS if paused else STALL_SECONDS):
            return None
        self._told_stall = True
        where = f"in step {self._step + 1}" if self._phase == "training" else f"while {self._phase}"
        if paused:
            return f"The trainer is paused: something stopped its process {where}. Continue it, or stop the run."
        return f"No progress for {silent / 60:.0f} min {where}. It may be swapping memory; stop the run if it stays so."

    def _rising(self) -> str | None:
        recent = self._evaluations[-RISING_EVALUATIONS - 1 :]
        if self._told_rise or len(recent) <= RISING_EVALUATIONS or len(self._losses) < RISING_EVALUATIONS:
            return None
        values = [loss for _, loss in recent]
        rising = all(later > earlier for earlier, later in pairwise(values))
        if not rising or self._losses[-1] >= self._losses[-RISING_EVALUATIONS]:
            return None
        self._told_rise = True
        return (
            f"The validation loss has risen {RISING_EVALUATIONS} times in a row, from {values[0]:.3f} to {values[-1]:.3f}, "
            "while the training loss fell: the model is learning the rows by heart. Stop the run, or use its best checkpoint."
        )
