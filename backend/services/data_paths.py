"""Paths of data as requests give them."""

from pathlib import Path

from backend.errors import FieldError, InvalidInput
from backend.runtime.typed_path import typed_file
from backend.services.data_checks import unreadable


def data_file(field: str, given: str, name: str = "train.jsonl") -> Path:
    """The file that is meant: the path itself, or `name` in it when it is a folder. Raises `InvalidInput`."""
    try:
        found = typed_file(given, name)
        if not found.is_file():
            found.stat()
            problem = FieldError(field, f"{found} is no file.", "Choose a file.")
            raise InvalidInput.of(problem)
        with found.open("rb"):
            return found
    except OSError as error:
        raise InvalidInput.of(unreadable(field, error)) from error
