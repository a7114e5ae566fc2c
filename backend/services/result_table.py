"""Every run as a row. A row is made anew only when its run or its folder has changed, so asking again costs little."""

import hashlib
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from backend.domain.result import ResultRow, result_row
from backend.domain.run import END_STATES, Run
from backend.domain.run_id import parse_run_id
from backend.domain.run_notes import NotesChange, RunNotes
from backend.errors import Conflict, NotFound, StorageFailed
from backend.runtime.evaluation_folder import EvaluationFolder
from backend.runtime.log_end import log_problem
from backend.runtime.notes_file import BrokenNotes, read_notes, write_notes
from backend.runtime.run_entries import disk_bytes, entry_stamp
from backend.runtime.run_folder import BrokenRun
from backend.services.run_shelf import Stray
from backend.services.run_store import RunStore

_WATCHED = ("", "/run.json", "/notes.json", "/events.jsonl", "/evaluations")
_GONE = "The run's folder was removed from the disk. Delete the run here too, or put the folder back."
_UNKNOWN = datetime.min.replace(tzinfo=UTC)
_Stamps = tuple[object, ...]


@dataclass(frozen=True)
class TableBody:
    """The table as JSON, and a mark that changes with it."""

    content: bytes
    etag: str


@dataclass(frozen=True)
class _KeptRow:
    """A row and what it was made of: it holds as long as both are the same."""

    held: Run | Stray
    stamps: _Stamps
    row: ResultRow
    json: bytes


class ResultTable:
    """The rows of one home."""

    def __init__(self, store: RunStore) -> None:
        self._store = store
        self._rows: dict[str, _KeptRow] = {}
        self._reading = threading.Lock()

    def body(self) -> TableBody:
        """Every row, newest first, as a JSON array. Raises `StorageFailed`."""
        with self._reading:
            self._read_again()
            made = sorted(self._rows.values(), key=lambda kept: _age(kept.row), reverse=True)
        content = b"[" + b",".join(kept.json for kept in made) + b"]"
        return TableBody(content, f'"{hashlib.sha256(content).hexdigest()[:32]}"')

    def row(self, run_id: str) -> ResultRow:
        """One row. Raises `NotFound`, `StorageFailed`."""
        with self._reading:
            self._read_again()
            if run_id not in self._rows:
                raise NotFound(f"There is no run {run_id[:80]!r}. It may have been deleted.")
            return self._rows[run_id].row

    def annotate(self, run_id: str, change: NotesChange) -> ResultRow:
        """Change star, tags or note of a run. Raises `NotFound`, `Conflict`, `StorageFailed`."""
        path = self._store.place(run_id).path
        if not path.exists():
            raise NotFound(_GONE)
        if path.is_file():
            raise Conflict("This is a file, not the folder of a run: it can carry no notes.")
        try:
            write_notes(path, change.applied(_notes(path)[0]))
        except OSError as error:
            raise StorageFailed(f"The notes could not be kept in {path}: {error.strerror}.") from error
        return self.row(run_id)

    def _read_again(self) -> None:
        try:
            strays = {stray.name: stray for stray in self._store.discover()}
        except OSError as error:
            raise StorageFailed(f"The runs cannot be listed: {error.strerror}.") from error
        runs = {run.id: run for run in self._store.all()}
        for gone in self._rows.keys() - runs.keys() - strays.keys():
            del self._rows[gone]
        for stray in strays.values():
            self._keep(stray.name, str(stray.path), stray)
        for run in runs.values():
            self._keep(run.id, f"{self._store.root}/{run.id}", run)

    def _keep(self, name: str, path: str, held: Run | Stray) -> None:
        stamps = _stamps(path)
        known = self._rows.get(name)
        if known is not None and known.held is held and known.stamps == stamps:
            return
        folder = Path(path)
        notes, trouble = _notes(folder)
        if isinstance(held, Stray):
            row = _stray_row(held, notes)
        else:
            problem = self._folder_problem(held, folder) or trouble
            row = result_row(held, notes, disk_bytes(folder), problem, EvaluationFolder(folder).read_all())
        self._rows[name] = _KeptRow(held, stamps, row, row.model_dump_json().encode())

    def _folder_problem(self, run: Run, path: Path) -> str | None:
        """What is wrong on the disk with a run that the server knows."""
        if not path.exists():
            return _GONE
        try:
            self._store.check(run.id)
            ended = run.state in END_STATES and run.started_at is not None
            return log_problem(path / "events.jsonl") if ended else None
        except BrokenRun as broken:
            return (
                f"{broken} What is shown is what the server remembers. Put a copy of run.json back, or delete the run."
            )
        except OSError as error:
            return f"The run's folder cannot be read: {error.strerror}. Allow access to it, or delete the run."


def _age(row: ResultRow) -> tuple[datetime, str]:
    return row.created_at or _UNKNOWN, row.id


def _stamps(path: str) -> _Stamps:
    found: list[object] = []
    for name in _WATCHED:
        try:
            found.append(entry_stamp(f"{path}{name}"))
        except OSError as error:
            found.append(error.errno)
    return tuple(found)


def _notes(path: Path) -> tuple[RunNotes, str | None]:
    try:
        return read_notes(path), None
    except BrokenNotes:
        return RunNotes(), "notes.json cannot be read. A new star, tag or note replaces it."


def _stray_row(stray: Stray, notes: RunNotes) -> ResultRow:
    """What the name of the folder still tells."""
    told = parse_run_id(stray.name)
    return ResultRow(
        id=stray.name,
        adapter_name=told and told.adapter_name,
        created_at=told and told.created_at,
        starred=notes.starred,
        tags=notes.tags,
        note=notes.note,
        disk_bytes=disk_bytes(stray.path),
        problem=stray.problem,
    )
