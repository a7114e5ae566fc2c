"""Model and adapter files, looked at without reading weights."""

import json
import struct
from dataclasses import dataclass
from pathlib import Path

_MAX_HEADER = 100_000_000


@dataclass(frozen=True)
class TensorInfo:
    """Data type and shape of a stored tensor."""

    dtype: str
    shape: tuple[int, ...]


class BrokenSafetensors(Exception):
    """A file that is not a complete safetensors file; the message says why."""


def read_safetensors_header(path: Path) -> dict[str, TensorInfo]:
    """Name -> `TensorInfo` from the header alone. Raises `BrokenSafetensors`, OSError."""
    size = path.stat().st_size
    with path.open("rb") as file:
        prefix = file.read(8)
        if len(prefix) < 8:
            raise BrokenSafetensors("The file is too short to be a safetensors file.")
        (length,) = struct.unpack("<Q", prefix)
        if length > min(_MAX_HEADER, size - 8):
            raise BrokenSafetensors("The file ends before its header does: it is cut short or no safetensors file.")
        try:
            header = json.loads(file.read(length))
        except (ValueError, RecursionError) as error:
            raise BrokenSafetensors("The header is not JSON: this is no safetensors file.") from error
    try:
        tensors = {name: entry for name, entry in header.items() if name != "__metadata__"}
        end = 8 + length + max((entry["data_offsets"][1] for entry in tensors.values()), default=0)
        found = {name: TensorInfo(entry["dtype"], tuple(entry["shape"])) for name, entry in tensors.items()}
    except (AttributeError, KeyError, IndexError, TypeError) as error:
        raise BrokenSafetensors("The header does not describe tensors: this is no safetensors file.") from error
    if end > size:
        raise BrokenSafetensors(f"The file is cut short: {size} of {end} bytes are there.")
    return found


def is_model_folder(folder: Path) -> bool:
    """Whether a folder looks like a model: config.json with a model type, and weights beside it."""
    try:
        config = json.loads((folder / "config.json").read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(config, dict) and "model_type" in config and any(folder.glob("*.safetensors"))


def has_all_weights(folder: Path) -> bool:
    """Whether weights are there, and with an index every file that it names."""
    index = folder / "model.safetensors.index.json"
    if not index.exists():
        return any(folder.glob("*.safetensors"))
    try:
        files = set(json.loads(index.read_bytes())["weight_map"].values())
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return False
    return all((folder / file).exists() for file in files)


def weight_bytes(folder: Path) -> int:
    """Bytes in the weight files of a model folder."""
    return sum(file.stat().st_size for file in folder.glob("*.safetensors"))
