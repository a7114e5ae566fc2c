"""The runs on disk, and what is known of them in memory. The only writer of `run.json`."""

import json
import os
import secrets
import threading
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from backend.domain.enhanced_request import REQUEST_FILE
from backend.domain.mlx_config import RunPaths
from backend.domain.run import END_STATES, Run, RunKind, RunMetrics, RunState, advance
from backend.domain.run_id import make_run_id
from backend.errors import Conflict, NotFound, StorageFailed
from backend.runtime.atomic_file import write_atomic
from backend.runtime.dataset_files import prepare_rows
from backend.runtime.engines import engine_versions
from backend.runtime.run_folder import BrokenRun, RunFolder
from backend.runtime.trash_folder import TrashFolder
from backend.services.enhanced_preflight import EnhancedPreflight
from backend.services.preflight import Preflight
from backend.services.run_resume import lengthen
from backend.services.run_shelf import RunShelf, Stray

Checked = Preflight | EnhancedPreflight


class RunStore:
    """Runs by id. A run changes only through `move` and `note`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._shelf = RunShelf(root)
        self._runs: dict[str, Run] = {}
        self._making: set[str] = set()
        self._placing = threading.Lock()
        """Held while folders come and go, so that nobody takes one in that is just leaving."""
        self.trash = TrashFolder(root.parent / "trash")

    def load(self) -> None:
        """Read every folder under the root; what cannot be read is left alone. Raises OSError."""
        self.root.mkdir(parents=True, exist_ok=True)
        for name, path in sorted(self._shelf.entries().items()):
            with suppress(BrokenRun):
                self._runs[name] = self._shelf.read(path)

    def discover(self) -> list[Stray]:
        """Take in ended runs that somebody put under the root; what else lies there, and why it is no run. Raises OSError."""
        strays = []
        with self._placing:
            for name, path in self._shelf.entries().items():
                if name in self._runs or name in self._making:
                    continue
                found = self._shelf.look(name, path)
                if isinstance(found, Stray):
                    strays.append(found)
                else:
                    self._runs[name] = found
        return strays

    def all(self) -> list[Run]:
        """Every run, newest first."""
        return _newest_first(self._runs.values())

    def recent(self, ended: int) -> list[Run]:
        """The runs that have not ended, and of the others those that ended last; newest first."""
        runs = list(self._runs.values())
        over = [run for run in runs if run.state in END_STATES]
        over.sort(key=lambda run: run.ended_at or run.created_at, reverse=True)
        return _newest_first([run for run in runs if run.state not in END_STATES] + over[:ended])

    def get(self, run_id: str) -> Run:
        """One run. Raises `NotFound`."""
        if run_id not in self._runs:
            raise NotFound(f"There is no run {run_id[:80]!r}. It may have been deleted.")
        return self._runs[run_id]

    def folder(self, run_id: str) -> RunFolder:
        """The folder of a known run. Raises `NotFound`."""
        return RunFolder(self.root / self.get(run_id).id)

    def place(self, run_id: str) -> RunFolder:
        """The folder of a run, broken ones included. Raises `NotFound`."""
        if run_id in self._runs:
            return self.folder(run_id)
        try:
            return RunFolder(self._shelf.entries()[run_id])
        except (KeyError, OSError) as error:
            raise NotFound(f"There is no run {run_id[:80]!r}. It may have been deleted.") from error

    def check(self, run_id: str) -> None:
        """Make sure that a known run's `run.json` can still be read. Raises `NotFound`, `BrokenRun`."""
        self._shelf.check(self.path_of(self.get(run_id).id))

    def has_ended(self, run_id: str) -> bool:
        """Whether nothing more will happen to a run; a broken one has ended. Raises `NotFound`."""
        if run_id not in self._runs:
            self.place(run_id)
            return True
        return self._runs[run_id].state in END_STATES

    def trainer_files(self, run_id: str) -> dict[str, str]:
        """What the trainer was started with, by file name, the one to repeat the run with first. Raises `NotFound`."""
        folder = self.folder(run_id)
        found = {}
        for file in (folder.mlx_yaml, folder.path / REQUEST_FILE):
            with suppress(FileNotFoundError):
                found[file.name] = file.read_text(encoding="utf-8")
        if not found:
            raise NotFound("The run's folder no longer holds what its trainer was given: somebody removed it.")
        return found

    def create(self, kind: RunKind, checked: Checked) -> Run:
        """Make the folder, the prepared rows, `config.json`, the trainer's files and `run.json`. Raises `StorageFailed`.

        Nothing is left behind when it fails half way.
        """
        now = datetime.now(UTC)
        run_id = make_run_id(now, checked.config.adapter_name, secrets.token_hex(2))
        folder = RunFolder(self.root / run_id)
        self._making.add(run_id)
        try:
            folder.create()
            hashes = _write_data(folder.source if kind is RunKind.SFT else folder.data, checked)
            located = checked.located(_absolute_paths(checked))
            _write_inputs(folder, located)
            run = Run(
                id=run_id,
                kind=kind,
                state=RunState.QUEUED,
                config=located.config,
                created_at=now,
                queued_at=now,
                metrics=RunMetrics(total_steps=checked.plan.iterations),
                versions=engine_versions(),
                data_sha256=hashes,
                plan=checked.plan,
                folder=str(folder.path),
            )
            folder.write_run(run)
            folder.events.append("state", sync=True, state=RunState.QUEUED)
            for warning in checked.warnings:
                folder.events.append("message", level="warning", text=warning)
        except OSError as error:
            if folder.path.exists():
                folder.remove()
            raise StorageFailed(f"The run could not be written to {self.root}: {error.strerror}.") from error
        else:
            self._runs[run_id] = run
        finally:
            self._making.discard(run_id)
        return run

    def take_up(self, run_id: str, total_steps: int) -> Run:
        """Queue an ended run again, to end after `total_steps`. Raises `StorageFailed`."""
        run = self.get(run_id)
        plan = None if run.plan is None else run.plan.model_copy(update={"iterations": total_steps})
        again: dict[str, object] = {"exit": None, "ended_at": None, "proof": None, "remedies": [], "process": None}
        try:
            lengthen(self.folder(run_id), total_steps)
            return self.move(run_id, RunState.QUEUED, plan=plan, queued_at=datetime.now(UTC), **again)
        except OSError as error:
            raise StorageFailed(f"The run could not be taken up again: {error.strerror}.") from error

    def move(self, run_id: str, state: RunState, **changes: object) -> Run:
        """Take a run to another state through the transition table; replaces `run.json`, then writes the event.

        In this order a full disk leaves no event behind, so a second try tells the move once. Raises OSError.
        """
        run = self.get(run_id)
        moved = run.model_copy(update={"state": advance(run.state, state), **changes})
        folder = self.folder(run_id)
        folder.write_run(moved)
        folder.events.append("state", sync=True, state=state, exit=changes.get("exit"))
        self._runs[run_id] = moved
        return moved

    def note(self, run_id: str, *, write: bool = False, **changes: object) -> Run:
        """Remember figures of a run; `write` puts them into `run.json` as well."""
        if "state" in changes:
            raise ValueError("a state changes through move() only")
        noted = self.get(run_id).model_copy(update=changes)
        if write:
            self.folder(run_id).write_run(noted)
        self._runs[run_id] = noted
        return noted

    def remove(self, run_id: str) -> None:
        """Move the folder to the trash and forget the run. Raises `NotFound`, `StorageFailed`."""
        path = self.place(run_id).path
        with self._placing:
            run = self._runs.pop(run_id, None)
            try:
                self.trash.put(run_id, path)
            except FileNotFoundError:
                return  # somebody removed the folder already: forgetting it is all there is to do
            except OSError as error:
                if run is not None:
                    self._runs[run_id] = run
                raise StorageFailed(f"The run could not be deleted: {error.strerror}.") from error

    def forget(self, run_id: str) -> None:
        """Drop a run whose folder somebody removed."""
        self._runs.pop(run_id, None)

    def restore(self, run_id: str) -> Run | None:
        """Bring the newest folder of this name back; None where it holds no readable run.

        Raises `NotFound`, `Conflict`, `StorageFailed`.
        """
        try:
            with self._placing:
                trashed = next((found for found in self.trash.all() if found.name == run_id), None)
                if trashed is None:
                    raise NotFound(f"The run {run_id[:80]!r} is not in the trash: it was brought back or purged.")
                target = self._free(trashed.path.name)
                self.trash.take_back(trashed, target)
                return self._taken_in(run_id, target)
        except OSError as error:
            raise StorageFailed(f"The run could not be brought back: {error.strerror}.") from error

    def is_taken(self, run_id: str) -> bool:
        """Whether a folder of this name is among the runs, whatever it holds."""
        return run_id in self._runs or os.path.lexists(self.path_of(run_id))

    def path_of(self, run_id: str) -> Path:
        """Where the folder of a run with this id lies or would lie; the id must be one of ours."""
        return self.root / run_id

    def bring_in(self, staged: Path, run: Run) -> Run:
        """Make a whole folder that was put together elsewhere in the home a run. Raises `Conflict`, OSError."""
        with self._placing:
            staged.rename(self._free(run.id))
            self._runs[run.id] = run
        return run

    def _free(self, name: str) -> Path:
        if self.is_taken(name):
            raise Conflict(f"There is a run {name[:80]!r} already. Delete that one first.")
        return self.path_of(name)

    def _taken_in(self, run_id: str, path: Path) -> Run | None:
        try:
            self._runs[run_id] = self._shelf.read(path)
        except BrokenRun:
            return None
        return self._runs[run_id]


