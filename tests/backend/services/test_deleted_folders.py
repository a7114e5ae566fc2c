"""Folders that somebody removes under a run that is not over: nobody waits for it for ever."""

import shutil
from typing import Any

import pytest

from tests.fixtures.serving import Server, serving


@pytest.fixture
def home_of_its_own(tmp_path: Any) -> Any:
    with serving(tmp_path) as running:
        yield running


def test_a_waiting_and_a_training_run_lose_their_folders(home_of_its_own: Server, demo_config: dict[str, Any]) -> None:
    server = home_of_its_own
    training = server.start({**demo_config, "iterations": 5000, "adapter_name": "training"})
    waiting = server.start({**demo_config, "adapter_name": "waiting"})
    last = server.start({**demo_config, "adapter_name": "last"})
    server.wait_for(training, lambda event: event["type"] == "train")
    trainer = server.trainer(training)
    shutil.rmtree(server.folder(waiting).path)
    shutil.rmtree(server.folder(training).path, ignore_errors=True)
    trainer.kill()
    assert server.wait_for_end(last).run["state"] == "completed"
    assert [run["id"] for run in server.client.get("/api/runs").json()] == [last]
    assert server.listen(training)[1] == 4404
