"""Numbered events under everything that can happen to a file: two writers, a cut line, a full disk, foreign bytes."""

import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.runtime.event_log import EventLog, parse_event
from tests.fixtures.serving import PROJECT

WRITER = """
import sys
from pathlib import Path
from backend.runtime.event_log import EventLog
log = EventLog(Path(sys.argv[1]))
for number in range(int(sys.argv[2])):
    log.append("log", line=f"{sys.argv[3]} {number}")
"""
EACH = 300


@pytest.fixture
def log(tmp_path: Path) -> EventLog:
    return EventLog(tmp_path / "events.jsonl")


def numbers(log: EventLog, after: int = 0) -> list[int]:
    return [read.event.seq for read in log.read(after=after)]


def test_two_processes_never_give_out_the_same_number(log: EventLog) -> None:
    command = [sys.executable, "-c", WRITER, str(log.path), str(EACH)]
    writers = [subprocess.Popen([*command, name], cwd=PROJECT) for name in ("trainer", "server")]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    assert numbers(log) == list(range(1, 2 * EACH + 1))
    lines = [read.event.line for read in log.read() if read.event.type == "log"]
    for name in ("trainer", "server"):
        assert [line for line in lines if line.startswith(name)] == [f"{name} {number}" for number in range(EACH)]


def test_a_reader_takes_up_where_it_left_off(log: EventLog) -> None:
    for number in range(5):
        log.append("log", line=str(number))
    assert numbers(log, after=3) == [4, 5]
    first = next(log.read())
    assert [read.event.seq for read in log.read(offset=first.end)] == [2, 3, 4, 5]
    assert list(log.read())[-1].end == log.size()


def test_a_line_that_was_cut_is_not_seen_and_then_removed(log: EventLog) -> None:
    log.append("log", line="whole")
    with log.path.open("ab") as file:
        file.write(b'{"seq":2,"time":"2026-01-01T00:00:00Z","type":"log","li')
    assert numbers(log) == [1]
    assert EventLog(log.path).append("log", line="next").seq == 2
    assert numbers(log) == [1, 2]
    assert log.path.read_bytes().count(b"\n") == 2


def test_a_cut_line_longer_than_the_block_that_is_read(log: EventLog) -> None:
    log.append("log", line="whole")
    with log.path.open("ab") as file:
        file.write(b"x" * 200_000)
    assert EventLog(log.path).append("log", line="next").seq == 2
    assert numbers(log) == [1, 2]


def test_a_last_line_longer_than_the_block_that_is_read(log: EventLog) -> None:
    log.append("log", line="short")
    log.append("log", line="x" * 200_000)
    assert EventLog(log.path).append("log", line="next").seq == 3


def test_lines_that_are_no_events_are_skipped(log: EventLog) -> None:
    log.append("log", line="one")
    with log.path.open("ab") as file:
        file.write(b"garbage\n\n[1]\n\xff\xfe\n")
    assert EventLog(log.path).append("log", line="two").seq == 2
    assert numbers(log) == [1, 2]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200)
@given(content=st.binary(max_size=400))
def test_a_reader_never_raises(log: EventLog, content: bytes) -> None:
    log.path.write_bytes(content)
    assert all(read.event.seq >= 1 for read in log.read())
    parse_event(content)
    before = max(numbers(log), default=0)
    assert EventLog(log.path).append("log", line="after").seq > before
    assert b"".join(read.line for read in log.read()).count(b"after") == 1


def test_a_file_that_is_not_there_is_empty(log: EventLog) -> None:
    assert numbers(log) == []
    assert log.size() == 0


FILLER = """
import sys
from pathlib import Path
from backend.runtime.event_log import EventLog
log = EventLog(Path(sys.argv[1]))
for number in range(1000):
    log.append("log", line="x" * 100)
"""


def test_a_full_disk_leaves_no_half_line(log: EventLog) -> None:
    """A limit on the size of files stands in for the disk: the line that crosses it is written in part, then refused."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))

    done = subprocess.run(
        [sys.executable, "-c", FILLER, str(log.path)],
        cwd=PROJECT,
        preexec_fn=limit,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "OSError" in done.stderr
    content = log.path.read_bytes()
    assert content.endswith(b"\n")
    assert numbers(log) == list(range(1, content.count(b"\n") + 1))
    assert log.append("log", line="there is room again").seq == content.count(b"\n") + 1


@pytest.mark.parametrize("after", [0, 1, 2499, 2500, 4998, 4999, 5000, 9999])
def test_a_long_file_is_entered_at_any_number(tmp_path: Path, after: int) -> None:
    path = tmp_path / "events.jsonl"
    time = '"2026-01-01T00:00:00Z"'
    lines = [f'{{"seq":{seq},"time":{time},"type":"log","line":"{"x" * (seq % 90)}"}}\n' for seq in range(1, 5001)]
    path.write_text("".join(lines))
    log, offset, seen = EventLog(path), 0, []
    while (part := log.read_part(after, offset)).end > offset:
        offset = part.end
        seen += [read.event.seq for read in part.events]
    assert seen == list(range(after + 1, 5001))


def test_a_long_file_with_foreign_lines_is_read_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    good = '{"seq":%d,"time":"2026-01-01T00:00:00Z","type":"log","line":"x"}\n'
    path.write_text("".join(good % seq + "not an event\n" * 40 for seq in range(1, 501)))
    assert [read.event.seq for read in EventLog(path).read_part(490, 0).events] == list(range(491, 501))
