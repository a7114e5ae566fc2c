"""The kernel's count of processes that it ended for memory."""

from pathlib import Path

from backend.runtime.oom import oom_kills


def test_counts_are_added(tmp_path: Path) -> None:
    one, other = tmp_path / "vmstat", tmp_path / "memory.events"
    one.write_text("nr_free_pages 5\noom_kill 2\n")
    other.write_text("low 0\noom 9\noom_kill 1\noom_group_kill 4\n")
    assert oom_kills((one, other)) == 7


def test_a_system_that_does_not_count(tmp_path: Path) -> None:
    assert oom_kills((tmp_path / "none",)) == 0


def test_this_system_answers() -> None:
    assert oom_kills() >= 0
