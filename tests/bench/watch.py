"""A server watched while something goes on: what it and its workers hold, and how soon it answers."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import httpx
import psutil

from tests.fixtures.serving import Server

_LOOK_SECONDS = 0.1
HEAD = f"{'':34}{'seconds':>9}{'MB before':>11}{'MB at most':>12}{'slowest health ms':>19}"


@dataclass
class Watched:
    """What was seen."""

    seconds: float
    before_mb: float
    most_mb: float
    slowest_health_ms: float

    def line(self, what: str) -> str:
        """A row under `HEAD`."""
        return f"{what:34}{self.seconds:9.1f}{self.before_mb:11.0f}{self.most_mb:12.0f}{self.slowest_health_ms:19.0f}"


def watched(server: Server, work: Callable[[], object]) -> Watched:
    """Do it while memory and health are looked at."""
    before = memory_mb(server.pid)
    seen = Watched(0.0, before, before, 0.0)
    over = threading.Event()

    def look() -> None:
        with httpx.Client(base_url=server.url, timeout=60) as client:
            while not over.wait(_LOOK_SECONDS):
                began = time.perf_counter()
                client.get("/api/health").raise_for_status()
                seen.slowest_health_ms = max(seen.slowest_health_ms, (time.perf_counter() - began) * 1000)
                seen.most_mb = max(seen.most_mb, memory_mb(server.pid))

    watch = threading.Thread(target=look)
    watch.start()
    began = time.monotonic()
    try:
        work()
    finally:
        seen.seconds = time.monotonic() - began
        over.set()
        watch.join()
    return seen


def memory_mb(pid: int) -> float:
    """What a process and all its children hold that nobody else does."""
    total = 0
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        for one in [process, *process.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):
                total += one.memory_full_info().uss
    return total / 1e6
