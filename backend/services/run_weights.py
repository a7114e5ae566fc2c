"""The weights that a run has saved: numbered checkpoints, the best, the final ones, and the step behind each."""

import re
from dataclasses import dataclass
from pathlib import Path

from backend.domain.compare_sides import Checkpoint
from backend.domain.events import CheckpointEvent, EvalEvent
from backend.domain.run import Run
from backend.runtime.run_folder import RunFolder

_NUMBERED = re.compile(r"^(\d+)_adapters\.safetensors$")


@dataclass(frozen=True)
class Weights:
    """One adapter file of a run."""

    file: Path
    step: int
    note: str | None = None


@dataclass(frozen=True)
class RunWeights:
    """Everything a run has saved. `best` is None without validation losses."""

    checkpoints: list[Checkpoint]
    final: Weights | None
    best: Weights | None

    def numbered(self, folder: Path, step: int) -> Weights | None:
        """The checkpoint of a step, where one was saved."""
        files = [checkpoint.file for checkpoint in self.checkpoints if checkpoint.step == step]
        return Weights(folder / files[0], step) if files else None


def run_weights(folder: RunFolder, run: Run) -> RunWeights:
    """What lies in a run's adapters folder, with steps and losses from its events."""
    events = [read.event for read in folder.events.read()]
    losses = {event.step: event.val_loss for event in events if isinstance(event, EvalEvent)}
    saved = [event for event in events if isinstance(event, CheckpointEvent)]
    numbered = {int(found[1]): name for name in _names(folder.adapters) if (found := _NUMBERED.match(name))}
    checkpoints = [
        Checkpoint(step=step, file=name, val_loss=losses.get(step, losses.get(step - 1)))  # measured before the step
        for step, name in sorted(numbered.items())
    ]
    final = None
    if folder.adapter_file.is_file():
        steps = [event.step for event in saved if event.file == folder.adapter_file.name]
        final = Weights(folder.adapter_file, steps[-1] if steps else run.metrics.step)
    return RunWeights(checkpoints, final, _best(folder, run, saved, checkpoints, final))


def _best(
    folder: RunFolder,
    run: Run,
    saved: list[CheckpointEvent],
    checkpoints: list[Checkpoint],
    final: Weights | None,
) -> Weights | None:
    """The file that was kept as the best; else the first checkpoint at or after the best step; else the final weights."""
    for event in reversed(saved):
        if event.best and (folder.adapters / event.file).is_file():
            return Weights(folder.adapters / event.file, event.step)
    best = run.metrics.best_step
    if best is None:
        return None
    later = [checkpoint for checkpoint in checkpoints if checkpoint.step >= best]
    if later:
        nearest = Weights(folder.adapters / later[0].file, later[0].step)
    elif final is not None:
        nearest = final
    else:
        return None
    if nearest.step == best:
        return nearest
    note = f"Nothing was saved at the best step {best}: step {nearest.step} is used."
    return Weights(nearest.file, nearest.step, note)


def _names(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir()]
    except OSError:
        return []
