"""Model and adapter files, whole, cut short, and something else altogether."""

import json
import struct
from pathlib import Path

import mlx.core as mx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.runtime.model_files import (
    BrokenSafetensors,
    TensorInfo,
    has_all_weights,
    is_model_folder,
    read_safetensors_header,
    weight_bytes,
)


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    file = tmp_path / "adapters.safetensors"
    mx.save_safetensors(str(file), {"a": mx.zeros((2, 3)), "b": mx.ones((4,), mx.float16)}, {"format": "mlx"})
    return file


def test_a_whole_file(whole: Path) -> None:
    assert read_safetensors_header(whole) == {"a": TensorInfo("F32", (2, 3)), "b": TensorInfo("F16", (4,))}


@pytest.mark.parametrize("kept", [0, 4, 8, 20, -1])
def test_a_file_that_is_cut_short(whole: Path, kept: int) -> None:
    whole.write_bytes(whole.read_bytes()[:kept])
    with pytest.raises(BrokenSafetensors, match=r"short|ends before"):
        read_safetensors_header(whole)


def header(text: str) -> bytes:
    return struct.pack("<Q", len(text)) + text.encode()


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 a zip file, say, of some length",
        header("{oops"),
        header("[]"),
        header('{"a": 1}'),
        header('{"a": {"dtype": "F32"}}'),
        header('{"a": {"dtype": "F32", "shape": 3, "data_offsets": [0, 0]}}'),
        header('{"a": {"dtype": "F32", "shape": [1], "data_offsets": []}}'),
        header('{"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, "x"]}}'),
        header("[" * 50_000),
    ],
)
def test_what_is_no_safetensors_file(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(BrokenSafetensors):
        read_safetensors_header(tmp_path / "x")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.binary(max_size=200) | st.text(max_size=100).map(header))
def test_any_bytes_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    try:
        read_safetensors_header(tmp_path / "x")
    except BrokenSafetensors as error:
        assert str(error)  # noqa: PT017 - both outcomes are right


def test_what_looks_like_a_model(tmp_path: Path) -> None:
    assert not is_model_folder(tmp_path)
    (tmp_path / "config.json").write_text('{"model_type": "qwen2"}')
    assert not is_model_folder(tmp_path)
    (tmp_path / "model.safetensors").write_bytes(b"12345")
    assert is_model_folder(tmp_path)
    assert weight_bytes(tmp_path) == 5
    for config in ("{", "[]", "{}"):
        (tmp_path / "config.json").write_text(config)
        assert not is_model_folder(tmp_path)


def test_all_weights_are_those_that_the_index_names(tmp_path: Path) -> None:
    assert not has_all_weights(tmp_path)
    (tmp_path / "model-1.safetensors").touch()
    assert has_all_weights(tmp_path)
    index = tmp_path / "model.safetensors.index.json"
    index.write_text(json.dumps({"weight_map": {"a": "model-1.safetensors", "b": "model-2.safetensors"}}))
    assert not has_all_weights(tmp_path)
    (tmp_path / "model-2.safetensors").touch()
    assert has_all_weights(tmp_path)
    index.write_text("{oops")
    assert not has_all_weights(tmp_path)
