"""One server for each home."""

import subprocess
import sys
from pathlib import Path

import pytest

from backend.runtime.home_lock import HomeLock, HomeTaken
from tests.fixtures.serving import PROJECT, Server


def test_a_home_is_taken_once(tmp_path: Path) -> None:
    first, second = HomeLock(tmp_path), HomeLock(tmp_path)
    first.acquire()
    with pytest.raises(HomeTaken) as taken:
        second.acquire()
    assert taken.value.address is None
    first.tell("http://127.0.0.1:1")
    with pytest.raises(HomeTaken) as taken:
        second.acquire()
    assert taken.value.address == "http://127.0.0.1:1"
    first.release()
    second.acquire()
    second.release()


def refused(home: Path) -> str:
    command = [sys.executable, "-m", "backend", "--port", "0", "--no-open", "--home", str(home)]
    ended = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    return ended.stderr


def test_a_second_server_says_where_the_first_is(server: Server) -> None:
    said = refused(server.home)
    assert server.url in said
    assert "--home" in said


def test_a_home_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "Not a directory" in refused(tmp_path / "file" / "home")


def test_a_killed_server_leaves_its_home_free(tmp_path: Path) -> None:
    Server(tmp_path).kill()
    Server(tmp_path).close()
