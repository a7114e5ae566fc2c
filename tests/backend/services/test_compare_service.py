"""Room in memory, between comparisons and runs: who waits, who leaves, who is refused."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from backend.domain.compare import CompareRequest, SessionState, Turn
from backend.domain.compare_settings import GenerationSettings
from backend.domain.compare_sides import AdapterSide, BaseSide
from backend.domain.run import Run
from backend.errors import Conflict
from backend.services.compare_service import CompareService
from backend.services.model_inspector import ModelInspector
from backend.services.run_store import RunStore
from tests.fixtures.comparing import MODEL, make_adapter
from tests.fixtures.serving import Ended

GB = 10**9
HELLO = CompareRequest(
    model_path=str(MODEL),
    sides=[BaseSide()],
    messages=[Turn(role="user", content="What colour is the fox?")],
    settings=GenerationSettings(max_tokens=8),
)


class Memory:
    """What the computer has free."""

    def __init__(self, free: int) -> None:
        self.free = free

    def __call__(self) -> int:
        return self.free


@pytest.fixture
def training(finished_run: Ended, tmp_path: Path) -> RunStore:
    """A home whose one run is training."""
    folder = tmp_path / "runs" / finished_run.run["id"]
    folder.mkdir(parents=True)
    text = (Path(finished_run.run["folder"]) / "run.json").read_text()
    (folder / "run.json").write_text(json.dumps({**json.loads(text), "state": "running"}))
    store = RunStore(tmp_path / "runs")
    store.load()
    return store


def during(store: RunStore, memory: Memory, work: Callable[[CompareService], Awaitable[None]]) -> None:
    """Do something with a service that is open."""

    async def opened() -> None:
        service = CompareService(store, ModelInspector(), store.root.parent / "compare", available=memory)
        await service.open()
        try:
            await work(service)
        finally:
            await service.close()

    asyncio.run(opened())


async def ended(service: CompareService, session_id: str) -> str:
    lines = [line async for line in service.desk.session(session_id).listen()]
    return lines[-1]


def the_run(store: RunStore) -> Run:
    return store.all()[0]


def test_a_comparison_is_refused_while_a_run_trains_and_memory_is_short(training: RunStore) -> None:
    async def work(service: CompareService) -> None:
        with pytest.raises(
            Conflict, match=r"finished is training and memory is short: .*0\.4 GB are needed and 0\.1 GB"
        ):
            await service.start(HELLO)
        assert service.worker_status().pid is None

    during(training, Memory(GB // 10), work)


def test_force_loads_all_the_same(training: RunStore) -> None:
    async def work(service: CompareService) -> None:
        session = await service.start(HELLO.model_copy(update={"force": True}))
        assert '"completed"' in await ended(service, session.id)

    during(training, Memory(GB // 10), work)


def test_memory_that_suffices_refuses_nothing(training: RunStore) -> None:
    async def work(service: CompareService) -> None:
        session = await service.start(HELLO)
        assert '"completed"' in await ended(service, session.id)

    during(training, Memory(8 * GB), work)


def test_an_idle_worker_steps_aside_for_a_run(training: RunStore) -> None:
    memory = Memory(8 * GB)

    async def work(service: CompareService) -> None:
        await ended(service, (await service.start(HELLO)).id)
        await service.make_room(the_run(training))
        assert service.worker_status().pid is not None
        memory.free = GB // 10
        await service.make_room(the_run(training))
        assert service.worker_status().pid is None

    during(training, memory, work)


def test_a_busy_worker_finishes_its_answer_first(training: RunStore, tmp_path: Path) -> None:
    memory = Memory(8 * GB)
    adapter = AdapterSide(path=str(make_adapter(tmp_path / "adapter")))
    long = GenerationSettings(max_tokens=60, temperature=2, repetition_penalty=2)

    async def work(service: CompareService) -> None:
        first = await service.start(HELLO.model_copy(update={"sides": [adapter], "settings": long}))
        second = await service.start(HELLO)
        listener = service.desk.session(first.id).listen()
        async for line in listener:
            if '"token"' in line:
                break
        memory.free = GB // 10
        await service.make_room(the_run(training))
        assert service.worker_status().stepping_aside
        assert service.get(first.id).state is SessionState.RUNNING
        assert '"completed"' in await ended(service, first.id)
        assert "memory is short" in await ended(service, second.id)
        assert service.worker_status().pid is None

    during(training, memory, work)


def test_only_the_newest_sessions_are_kept(training: RunStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.services.compare_desk.MAX_SESSIONS", 2)

    async def work(service: CompareService) -> None:
        kept = [(await service.start(HELLO)).id for _ in range(4)]
        for session in kept[1:]:
            await ended(service, session)
        last = await service.start(HELLO)
        await ended(service, last.id)
        assert list(service.desk.sessions) == [kept[3], last.id]

    during(training, Memory(8 * GB), work)
