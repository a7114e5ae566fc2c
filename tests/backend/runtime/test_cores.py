"""How many threads a worker computes with."""

import os
from pathlib import Path

import psutil
import pytest

from backend.runtime.cores import compute_threads, usable_cores


@pytest.fixture(autouse=True)
def eight_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(16)), raising=False)
    monkeypatch.setattr(psutil, "cpu_count", lambda logical=True: 16 if logical else 8)


def limited(folder: Path, text: str) -> Path:
    (folder / "cpu.max").write_text(text)
    return folder


def test_two_threads_of_one_core_are_one(tmp_path: Path) -> None:
    assert usable_cores(tmp_path) == 8


@pytest.mark.parametrize(("said", "cores"), [("max 100000", 8), ("250000 100000", 2), ("50000 100000", 1), ("?", 8)])
def test_a_container_has_its_share_of_time(tmp_path: Path, said: str, cores: int) -> None:
    assert usable_cores(limited(tmp_path, said)) == cores


def test_a_process_is_bound_to_some_cores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3, 5, 7}, raising=False)
    assert usable_cores(tmp_path) == 3


@pytest.mark.parametrize(("sharing", "threads"), [(1, 8), (2, 4), (3, 2), (20, 1), (0, 8)])
def test_runs_that_train_at_once_share(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sharing: int, threads: int
) -> None:
    monkeypatch.setattr("backend.runtime.cores.usable_cores", lambda: usable_cores(tmp_path))
    assert compute_threads(sharing) == threads
