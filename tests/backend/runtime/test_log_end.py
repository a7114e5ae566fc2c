"""What is wrong with the end of a log, and what is not."""

from pathlib import Path

import pytest

from backend.runtime.event_log import EventLog
from backend.runtime.log_end import log_problem


@pytest.fixture
def log(tmp_path: Path) -> EventLog:
    log = EventLog(tmp_path / "events.jsonl")
    for text in ("a", "b", "c" * 20_000):
        log.append("message", level="info", text=text)
    return log


def test_a_whole_log(log: EventLog) -> None:
    assert log_problem(log.path) is None
    log.append("message", level="info", text="short")
    assert log_problem(log.path) is None


@pytest.mark.parametrize(
    ("tail", "problem"),
    [(b'{"seq":9', "in the middle of its last line"), (b"\x00\xff\n", "is damaged"), (b"{}\n", "is damaged")],
)
def test_a_log_that_ends_badly(log: EventLog, tail: bytes, problem: str) -> None:
    log.path.write_bytes(log.path.read_bytes() + tail)
    assert problem in (log_problem(log.path) or "")


def test_no_log_and_an_empty_one(tmp_path: Path) -> None:
    assert "is missing" in (log_problem(tmp_path / "events.jsonl") or "")
    (tmp_path / "events.jsonl").touch()
    assert "is empty" in (log_problem(tmp_path / "events.jsonl") or "")
