"""What `python -m backend` sets before it serves."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from backend import __main__ as command_line
from backend.runtime.home_lock import HomeLock


@pytest.fixture
def _turns_again() -> Iterator[None]:
    before = sys.getswitchinterval()
    yield
    sys.setswitchinterval(before)


class Served:
    """In the place of the server: notes how long a turn is when it is told to serve."""

    turns: ClassVar[list[float]] = []

    def __init__(self, _app: object, _settings: object, lock: HomeLock, **_: object) -> None:
        self._lock = lock

    def run(self) -> None:
        self.turns.append(sys.getswitchinterval())
        self._lock.release()


@pytest.mark.usefixtures("_turns_again")
def test_threads_take_short_turns_while_it_serves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_line, "keep_reading_inside", lambda _: None)
    monkeypatch.setattr(command_line, "_Server", Served)
    monkeypatch.setattr(sys, "argv", ["backend", "--home", str(tmp_path / "home"), "--no-open"])
    command_line.main()
    assert Served.turns == [pytest.approx(command_line.TURN_SECONDS)]
    assert command_line.TURN_SECONDS < 0.001
