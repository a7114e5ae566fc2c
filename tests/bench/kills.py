"""`python -m tests.bench.kills --kills 20`: the trainer is killed at random moments, started again each time, and must end
where a trainer that nobody killed ends.

Moments are drawn as a number of events to wait for and a fraction of a second more, so that they fall into loading,
training, evaluating and saving whatever the speed of the machine.
"""

import argparse
import random
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from backend.runtime.model_files import read_safetensors_header
from backend.runtime.run_folder import RunFolder
from tests.fixtures import training

HARD = {"lora_dropout": 0.1, "grad_accumulation_steps": 2, "lr_schedule": "cosine", "warmup_steps": 2}
"""What makes exact resume hard: random numbers, a buffer between updates, a rate that moves."""
SHAPE = {"iterations": 30, "save_every": 4, "steps_per_eval": 6, "steps_per_report": 4, "keep_checkpoints": 3}
AUTOSAVE_SECONDS = 0.2
MOST_EVENTS = 40


@dataclass
class Survived:
    """What the killed run went through."""

    folder: RunFolder
    phases: Counter[str] = field(default_factory=Counter)
    """Phase in which it was killed -> how often."""
    resumed_from: list[int] = field(default_factory=list)


def survive(home: Path, kills: int, seed: int, **changes: Any) -> Survived:
    """Kill a run so often, let it end, and look at what lies on the disk after every death."""
    draw = random.Random(seed)
    run = Survived(training.new_run(home, **training.SMALL | SHAPE | HARD | changes))
    for _ in range(kills):
        if not _killed(run, draw):
            break
        _all_whole(run.folder)
    code = training.train(run.folder, AUTOSAVE_SECONDS)
    assert code == 0, training.log_end(run.folder)
    _all_whole(run.folder)
    run.resumed_from = [event.step for event in training.events(run.folder, "resumed")]
    return run


def _killed(run: Survived, draw: random.Random) -> bool:
    """False when the run had ended before its moment came."""
    seen = max((read.event.seq for read in run.folder.events.read()), default=0)
    trainer = training.begin(run.folder, AUTOSAVE_SECONDS)
    moment = seen + draw.randint(1, MOST_EVENTS)
    training.wait_for(run.folder, trainer, lambda event: event.seq >= moment, after=seen)
    training.pause(trainer, draw.uniform(0, 0.15))
    if trainer.poll() is not None:
        assert trainer.returncode == 0, training.log_end(run.folder)
        return False
    training.kill(trainer)
    phases = training.events(run.folder, "phase")
    run.phases[phases[-1].phase.value if phases else "starting"] += 1
    return True


def _all_whole(folder: RunFolder) -> None:
    """Every adapter that was told of and not removed is there, and every file that is there is whole."""
    saved = training.events(folder, "checkpoint")
    removed = {name for event in saved for name in event.removed}
    for name in {event.file for event in saved} - removed:
        assert (folder.adapters / name).exists(), name
    for file in folder.adapters.glob("[!.]*.safetensors"):
        assert read_safetensors_header(file), file


def reference(home: Path, **changes: Any) -> RunFolder:
    """The same run, left alone."""
    folder = training.new_run(home, **training.SMALL | SHAPE | HARD | changes)
    code = training.train(folder)
    assert code == 0, training.log_end(folder)
    return folder


def main() -> None:
    """Kill, compare and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.kills")
    parser.add_argument("--kills", type=int, default=20, help="how often (default %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="of the moments (default %(default)s)")
    asked = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="kills-"))
    try:
        alone = reference(home)
        run = survive(home, asked.kills, asked.seed)
        same_losses = training.losses(run.folder) == training.losses(alone)
        same_bytes = training.adapter_bytes(run.folder) == training.adapter_bytes(alone)
        print(f"killed {sum(run.phases.values())} times: {dict(run.phases)}; went on from steps {run.resumed_from}")
        print(f"losses equal to the last bit: {same_losses}; adapter files equal to the byte: {same_bytes}")
    finally:
        shutil.rmtree(home)


if __name__ == "__main__":
    main()
