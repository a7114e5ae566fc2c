"""A library that a Setup run was to compute with and could not load: it is told, and the run goes on without."""

import platform
from pathlib import Path

import pytest

from backend.runtime.blas import Blas
from tests.fixtures import training
from tests.fixtures.serving import PATIENCE_SECONDS

pytestmark = pytest.mark.skipif(platform.system() != "Linux", reason="MLX runs on Metal elsewhere")


def test_a_library_that_cannot_be_loaded_is_told_and_the_run_goes_on(tmp_path: Path) -> None:
    broken = tmp_path / "libbroken.so"
    broken.write_bytes(b"not a library")
    folder = training.new_run(tmp_path, **training.SMALL, iterations=1)
    assert training.begin(folder, blas=Blas("broken", broken)).wait(PATIENCE_SECONDS) == 0, training.log_end(folder)
    told = [event.text for event in training.events(folder, "message") if event.level == "warning"]
    assert [text for text in told if str(broken) in text and "slower BLAS" in text]
    assert training.events(folder, "plan")[0].blas is None
