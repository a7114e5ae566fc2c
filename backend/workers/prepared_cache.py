"""Prepared files kept by content, tokenizer and settings, so that a second run on the same rows begins at once.

A kept file is a second name (hard link) of the one in the run's folder where the disk knows such, so it costs no room while
the run is there; it is taken only where its hash is still the one that was noted.
"""

import hashlib
import json
import os
import shutil
from pathlib import Path

from pydantic import ValidationError

from backend.domain.preparation import PreparedFile, PrepareSettings
from backend.runtime.atomic_file import write_atomic
from backend.workers.data_report import sha256_of

_VERSION = 2
_KEPT = 8
_NOTE = "prepared.json"


class PreparedCache:
    """A folder of kept files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def key(self, content: str, tokenizer: str, settings: PrepareSettings, *, fold: bool) -> str:
        """What a prepared file depends on."""
        parts = [_VERSION, content, tokenizer, settings.model_dump(mode="json"), fold]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    def take(self, key: str, name: str, source: Path, target: Path) -> PreparedFile | None:
        """Put what was kept into `target` under this name; None where nothing is, or it was changed."""
        kept = self._folder / key
        try:
            note = PreparedFile.model_validate_json((kept / _NOTE).read_bytes())
            if [_hash(kept / "jsonl"), _hash(kept / "tokens")] != [note.sha256, note.tokens_sha256]:
                shutil.rmtree(kept, ignore_errors=True)
                return None
            for ending in ("jsonl", "tokens"):
                _link(kept / ending, target / f"{name}.{ending}")
            os.utime(kept)
        except (OSError, ValidationError):
            return None
        return note.model_copy(update={"name": name, "source": str(source)})

    def keep(self, key: str, name: str, target: Path, note: PreparedFile) -> None:
        """Remember what stands in `target`; the entries that were used longest ago go. Raises OSError."""
        kept = self._folder / key
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir(parents=True)
        for ending in ("jsonl", "tokens"):
            _link(target / f"{name}.{ending}", kept / ending)
        write_atomic(kept / _NOTE, note.model_dump_json().encode())
        entries = sorted(self._folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
        for old in entries[_KEPT:]:
            shutil.rmtree(old, ignore_errors=True)


def _hash(path: Path) -> str:
    return sha256_of(path, lambda *_: None)


def _link(source: Path, target: Path) -> None:
    """A second name, or a copy, in place of whatever stands there."""
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    beside.unlink(missing_ok=True)
    try:
        os.link(source, beside)
    except OSError:
        shutil.copyfile(source, beside)
    beside.replace(target)
