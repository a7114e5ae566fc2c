"""When a run is saved, and what: adapters, numbered checkpoints, the best one, and the state that it can go on from.

The adapter file is what a person uses; the state is what the run goes on from, with a copy of the weights of its own. Both
are replaced as a whole, the adapter first, so at any moment each is the old one or the new one.
"""

import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import mlx.core as mx
import yaml

from backend.domain.events import Phase
from backend.domain.saved_state import differences, fixed_settings
from backend.runtime.atomic_file import sync_folder
from backend.runtime.run_folder import RunFolder
from backend.workers.run_session import NonFiniteLoss, RunSession
from backend.workers.tensor_file import write_tensors
from backend.workers.training_state import Snapshot, StateMismatch, all_finite, write_state

AUTOSAVE_SECONDS = 60.0
"""State is saved at least so often; what `kill -9` can cost."""
AUTOSAVE_SHARE = 0.01
"""But never so often that saving takes more than this share of the time: a large state on a slow disk waits longer."""
BEST_FILE = "best_adapters.safetensors"
_NUMBERED = re.compile(r"(\d+)_adapters\.safetensors")


class StateKeeper:
    """Saves one run, and knows where it can go on from."""

    def __init__(
        self,
        folder: RunFolder,
        session: RunSession,
        keep_checkpoints: int | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder, self._session = folder, session
        self.keep_checkpoints = keep_checkpoints
        self._clock = clock
        self._settings = fixed_settings(yaml.safe_load(folder.mlx_yaml.read_text(encoding="utf-8")))
        self._adapter_step = self._sound_step = -1
        self._next_autosave = clock() + AUTOSAVE_SECONDS
        self.stored = folder.state.newest()
        """The state that this run goes on from, then the newest one that it has saved itself."""
        self._take_up()

    def _take_up(self) -> None:
        for step in self._folder.state.tidy(self.stored):
            self._session.message(f"The state saved at step {step} is damaged and was left aside.", "warning")
        if self.stored is None:
            return
        changed = differences(self.stored.saved.settings, self._settings)
        if changed:
            raise StateMismatch(f"The run cannot go on as it was begun: {'; '.join(changed)}.")
        self._session.step = self.stored.saved.step
        self._session.saved = self._folder.adapter_file.exists()

    def after_step(self, snapshot: Callable[[], Snapshot], *, due: bool) -> None:
        """Between two steps: a checkpoint where one is due, else the state alone once in a while. Raises OSError."""
        if due:
            self._checkpoint(snapshot())
        elif self._clock() >= self._next_autosave:
            self._autosave(snapshot())

    def best(self, snapshot: Snapshot) -> None:
        """Keep the weights that were just measured to be the best. Raises OSError."""
        self._session.phase(Phase.SAVING)
        self._write_adapter(snapshot, BEST_FILE, best=True)
        self._session.phase(Phase.TRAINING)

    def last(self, snapshot: Snapshot) -> None:
        """The run ends here, for now; nothing is kept of a run that has not taken a step. Raises OSError."""
        if not snapshot.step:
            return
        self._session.phase(Phase.SAVING)
        self._write_adapter(snapshot, self._folder.adapter_file.name)
        self._save_state(snapshot)

    def keep_last_state(self) -> None:
        """The weights in memory are spoilt: the adapter becomes that of the newest state, where it is older than that."""
        if self.stored is None or self.stored.saved.step <= self._adapter_step:
            return
        target = self._folder.adapter_file
        beside = target.with_name(f".{target.stem}.part.safetensors")
        shutil.copyfile(self.stored.path / target.name, beside)
        beside.replace(target)
        sync_folder(target.parent)
        self._session.kept(self.stored.saved.step, target.name, target.stat().st_size)

    def _checkpoint(self, snapshot: Snapshot) -> None:
        self._session.phase(Phase.SAVING)
        self._write_adapter(snapshot, self._folder.adapter_file.name)
        self._write_adapter(snapshot, f"{snapshot.step:07d}_adapters.safetensors", retain=True)
        self._save_state(snapshot)
        self._session.phase(Phase.TRAINING)

    def _autosave(self, snapshot: Snapshot) -> None:
        self._session.phase(Phase.SAVING)
        try:
            self._save_state(snapshot)
        except OSError as refused:
            self._next_autosave = self._clock() + AUTOSAVE_SECONDS
            self._session.message(f"The state at step {snapshot.step} could not be saved: {refused}.", "warning")
        self._session.phase(Phase.TRAINING)

    def _write_adapter(self, snapshot: Snapshot, name: str, *, best: bool = False, retain: bool = False) -> None:
        self._refuse_spoilt(snapshot)
        file = self._folder.adapters / name
        size = write_tensors(file, snapshot.weights, write=mx.save_safetensors)
        sync_folder(file.parent)
        if file == self._folder.adapter_file:
            self._adapter_step = snapshot.step
        removed = self._remove_old(snapshot.step) if retain else []
        self._session.kept(snapshot.step, name, size, best=best, removed=removed)

    def _remove_old(self, step: int) -> list[str]:
        """Numbered checkpoints beyond the wished number; one of a later step, which will be written again, is let be."""
        if self.keep_checkpoints is None:
            return []
        found = {int(match[1]): file for file in self._folder.adapters.iterdir() if (match := _matched(file))}
        old = [found[number] for number in sorted(found) if number <= step][: -self.keep_checkpoints]
        for file in old:
            file.unlink(missing_ok=True)
        return [file.name for file in old]

    def _save_state(self, snapshot: Snapshot) -> None:
        if self.stored is None or self.stored.saved.step != snapshot.step:
            self._refuse_spoilt(snapshot)
            began = self._clock()
            self.stored = write_state(self._folder.state, snapshot, self._settings)
            wait = max(AUTOSAVE_SECONDS, (self._clock() - began) / AUTOSAVE_SHARE)
            self._next_autosave = self._clock() + wait

    def _refuse_spoilt(self, snapshot: Snapshot) -> None:
        """A loss can be finite and the update after it not. Raises `NonFiniteLoss`."""
        if self._sound_step != snapshot.step and not all_finite(snapshot.weights):
            raise NonFiniteLoss(f"the adapter after step {snapshot.step} holds numbers that are not finite")
        self._sound_step = snapshot.step


def _matched(file: Path) -> re.Match[str] | None:
    return _NUMBERED.fullmatch(file.name)
