"""Folders under `runs/`, read from the disk: which of them are runs, and what is wrong with the others."""

from dataclasses import dataclass
from pathlib import Path

from backend.domain.run import END_STATES, Run
from backend.runtime.run_entries import Stamp, entry_stamp, run_entries
from backend.runtime.run_folder import BrokenRun, RunFolder

_Look = tuple[Stamp | None, Stamp | None]


@dataclass(frozen=True)
class Stray:
    """Something under the root that is no readable run."""

    name: str
    path: Path
    problem: str


class RunShelf:
    """The runs folder of one home. Remembers what it could not read until that changes."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._problems: dict[str, tuple[_Look, Stray]] = {}
        self._sound: dict[Path, Stamp | None] = {}

    def entries(self) -> dict[str, Path]:
        """Name -> path of everything under the root. Raises OSError."""
        return run_entries(self._root)

    def read(self, path: Path) -> Run:
        """The run in a folder. Raises `BrokenRun` with a sentence to act on."""
        stamp = _stamp(path)[1]
        try:
            run = RunFolder(path).read_run()
        except BrokenRun as broken:
            raise BrokenRun(_advice(path, str(broken))) from broken
        if run.id != path.name:
            raise BrokenRun(
                f"run.json belongs to the run {run.id[:80]!r}: this folder is a copy of it, or was renamed. "
                "Give it that name again, or delete it."
            )
        self._sound[path] = stamp
        return run.model_copy(update={"folder": str(path)})

    def check(self, path: Path) -> None:
        """Make sure that a run which is known can still be read from its folder. Raises `BrokenRun`.

        Reads only what has changed since it was last found sound.
        """
        stamp = _stamp(path)[1]
        if stamp is None or self._sound.get(path) != stamp:
            RunFolder(path).read_run()
            self._sound[path] = stamp

    def look(self, name: str, path: Path) -> Run | Stray:
        """An ended run that was put here, or why this cannot be shown as one."""
        stamp = _stamp(path)
        known = self._problems.get(name)
        if known is not None and known[0] == stamp:
            return known[1]
        try:
            run = self.read(path)
        except BrokenRun as broken:
            problem = str(broken)
        else:
            if run.state in END_STATES:
                self._problems.pop(name, None)
                return run
            problem = (
                f"run.json says that the run is {run.state}, but this server did not start it. Start the server anew to "
                "take it up, or delete it."
            )
        stray = Stray(name, path, problem)
        self._problems[name] = (stamp, stray)
        return stray


def _stamp(path: Path) -> _Look:
    try:
        return entry_stamp(str(path)), entry_stamp(f"{path}/run.json")
    except OSError:
        return None, None


def _advice(path: Path, problem: str) -> str:
    if path.is_file():
        return "This is a file, not the folder of a run. Move it elsewhere, or delete it."
    return f"{problem} Put it right, for example from a copy, or delete the run."
