"""What `python -m backend` sets before it serves, and how it ends."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from backend import __main__ as command_line
from backend.main import create_app
from backend.runtime.home_lock import HomeLock
from backend.settings import Settings
from tests.fixtures.serving import PATIENCE_SECONDS, PROJECT


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


def test_ctrl_c_ends_it_without_a_word_and_gives_the_home_back(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "backend", "--port", "0", "--no-open", "--home", str(tmp_path)]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdout.readline().startswith("Droid Fine-Tuning is at ")
        server.send_signal(signal.SIGINT)
        assert server.communicate(timeout=PATIENCE_SECONDS) == ("", "")
    assert server.returncode == 0
    lock = HomeLock(tmp_path)
    lock.acquire()
    lock.release()


class Clock:
    """Time that goes on when it is told to."""

    now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.mark.parametrize(("seconds_between", "at_once"), [(0.0, False), (command_line.SAME_WISH_SECONDS, True)])
def test_signals_that_come_together_are_one_wish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds_between: float, at_once: bool
) -> None:
    settings, clock = Settings(home=tmp_path), Clock()
    monkeypatch.setattr(command_line, "time", clock)
    server = command_line._Server(create_app(settings), settings, HomeLock(tmp_path), open_browser=False)
    for _ in range(3):
        server.handle_exit(signal.SIGINT, None)
        clock.now += seconds_between
    assert (server.should_exit, server.force_exit) == (True, at_once)
