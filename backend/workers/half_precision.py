"""Half-precision tensors widened to float32, file by file and a piece at a time: exact, in little memory, without MLX.

Every value of float16 and bfloat16 is a value of float32, so nothing is rounded. What is stored in another type stays.
"""

import json
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

_PIECE_BYTES = 1 << 23
_ALIGN = 8
_HALF = ("BF16", "F16")


def widened_size(path: Path) -> int:
    """Bytes of the tensors of a file once they are float32. Raises OSError."""
    header, _ = _header(path)
    return sum(_size(entry) for entry in header.values())


def widen(source: Path, target: Path, progress: Callable[[int], None]) -> None:
    """Write the tensors of `source` to `target`, half precision as float32; `progress` gets bytes written. Raises OSError."""
    header, start = _header(source)
    described, offset = {}, 0
    for name, entry in header.items():
        end = offset + _size(entry)
        dtype = "F32" if entry["dtype"] in _HALF else entry["dtype"]
        described[name] = {"dtype": dtype, "shape": entry["shape"], "data_offsets": [offset, end]}
        offset = end
    text = json.dumps({"__metadata__": {"format": "mlx"}, **described}, separators=(",", ":")).encode()
    text += b" " * (-len(text) % _ALIGN)
    with source.open("rb") as reading, target.open("wb") as writing:
        writing.write(struct.pack("<Q", len(text)) + text)
        for entry in header.values():
            reading.seek(start + entry["data_offsets"][0])
            _copy_tensor(reading, writing, entry, progress)


def _copy_tensor(reading: BinaryIO, writing: BinaryIO, entry: dict[str, Any], progress: Callable[[int], None]) -> None:
    left = entry["data_offsets"][1] - entry["data_offsets"][0]
    while left:
        piece = reading.read(min(left, _PIECE_BYTES))
        if not piece:
            raise OSError(0, "The file ends before its tensors do", reading.name)
        left -= len(piece)
        wide = _wide(piece, entry["dtype"])
        writing.write(wide)
        progress(len(wide))


def _wide(piece: bytes, dtype: str) -> bytes:
    if dtype == "BF16":  # the upper half of a float32
        return (np.frombuffer(piece, "<u2").astype("<u4") << 16).tobytes()
    return np.frombuffer(piece, "<f2").astype("<f4").tobytes() if dtype == "F16" else piece


def _header(path: Path) -> tuple[dict[str, dict[str, Any]], int]:
    """The tensors in the order in which they lie, and where the first begins."""
    with path.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
    header.pop("__metadata__", None)
    return dict(sorted(header.items(), key=lambda item: item[1]["data_offsets"])), 8 + length


def _size(entry: dict[str, Any]) -> int:
    begin, end = entry["data_offsets"]
    return int(end - begin) * (2 if entry["dtype"] in _HALF else 1)
