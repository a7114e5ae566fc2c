"""Which entries of a zip file may be taken out of it, told from its table alone. Nothing is unpacked here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from backend.domain.bundle import MAX_BUNDLE, MAX_RATIO, PARTS, BadBundle

_DRIVE = re.compile(r"^[A-Za-z]:")
_RATIO_FROM = 1_000_000
"""Bytes from which a ratio says something; small texts may pack well."""


@dataclass(frozen=True)
class Entry:
    """One line of a zip file's table, as it was declared."""

    name: str
    packed: int
    size: int
    is_link: bool = False
    is_locked: bool = False
    known_method: bool = True


def check_entries(entries: Sequence[Entry]) -> None:
    """Raise `BadBundle` for the first entry that cannot be taken."""
    if len(entries) > len(PARTS):
        raise BadBundle(f"It has {len(entries)} entries, and a bundle has {len(PARTS)} at most.")
    seen: dict[str, str] = {}
    for entry in entries:
        name = entry.name
        _check_name(name)
        if entry.is_link:
            raise BadBundle(f"{_quoted(name)} is a link, and a bundle holds plain files only.")
        if (twin := seen.get(name.lower())) is not None:
            how = "twice" if twin == name else f"beside {_quoted(twin)}, which differs in capitals only"
            raise BadBundle(f"{_quoted(name)} is in it {how}.")
        seen[name.lower()] = name
        if name not in PARTS:
            raise BadBundle(f"{_quoted(name)} is no part of a bundle.")
        _check_size(entry)
    total = sum(entry.size for entry in entries)
    if total > MAX_BUNDLE:
        raise BadBundle(f"It would unpack to {total:,} bytes, and at most {MAX_BUNDLE:,} are taken.")


def _check_name(name: str) -> None:
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or _DRIVE.match(name):
        raise BadBundle(f"{_quoted(name)} is an absolute path.")
    if ".." in parts or "\\" in name or "\0" in name:
        raise BadBundle(f"{_quoted(name)} leads out of the folder that it is unpacked to.")
    if name.endswith("/"):
        raise BadBundle(f"{_quoted(name)} is a folder, and a bundle lists files only.")


def _check_size(entry: Entry) -> None:
    name = _quoted(entry.name)
    if entry.is_locked:
        raise BadBundle(f"{name} is locked with a password.")
    if not entry.known_method:
        raise BadBundle(f"{name} is packed in a way that bundles do not use.")
    if entry.size > PARTS[entry.name]:
        raise BadBundle(f"{name} would have {entry.size:,} bytes, and at most {PARTS[entry.name]:,} are taken.")
    if entry.size > _RATIO_FROM and entry.size > MAX_RATIO * entry.packed:
        raise BadBundle(f"{name} would unpack to {entry.size // max(1, entry.packed)} times its size.")


def _quoted(name: str) -> str:
    return repr(name if len(name) <= 80 else f"{name[:77]}...")
