"""Writes a run's figures for TensorBoard, Weights & Biases and SwanLab, inside the run's folder and without a network.

They see what `events.jsonl` sees, event by event. mlx-lm has reporters of its own for two of them, but those write into the
adapter's folder, may ask for a login, and end the run when they fail. Here a tracker that fails is told of once and left
out; the run goes on.
"""

import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from backend.domain.events import EvalEvent, FinishedEvent, RunEvent, TrainEvent
from backend.domain.trackers import PACKAGES, Tracker
from backend.runtime.event_log import EventLog

_PROJECT = "droid-fine-tuning"
_TRAINED = ("train_loss", "learning_rate", "tokens_per_second", "trained_tokens", "peak_memory_gb")


class _Writer(Protocol):
    def log(self, figures: dict[str, float], step: int) -> None: ...

    def close(self) -> None: ...


class TensorBoard:
    """Event files that `tensorboard --logdir` reads."""

    def __init__(self, folder: Path, name: str, config: dict[str, Any]) -> None:  # noqa: ARG002 - one shape for all trackers
        from tensorboardX import SummaryWriter

        self._writer = SummaryWriter(logdir=str(folder))
        self._writer.add_text("config", "\n".join(f"    {key}: {value}" for key, value in config.items()))

    def log(self, figures: dict[str, float], step: int) -> None:
        """Write figures of a step."""
        for key, value in figures.items():
            self._writer.add_scalar(key, value, step)
        self._writer.flush()

    def close(self) -> None:
        """Write what is left."""
        self._writer.close()


class WandB:
    """An offline run that `wandb sync` uploads when a person wants it."""

    def __init__(self, folder: Path, name: str, config: dict[str, Any]) -> None:
        places = {f"WANDB_{room}_DIR": str(folder / room.lower()) for room in ("CACHE", "CONFIG", "DATA")}
        os.environ.update(
            places, WANDB_MODE="offline", WANDB_SILENT="true", WANDB_ERROR_REPORTING="false", WANDB_CONSOLE="off"
        )
        import wandb

        settings = wandb.Settings(x_disable_stats=True, disable_git=True, disable_code=True)
        self._run = wandb.init(
            project=_PROJECT, name=name, dir=str(folder), config=config, mode="offline", settings=settings
        )

    def log(self, figures: dict[str, float], step: int) -> None:
        """Write figures of a step."""
        self._run.log(figures, step=step)

    def close(self) -> None:
        """Write what is left."""
        self._run.finish()


class SwanLab:
    """An offline run that `swanlab sync` uploads when a person wants it."""

    def __init__(self, folder: Path, name: str, config: dict[str, Any]) -> None:
        os.environ.update(SWANLAB_MODE="offline", SWANLAB_SAVE_DIR=str(folder / "save"))
        import swanlab

        self._swanlab = swanlab
        swanlab.init(project=_PROJECT, experiment_name=name, logdir=str(folder), mode="offline", config=config)

    def log(self, figures: dict[str, float], step: int) -> None:
        """Write figures of a step."""
        self._swanlab.log(figures, step=step)

    def close(self) -> None:
        """Write what is left."""
        self._swanlab.finish()


_WRITERS: dict[Tracker, Callable[[Path, str, dict[str, Any]], _Writer]] = {
    Tracker.TENSORBOARD: TensorBoard,
    Tracker.WANDB: WandB,
    Tracker.SWANLAB: SwanLab,
}


class TrackedLog(EventLog):
    """A run's event log that also writes for trackers."""

    def __init__(self, path: Path, trackers: Sequence[Tracker], name: str, config: dict[str, Any]) -> None:
        super().__init__(path)
        self.trackers = tuple(trackers)
        self._name, self._config = name, config
        self._open: dict[Tracker, _Writer] = {}

    def begin(self) -> None:
        """Open every tracker; one that cannot be opened is told of and left out."""
        for tracker in self.trackers:
            folder = self.path.parent / "trackers" / tracker.value
            self._try(tracker, partial(self._begin, tracker, folder))

    def append(self, event_type: str, *, sync: bool = False, **fields: object) -> RunEvent:
        """Number, date and write one event, then pass its figures on. Raises OSError, ValidationError."""
        event = super().append(event_type, sync=sync, **fields)
        if isinstance(event, FinishedEvent):
            for tracker, writer in list(self._open.items()):
                self._try(tracker, writer.close)
        step, figures = _figures(event)
        for tracker, writer in list(self._open.items()) if figures else ():
            self._try(tracker, partial(writer.log, figures, step))
        return event

    def _begin(self, tracker: Tracker, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._open[tracker] = _WRITERS[tracker](folder, self._name, self._config)

    def _try(self, tracker: Tracker, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - packages of others raise anything, and no figure is worth a run
            self._open.pop(tracker, None)
            said = str(error).strip().splitlines() or [type(error).__name__]
            text = f"{PACKAGES[tracker].title} failed and is left out from here on: {said[0].rstrip('.')}."
            super().append("message", level="warning", text=text)


def _figures(event: RunEvent) -> tuple[int, dict[str, float]]:
    """(step, figures) that trackers draw; no figures for what is none of theirs."""
    match event:
        case TrainEvent():
            figures = {f"train/{name}": getattr(event, name) for name in _TRAINED}
        case EvalEvent():
            figures = {"validation/val_loss": event.val_loss}
        case _:
            return 0, {}
    return event.step, {name: value for name, value in figures.items() if value is not None}


def leave_out_reporters() -> None:
    """mlx-lm imports wandb and swanlab wherever they are installed, which takes seconds; ours are imported by now."""
    for tracker in (Tracker.WANDB, Tracker.SWANLAB):
        sys.modules.setdefault(PACKAGES[tracker].module, None)  # type: ignore[arg-type]
