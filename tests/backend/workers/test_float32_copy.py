"""What the copy's worker checks before it writes, and what it leaves behind when it is ended."""

import io
import json
import shutil
from pathlib import Path

import pytest

from backend.domain.model_copy import Float32Work
from backend.workers import float32_copy
from backend.workers.job_channel import JobChannel, JobRefused
from tests.fixtures.half_precision import half_precision_demo


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return half_precision_demo(tmp_path_factory.mktemp("models") / "half")


def copied(base: Path, home: Path, output: io.StringIO) -> None:
    float32_copy.float32_copy(Float32Work(model=str(base), folder=str(home / "models"), name="x"), JobChannel(output))


def test_the_disk_is_asked_first(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """1.14 M parameters are 4.6 MB in float32."""
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**12, 10**12, 1_004_000_000))
    with pytest.raises(JobRefused, match=r"takes 0\.0 GB"):
        copied(base, tmp_path, io.StringIO())
    assert not (tmp_path / "models").exists()


def test_progress_counts_to_the_end(base: Path, tmp_path: Path) -> None:
    output = io.StringIO()
    copied(base, tmp_path, output)
    last = json.loads(output.getvalue().splitlines()[-1])["progress"]
    assert last["done"] == last["total"] > 4_000_000
    assert last["unit"] == "bytes"


def test_nothing_is_left_of_a_copy_that_was_ended(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SIGTERM reaches the worker as SystemExit, here in the middle of the weights."""

    def ended(*_: object) -> None:
        raise SystemExit(143)

    monkeypatch.setattr(float32_copy, "_copy_small_files", ended)
    with pytest.raises(SystemExit):
        copied(base, tmp_path, io.StringIO())
    assert not list((tmp_path / "models").iterdir())


def test_a_base_that_changes_meanwhile_is_not_copied(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "base"
    shutil.copytree(base, own)
    copy_small = float32_copy._copy_small_files

    def meddled(*given: object) -> None:
        copy_small(*given)
        with (own / "model.safetensors").open("ab") as file:
            file.write(b" ")

    monkeypatch.setattr(float32_copy, "_copy_small_files", meddled)
    with pytest.raises(JobRefused, match="changed"):
        copied(own, tmp_path, io.StringIO())
    assert not list((tmp_path / "models").iterdir())
