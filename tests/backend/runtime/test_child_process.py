"""Real children: where their output goes, how they are found again, and how they are made to end."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from backend.runtime.child_process import STOP_LADDER, ChildProcess, Rung

POLITE = "import time; print('up', flush=True); time.sleep(60)"
STUBBORN = "import signal; [signal.signal(s, signal.SIG_IGN) for s in {ignored}]; " + POLITE
QUICK = (*(Rung(rung.signal, rung.whole_group, 0.3) for rung in STOP_LADDER[:3]), Rung(signal.SIGKILL, True, 10))


class Children:
    def __init__(self, folder: Path) -> None:
        self.log = folder / "trainer.log"
        self._folder = folder
        self._made: list[ChildProcess] = []

    def start(self, program: str) -> ChildProcess:
        child = ChildProcess.spawn([sys.executable, "-c", program], cwd=self._folder, env=os.environ, log=self.log)
        self._made.append(child)
        return child

    def end(self) -> None:
        for child in self._made:
            with suppress(ProcessLookupError):
                os.killpg(child.ref.pid, signal.SIGKILL)
            asyncio.run(child.wait())


@pytest.fixture
def children(tmp_path: Path) -> Iterator[Children]:
    made = Children(tmp_path)
    yield made
    made.end()


def stopped(children: Children, program: str) -> int | None:
    """The exit code of a program that is stopped once it has said that it is up."""
    child = children.start(program)
    wait_until_up(children.log)
    asyncio.run(child.stop(QUICK))
    return child.returncode()


def wait_until_up(log: Path) -> None:
    with log.open("rb", buffering=0) as file:
        deadline = time.monotonic() + 30
        while b"up" not in file.read():
            assert time.monotonic() < deadline
            file.seek(0)


def test_output_goes_to_the_log_and_the_code_is_known(children: Children) -> None:
    child = children.start("import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)")
    assert asyncio.run(child.wait()) == 3
    assert child.returncode() == 3
    assert not child.is_alive()
    assert {b"out", b"err"} == set(children.log.read_bytes().split())


def test_a_child_has_a_session_of_its_own(children: Children) -> None:
    child = children.start(POLITE)
    assert os.getsid(child.ref.pid) == child.ref.pid != os.getsid(0)


@pytest.mark.parametrize(
    ("ignored", "ended_by"),
    [("[]", signal.SIGINT), ("[signal.SIGINT]", signal.SIGTERM), ("[signal.SIGINT, signal.SIGTERM]", signal.SIGKILL)],
)
def test_the_ladder_is_climbed_only_as_far_as_it_must(
    children: Children, ignored: str, ended_by: signal.Signals
) -> None:
    assert stopped(children, STUBBORN.format(ignored=ignored)) == -ended_by


def test_the_last_rungs_reach_the_whole_group(children: Children) -> None:
    grandchild = "import subprocess, sys, signal, time; signal.signal(signal.SIGINT, signal.SIG_IGN);"
    grandchild += "p = subprocess.Popen(['sleep', '60']); print('up', p.pid, flush=True); time.sleep(60)"
    stopped(children, grandchild)
    pid = int(children.log.read_bytes().split()[1])
    if psutil.pid_exists(pid):
        gone, alive = psutil.wait_procs([psutil.Process(pid)], timeout=5)
        assert gone or [process.status() for process in alive] == [psutil.STATUS_ZOMBIE]


def test_the_ladder_as_shipped() -> None:
    assert [rung.signal.name for rung in STOP_LADDER] == ["SIGINT", "SIGINT", "SIGTERM", "SIGKILL"]
    assert [rung.whole_group for rung in STOP_LADDER] == [False, False, True, True]


def test_a_child_is_found_by_number_and_start_time(children: Children) -> None:
    child = children.start(POLITE)
    found = ChildProcess.find(child.ref)
    assert found is not None
    assert found.is_alive()
    assert found.ref == child.ref
    assert found.returncode() is None


def test_a_number_that_belongs_to_another_now_is_not_it(children: Children) -> None:
    child = children.start(POLITE)
    assert ChildProcess.find(child.ref.model_copy(update={"started_at": child.ref.started_at - 60})) is None
    assert ChildProcess.find(child.ref.model_copy(update={"boot": "another"})) is None


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux derives start times from a clock that can be set")
def test_a_start_time_does_not_hang_on_the_clock(children: Children) -> None:
    child = children.start(POLITE)
    assert 0 < child.ref.started_at < time.clock_gettime(time.CLOCK_BOOTTIME)


def test_a_child_that_has_ended_is_not_found(children: Children) -> None:
    child = children.start("pass")
    asyncio.run(child.wait())
    assert ChildProcess.find(child.ref) is None


def test_stopping_one_that_has_ended_sends_nothing(children: Children) -> None:
    child = children.start("pass")
    asyncio.run(child.wait())
    asyncio.run(child.stop(QUICK))
    assert child.returncode() == 0


def test_a_program_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        ChildProcess.spawn(["/nowhere/program"], cwd=tmp_path, env={}, log=tmp_path / "log")
