"""The folder of one run: where its files lie, and how `run.json` is read and replaced.

Holds no policy. The server is the only writer of `run.json`; the trainer reads it and writes events.
"""

import shutil
from pathlib import Path

from pydantic import ValidationError

from backend.domain.run import Run
from backend.runtime.atomic_file import write_atomic
from backend.runtime.event_log import EventLog
from backend.runtime.state_folder import StateFolder


class BrokenRun(Exception):
    """A folder among the runs that does not hold a readable run; the message says what is wrong."""


class RunFolder:
    """Paths and files of one run."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.run_file = path / "run.json"
        self.config_file = path / "config.json"
        self.mlx_yaml = path / "mlx.yaml"
        self.source = path / "source"
        """Rows as they were given, for preparation; the Enhanced Setup trains on them as they are and has none."""
        self.preparation = path / "preparation.json"
        self.data = path / "data"
        self.adapters = path / "adapters"
        self.adapter_file = self.adapters / "adapters.safetensors"
        self.state = StateFolder(path / "state")
        self.trainer_log = path / "trainer.log"
        self.events = EventLog(path / "events.jsonl")

    def create(self) -> None:
        """Make the folder and its rooms. Raises FileExistsError when the run is already there."""
        self.path.mkdir(parents=True)
        self.data.mkdir()
        self.adapters.mkdir()

    @property
    def rows_cache(self) -> Path:
        """Prepared rows that runs of one home share; a folder that was copied elsewhere has one of its own."""
        return self.path.parent.parent / "cache" / "rows"

    def read_run(self) -> Run:
        """The run as last written. Raises `BrokenRun`."""
        try:
            return Run.model_validate_json(self.run_file.read_bytes())
        except FileNotFoundError as error:
            raise BrokenRun("run.json is missing.") from error
        except ValidationError as error:
            raise BrokenRun(f"run.json cannot be read: {error.errors()[0]['msg']}.") from error
        except OSError as error:
            raise BrokenRun(f"run.json cannot be read: {error.strerror}.") from error

    def write_run(self, run: Run) -> None:
        """Replace `run.json` atomically. Raises OSError."""
        write_atomic(self.run_file, run.model_dump_json(indent=2).encode())

    def log_tail(self, limit: int = 8192) -> str:
        """The end of the trainer's raw output; empty while there is none."""
        try:
            with self.trainer_log.open("rb") as file:
                file.seek(max(0, self.trainer_log.stat().st_size - limit))
                return file.read().decode(errors="replace")
        except FileNotFoundError:
            return ""

    def remove(self) -> None:
        """Delete the folder with everything in it. Raises OSError."""
        shutil.rmtree(self.path)