def _newest_first(runs: Iterable[Run]) -> list[Run]:
    return sorted(runs, key=lambda run: (run.created_at, run.id), reverse=True)


def _absolute_paths(checked: Checked) -> dict[str, str]:
    config = checked.config
    model = Path(config.model_path).expanduser()
    paths = {
        "model_path": str(model.absolute()) if model.is_dir() else config.model_path,
        "train_data_path": str(checked.train_file),
        "val_data_path": str(checked.val_file or ""),
    }
    for name in ("resume_adapter_file", "reward_functions_file"):
        given = getattr(config, name, None)
        if given:
            paths[name] = str(Path(given).expanduser().absolute())
    return paths


def _write_data(target: Path, checked: Checked) -> dict[str, str]:
    """Copy the rows into a folder of the run: from now on nobody else's changes reach it."""
    target.mkdir(exist_ok=True)
    hashes = {"train": prepare_rows(checked.train_file, target / "train.jsonl")}
    if checked.val_file is not None:
        hashes["valid"] = prepare_rows(checked.val_file, target / "valid.jsonl")
    return hashes


def _write_inputs(folder: RunFolder, checked: Checked) -> None:
    write_atomic(folder.config_file, json.dumps(checked.config.model_dump(mode="json"), indent=2).encode())
    for name, text in checked.trainer_files(RunPaths(data=folder.data, adapters=folder.adapters)).items():
        write_atomic(folder.path / name, text.encode())
