"""The runs on disk, and what is known of them in memory. The only writer of `run.json`."""

import json
import secrets
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from backend.domain.enhanced_request import REQUEST_FILE
from backend.domain.mlx_config import RunPaths
from backend.domain.run import Run, RunKind, RunMetrics, RunState, advance
from backend.errors import NotFound, StorageFailed
from backend.runtime.atomic_file import write_atomic
from backend.runtime.dataset_files import prepare_rows
from backend.runtime.engines import engine_versions
from backend.runtime.run_folder import BrokenRun, RunFolder
from backend.services.enhanced_preflight import EnhancedPreflight
from backend.services.preflight import Preflight
from backend.services.run_resume import lengthen

Checked = Preflight | EnhancedPreflight


class RunStore:
    """Runs by id. A run changes only through `move` and `note`."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._runs: dict[str, Run] = {}

    def load(self) -> None:
        """Read every folder under the root; a broken one is left alone and not listed. Raises OSError."""
        self._root.mkdir(parents=True, exist_ok=True)
        for path in sorted(self._root.iterdir()):
            try:
                self._runs[path.name] = RunFolder(path).read_run()
            except BrokenRun:
                continue

    def all(self) -> list[Run]:
        """Every run, newest first."""
        return sorted(self._runs.values(), key=lambda run: (run.created_at, run.id), reverse=True)

    def get(self, run_id: str) -> Run:
        """One run. Raises `NotFound`."""
        if run_id not in self._runs:
            raise NotFound(f"There is no run {run_id[:80]!r}. It may have been deleted.")
        return self._runs[run_id]

    def folder(self, run_id: str) -> RunFolder:
        """The folder of a known run. Raises `NotFound`."""
        return RunFolder(self._root / self.get(run_id).id)

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
        run_id = f"{now:%Y%m%d-%H%M%S}-{checked.config.adapter_name}-{secrets.token_hex(2)}"
        folder = RunFolder(self._root / run_id)
        try:
            folder.create()
            hashes = _write_data(folder, checked)
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
            raise StorageFailed(f"The run could not be written to {self._root}: {error.strerror}.") from error
        self._runs[run_id] = run
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
        """Delete the folder and forget the run. Raises `NotFound`, `StorageFailed`."""
        folder = self.folder(run_id)
        try:
            folder.remove()
        except OSError as error:
            raise StorageFailed(f"The run could not be deleted: {error.strerror}.") from error
        del self._runs[run_id]


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


def _write_data(folder: RunFolder, checked: Checked) -> dict[str, str]:
    hashes = {"train": prepare_rows(checked.train_file, folder.data / "train.jsonl")}
    if checked.val_file is not None:
        hashes["valid"] = prepare_rows(checked.val_file, folder.data / "valid.jsonl")
    return hashes


def _write_inputs(folder: RunFolder, checked: Checked) -> None:
    write_atomic(folder.config_file, json.dumps(checked.config.model_dump(mode="json"), indent=2).encode())
    for name, text in checked.trainer_files(RunPaths(data=folder.data, adapters=folder.adapters)).items():
        write_atomic(folder.path / name, text.encode())
