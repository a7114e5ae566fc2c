"""No sequence of commands, deaths and restarts takes a run outside the table of its states."""

import asyncio
import errno
import itertools
import json
import logging
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from backend.domain.run import ACTIVE_STATES, END_STATES, TRANSITIONS, RunKind, RunState
from backend.domain.training_config import TrainingConfig
from backend.errors import Conflict, InvalidInput, NotFound
from backend.runtime.child_process import STOP_LADDER, ChildProcess, Rung
from backend.runtime.run_folder import RunFolder
from backend.services import run_supervisor
from backend.services.catalog import demo_config
from backend.services.inspectors import Inspectors
from backend.services.queue_store import QueueStore
from backend.services.run_store import RunStore
from backend.services.run_supervisor import RunSupervisor
from backend.settings import Settings
from tests.fixtures.serving import PATIENCE_SECONDS
from tests.fixtures.standin_trainer import PIPE

_REFUSALS = (Conflict, NotFound, InvalidInput)
_QUICK = tuple(Rung(rung.signal, rung.whole_group, grace_seconds=0.5) for rung in STOP_LADDER)
_INSPECTORS = Inspectors()
WHICH = st.integers(0, 3)
USUALLY = st.sampled_from([True, True, False])


class Commands(RuleBasedStateMachine):
    """One home, its supervisor, and stand-ins for trainers; a server may go and another come."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.home = Path(tempfile.mkdtemp(prefix="any-order-"))
        config = demo_config(Settings(home=self.home)).model_dump(mode="json")
        self.config = TrainingConfig.model_validate({**config, "iterations": 4})
        self.failures = _Failures()
        self.orphans: list[ChildProcess] = []
        logging.getLogger(run_supervisor.__name__).addHandler(self.failures)
        self.open()

    def open(self) -> None:
        self.store = RunStore(self.home / "runs")
        self.supervisor = RunSupervisor(self.store, QueueStore(self.home / "queue.json"), _INSPECTORS, ladder=_QUICK)
        self.loop.run_until_complete(self.supervisor.open())

    def told(self, command: Callable[..., Any], *given: Any) -> None:
        """A command of a person: done or refused, never broken."""

        async def tell() -> None:
            answer = command(*given)
            if asyncio.iscoroutine(answer):
                await answer

        with suppress(*_REFUSALS):
            self.loop.run_until_complete(tell())

    def run_id(self, which: int) -> str:
        ids = [run.id for run in self.store.all()]
        return ids[which % len(ids)] if ids else "none"

    def until(self, true: Callable[[], bool]) -> None:
        async def wait() -> None:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while not true():  # noqa: ASYNC110 - processes at work raise no event
                    await asyncio.sleep(0.005)

        self.loop.run_until_complete(wait())

    def training(self) -> list[RunFolder]:
        """Folders of runs whose stand-in waits for orders."""
        active = [self.store.folder(run.id) for run in self.store.all() if run.state in ACTIVE_STATES]
        return [folder for folder in active if (folder.path / PIPE).exists()]

    @initialize()
    def one_run(self) -> None:
        self.told(self.supervisor.create, RunKind.SFT, self.config)

    @rule()
    def create(self) -> None:
        if len(self.store.all()) < 4:
            self.told(self.supervisor.create, RunKind.SFT, self.config)

    @rule(which=WHICH, ready=USUALLY, twice=st.booleans())
    def stop(self, which: int, ready: bool, twice: bool) -> None:
        if ready:
            self.catch_up()
        for _ in range(1 + twice):
            self.told(self.supervisor.stop, self.run_id(which))

    @rule(which=WHICH, iterations=st.sampled_from([None, 4, 8]))
    def resume(self, which: int, iterations: int | None) -> None:
        self.told(self.supervisor.resume, self.run_id(which), iterations)

    @rule(which=WHICH, back=st.booleans())
    def delete(self, which: int, back: bool) -> None:
        run_id = self.run_id(which)
        self.told(self.supervisor.delete, run_id)
        if back:
            self.told(self.supervisor.restore, run_id)

    @rule(which=WHICH, parallel=st.sampled_from([None, 1, 2]))
    def arrange(self, which: int, parallel: int | None) -> None:
        self.told(self.supervisor.arrange, [self.run_id(which)], parallel)

    @rule(
        which=WHICH,
        order=st.sampled_from(["step", "save", "torn", "exit", "completed", "early_stopped", "failed"]),
        ready=USUALLY,
    )
    def order(self, which: int, order: str, ready: bool) -> None:
        if ready:
            self.catch_up()
        training = self.training()
        if training:
            give_order(training[which % len(training)].path / PIPE, order)

    @rule(which=WHICH, ready=USUALLY)
    def kill(self, which: int, ready: bool) -> None:
        if ready:
            self.catch_up()
        children = list(self.supervisor._children.values())
        if children:
            with suppress(psutil.NoSuchProcess):
                children[which % len(children)]._process.kill()

    @rule()
    def die_and_come_back(self) -> None:
        self.orphans += self.supervisor._children.values()
        self.loop.run_until_complete(self.supervisor.close())
        self.open()

    @rule()
    def turn(self) -> None:
        """The supervisor's tasks go on as far as they can at once."""
        self.loop.run_until_complete(asyncio.sleep(0))

    @rule()
    def catch_up(self) -> None:
        """Every place is taken, whoever trains waits for orders, and every death was noticed."""

        def settled() -> bool:
            runs = self.store.all()
            places = self.supervisor.queue().parallel
            active = [run for run in runs if run.state in ACTIVE_STATES]
            waiting = any(run.state is RunState.QUEUED for run in runs)
            alive = all(child.is_alive() for child in self.supervisor._children.values())
            return alive and (len(active) >= places or not waiting) and len(self.training()) == len(active)

        self.until(settled)

    @invariant()
    def histories_follow_the_table(self) -> None:
        for path in (self.home / "runs").iterdir():
            lines = (path / "events.jsonl").read_bytes().splitlines(keepends=True)
            whole = [json.loads(line) for line in lines if line.endswith(b"\n")]
            assert [event["seq"] for event in whole] == list(range(1, len(whole) + 1))
            states = [RunState(event["state"]) for event in whole if event["type"] == "state"]
            assert states[0] is RunState.QUEUED
            for before, after in itertools.pairwise(states):
                assert after in TRANSITIONS[before], states
            run = RunFolder(path).read_run()
            assert run.state is states[-1], (run.state, states)
            assert (run.exit is not None) == (run.state in END_STATES)

    @invariant()
    def nothing_broke(self) -> None:
        assert self.failures.found == []

    def teardown(self) -> None:
        """Whatever came before, every run can be brought to an end."""
        try:
            for run in self.store.all():
                self.told(self.supervisor.stop, run.id)
            self.until(lambda: all(run.state in END_STATES for run in self.store.all()))
            self.histories_follow_the_table()
            self.nothing_broke()
        finally:
            self.loop.run_until_complete(self.supervisor.close())
            for child in [*self.orphans, *self.supervisor._children.values()]:
                if child._popen is not None:
                    child._popen.kill()
                    child._popen.wait()
            self.loop.close()
            logging.getLogger(run_supervisor.__name__).removeHandler(self.failures)
            shutil.rmtree(self.home)


def give_order(pipe: Path, order: str) -> None:
    """Nothing where nobody listens: the stand-in died, or has not opened its pipe yet."""
    try:
        with os.fdopen(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK), "w") as orders:
            orders.write(f"{order}\n")
    except OSError as error:
        if error.errno not in (errno.ENXIO, errno.EPIPE):
            raise


class _Failures(logging.Handler):
    """What the supervisor could not explain."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(self.format(record))


def test_any_order_of_commands_and_deaths(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    launch = tmp_path / "trainer"
    launch.write_text(f'#!/bin/sh\nexec {sys.executable} -m tests.fixtures.standin_trainer "$@"\n')
    launch.chmod(launch.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(run_supervisor, "sys", SimpleNamespace(executable=str(launch)))
    monkeypatch.setattr(run_supervisor, "_FOLLOW_SECONDS", 0.02)
    quick = settings(
        max_examples=40,
        stateful_step_count=20,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Commands, settings=quick)
