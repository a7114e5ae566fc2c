"""Takes the paths and keys of this computer out of what leaves it."""

import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from backend.domain.result import data_name, short_name
from backend.domain.run import Run

_KEY = re.compile(r"\bhf_[A-Za-z0-9]{16,}")
_HIDDEN_KEY = "hf_***"
_SHORTENED = {
    "model_path": short_name,
    "train_data_path": data_name,
    "val_data_path": data_name,
    "resume_adapter_file": data_name,
    "reward_functions_file": data_name,
}


class Redaction:
    """Replaces absolute paths by what they are called elsewhere; the longest that fits counts."""

    def __init__(self, places: Mapping[str, str]) -> None:
        self._places = {path: name for path, name in places.items() if len(PurePath(path).parts) > 1}
        longest = sorted(self._places, key=len, reverse=True)
        either = "|".join(re.escape(path) for path in longest) or r"(?!)"
        self._path = re.compile(rf"(?<![\w.-])({either})(?![\w-])(/?)")

    def text(self, text: str) -> str:
        """A text without what belongs to this computer."""
        return _KEY.sub(_HIDDEN_KEY, self._path.sub(self._named, text))

    def value(self, value: Any) -> Any:  # noqa: ANN401 - any JSON value
        """The same for every text inside a JSON value."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.value(entry) for entry in value]
        if isinstance(value, dict):
            return {key: self.value(entry) for key, entry in value.items()}
        return value

    def _named(self, found: re.Match[str]) -> str:
        name = self._places[found[1]]
        if name:
            return name + found[2]
        return "" if found[2] else "."


def private_places(run: Run, places: Mapping[str, str]) -> dict[str, str]:
    """What a run names by an absolute path -> what it is called elsewhere. `places` are added to it.

    A model and data files keep the names that they have in the results table.
    """
    config = run.config.model_dump(mode="json")
    given = {path: shorten(path) for field, shorten in _SHORTENED.items() if (path := config.get(field))}
    return {**places, **{path: name for path, name in given.items() if PurePath(path).is_absolute()}}


def redacted_run(run: Run, redaction: Redaction) -> Run:
    """A run as it may be read elsewhere: without process and folder, and without paths of this computer."""
    plain = run.model_dump(mode="json", exclude={"process", "folder", "problem"})
    return Run.model_validate(redaction.value(plain))
