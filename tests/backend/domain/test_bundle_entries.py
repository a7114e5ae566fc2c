"""Entries of a zip file that are refused, each with its reason."""

import pytest

from backend.domain.bundle import PARTS, BadBundle
from backend.domain.bundle_entries import Entry, check_entries


def entry(name: str = "run.json", size: int = 100, packed: int | None = None, **flags: bool) -> Entry:
    return Entry(name, size if packed is None else packed, size, **flags)


def test_every_part_there_can_be() -> None:
    check_entries([entry(name) for name in PARTS])


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        ([entry("../run.json")], "leads out of the folder"),
        ([entry("adapters/../../x")], "leads out of the folder"),
        ([entry("..\\run.json")], "leads out of the folder"),
        ([entry("run.json\0.exe")], "leads out of the folder"),
        ([entry("/etc/passwd")], "is an absolute path"),
        ([entry("\\\\server\\share")], "is an absolute path"),
        ([entry("C:run.json")], "is an absolute path"),
        ([entry("c:\\run.json")], "is an absolute path"),
        ([entry("adapters/")], "is a folder"),
        ([entry(is_link=True)], "is a link"),
        ([entry(), entry()], "is in it twice"),
        ([entry(), entry("RUN.json")], "differs in capitals only"),
        ([entry("data/train.jsonl")], "is no part of a bundle"),
        ([entry("./run.json")], "is no part of a bundle"),
        ([entry(is_locked=True)], "is locked with a password"),
        ([entry(known_method=False)], "is packed in a way"),
        ([entry(size=20_000_001)], "at most 20,000,000"),
        ([entry("events.jsonl", 10_000_000, 10_000)], "1000 times its size"),
        ([entry("events.jsonl", 10_000_000, 0)], "times its size"),
        ([entry("events.jsonl", 1_500_000_000), entry("adapters/adapters.safetensors", 900_000_000)], "unpack to"),
        ([entry(str(number)) for number in range(50)], "has 50 entries"),
    ],
)
def test_refused(entries: list[Entry], reason: str) -> None:
    with pytest.raises(BadBundle, match=reason):
        check_entries(entries)
