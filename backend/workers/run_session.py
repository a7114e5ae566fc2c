"""What the trainer tells while it works, and when it is asked to end.

Writes numbered events and holds the two wishes that end a run early: a stop that was asked for, and early stopping. It
sees rows, losses and files go by; it knows nothing of models.
"""

import math
import signal
import time
from collections.abc import Iterator, Sequence, Sized
from typing import Any, Literal

import psutil

from backend.domain.evaluation_tally import EvaluationTally
from backend.domain.events import Phase
from backend.runtime.event_log import EventLog

_STEP_SECONDS = 0.25
Outcome = Literal["completed", "stopped", "early_stopped"]


class NonFiniteLoss(Exception):
    """The loss is NaN or infinite: going on would only spoil the adapter."""


class RunSession:
    """One run as the trainer lives through it."""

    def __init__(self, events: EventLog, patience: int | None, min_delta: float = 0.0) -> None:
        self.events = events
        self.patience = patience
        self.min_delta = min_delta
        self.evaluations = EvaluationTally()
        self.step = 0
        """Steps that are done."""
        self.total_steps = 0
        self.saved = False
        self.outcome: Outcome = "completed"
        self.wants_end = False
        self._training = False
        self._batches_taken = 0
        self._evaluation_cut = False
        self._last_step_event = 0.0
        self._phase: Phase | None = None
        self._process = psutil.Process()

    def phase(self, phase: Phase, done: int | None = None, total: int | None = None, unit: str | None = None) -> None:
        """Say what is being done, and how far it has got."""
        self._phase = phase
        self.events.append("phase", phase=phase, done=done, total=total, unit=unit)

    def listen_for_stop(self) -> None:
        """First SIGINT while training: finish the step, save, end. Any other: end at once through KeyboardInterrupt."""
        signal.signal(signal.SIGINT, self._interrupted)

    def _interrupted(self, _number: int, _frame: object) -> None:
        if not self._training or self.wants_end:
            raise KeyboardInterrupt
        self.wants_end = True
        self.outcome = "stopped"

    def resumed(self, step: int, evaluations: EvaluationTally) -> None:
        """The run stands where a saved state left it."""
        self.between_steps(step)
        self.evaluations = evaluations
        self.events.append("resumed", step=step, total_steps=self.total_steps)

    def between_steps(self, done: int) -> None:
        """So many steps are done."""
        self.step = self._batches_taken = done
        if time.monotonic() - self._last_step_event >= _STEP_SECONDS:
            self._step_event()

    def begin_training(self, total_steps: int) -> None:
        """From now on a stop keeps what was learned."""
        self.total_steps = total_steps
        self._training = True
        self.phase(Phase.TRAINING)

    def end_training(self) -> None:
        """The loop is over and the weights are saved."""
        self._training = False
        self.step = self._batches_taken
        self._step_event()

    def training_batches(self, batches: Iterator[Any]) -> Iterator[Any]:
        """Pass batches on until the end is wished for; a batch taken means the step before it is done."""
        for number, batch in enumerate(batches):
            if self.wants_end:
                self.step = number
                return
            self.between_steps(number)
            self._batches_taken = number + 1
            yield batch

    def evaluation_batches(self, batches: Iterator[Any], total: int) -> Iterator[Any]:
        """Pass validation batches on, telling how far; a stop ends it after the batch at hand."""
        self.phase(Phase.EVALUATING, 0, total, "batches")
        last = time.monotonic()
        for number, batch in enumerate(batches):
            if self.wants_end and number:
                self._evaluation_cut = True
                break
            if time.monotonic() - last >= _STEP_SECONDS:
                last = time.monotonic()
                self.phase(Phase.EVALUATING, number, total, "batches")
            yield batch
        self.phase(Phase.TRAINING)

    def tokenise(self, rows: Sized, name: str) -> None:
        """Let the data set tokenise every row now, so that the work has a name and a progress."""
        total = len(rows)
        self.phase(Phase.TOKENISING, 0, total, f"{name} rows")
        last = time.monotonic()
        for index in range(total):
            rows[index]  # type: ignore[index]
            if time.monotonic() - last >= _STEP_SECONDS:
                last = time.monotonic()
                self.phase(Phase.TOKENISING, index + 1, total, f"{name} rows")

    def on_train_loss_report(self, report: dict[str, Any]) -> None:
        """Called by mlx-lm with the means since the last report. Raises `NonFiniteLoss`."""
        loss = float(report["train_loss"])
        step = int(report["iteration"])
        speed = float(report["iterations_per_second"])
        finite = math.isfinite(loss)
        self.events.append(
            "train",
            step=step,
            train_loss=loss if finite else None,
            learning_rate=float(report["learning_rate"]),
            steps_per_second=speed if math.isfinite(speed) else 0.0,
            tokens_per_second=float(report["tokens_per_second"]),
            trained_tokens=int(report["trained_tokens"]),
            peak_memory_gb=float(report["peak_memory"]),
            memory_gb=self._process.memory_info().rss / 1e9,
        )
        if not finite:
            raise NonFiniteLoss(f"the training loss at step {step} is {loss}")

    def on_val_loss_report(self, report: dict[str, Any]) -> bool:
        """Take a validation loss; whether it is the best so far. A cut evaluation is not a measurement and is dropped."""
        if self._evaluation_cut:
            return False
        loss = float(report["val_loss"])
        best = self.evaluations.is_best(loss)
        self.events.append(
            "eval",
            step=int(report["iteration"]),
            val_loss=loss if math.isfinite(loss) else None,
            seconds=float(report["val_time"]),
            best=best,
        )
        self.evaluations = self.evaluations.after(loss, self.min_delta)
        if self.patience is not None and self.evaluations.since_better >= self.patience and not self.wants_end:
            self.wants_end = True
            self.outcome = "early_stopped"
            least = f" by {self.min_delta:g} or more" if self.min_delta else ""
            self.message(f"No better validation loss{least} in {self.patience} evaluations: the run ends early.")
        return best

    def on_saved(self, name: str, size: int) -> None:
        """An adapter file was written in full."""
        self.kept(self._batches_taken, name, size)
        if self._training:
            self.phase(Phase.TRAINING)

    def kept(self, step: int, name: str, size: int, *, best: bool = False, removed: Sequence[str] = ()) -> None:
        """An adapter file with the weights after a step was written in full."""
        self.saved = True
        self.events.append("checkpoint", step=step, file=name, bytes=size, best=best, removed=list(removed))

    def message(self, text: str, level: Literal["info", "warning"] = "info") -> None:
        """Tell a person something."""
        self.events.append("message", level=level, text=text)

    def finished(self, outcome: str, error: BaseException | None = None) -> None:
        """The last word, flushed to the disk."""
        self.events.append(
            "finished",
            sync=True,
            outcome=outcome,
            step=self.step,
            saved=self.saved,
            error_type=None if error is None else type(error).__name__,
            error=None if error is None else str(error),
        )

    def _step_event(self) -> None:
        self._last_step_event = time.monotonic()
        self.events.append("step", step=self.step, total_steps=self.total_steps)
