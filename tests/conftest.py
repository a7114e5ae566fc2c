"""What several rooms share: one real server for the session, and a small real run to configure."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from backend.runtime.model_files import TensorInfo, read_safetensors_header
from tests.fixtures.serving import Ended, Server, serving


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("home")) as running:
        yield running


@pytest.fixture(scope="session")
def client(server: Server) -> httpx.Client:
    return server.client


@pytest.fixture(scope="session")
def demo(server: Server) -> dict[str, Any]:
    """The shipped demo, as the API gives it."""
    found: dict[str, Any] = server.client.get("/api/configs/demo").json()
    return found


@pytest.fixture
def demo_config(demo: dict[str, Any]) -> dict[str, Any]:
    """The demo, cut down to a few steps."""
    small = {"iterations": 4, "steps_per_report": 1, "steps_per_eval": 2, "save_every": 100}
    return {**demo, **small, "adapter_name": "small"}


@pytest.fixture(scope="session")
def wait_for_end(server: Server) -> Callable[[str], Ended]:
    return server.wait_for_end


@pytest.fixture(scope="session")
def finished_run(server: Server, demo: dict[str, Any]) -> Ended:
    """A short run that has completed, for every test that only looks at one."""
    small = {"iterations": 6, "steps_per_report": 1, "steps_per_eval": 2, "save_every": 3}
    return server.wait_for_end(server.start({**demo, **small, "adapter_name": "finished"}))


@pytest.fixture(scope="session")
def tensors_of() -> Callable[[Path], dict[str, TensorInfo]]:
    return read_safetensors_header
