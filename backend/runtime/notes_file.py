"""`notes.json` of a run folder. The only file there that a person's wish changes."""

from pathlib import Path

from pydantic import ValidationError

from backend.domain.run_notes import RunNotes
from backend.runtime.atomic_file import write_atomic

NOTES_FILE = "notes.json"


class BrokenNotes(Exception):
    """A `notes.json` that cannot be read."""


def read_notes(folder: Path) -> RunNotes:
    """The notes of a run; empty ones where none were kept. Raises `BrokenNotes`."""
    try:
        return RunNotes.model_validate_json((folder / NOTES_FILE).read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return RunNotes()
    except (ValidationError, OSError) as error:
        raise BrokenNotes from error


def write_notes(folder: Path, notes: RunNotes) -> None:
    """Replace the notes of a run. Raises OSError."""
    write_atomic(folder / NOTES_FILE, notes.model_dump_json(indent=2).encode())
