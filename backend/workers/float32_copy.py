"""`python -m backend.workers.float32_copy`: a half-precision model, copied in float32 for training on a processor."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from backend.domain.model_copy import CopyOrigin, Float32Copy, Float32Work
from backend.runtime.atomic_file import sync_folder
from backend.runtime.disk_room import room
from backend.runtime.model_files import BrokenSafetensors, has_all_weights, read_safetensors_header, weight_bytes
from backend.runtime.new_files import free_path
from backend.workers.half_precision import widen, widened_size
from backend.workers.job_channel import JobChannel, JobRefused, run_job
from backend.workers.model_facts import quantization, read_config, stored_dtype
from backend.workers.model_source import CONFIG_FILE, find_model_folder

ORIGIN_FILE = "float32_copy_of.json"
_INDEX_FILE = "model.safetensors.index.json"
_DTYPE_FIELDS = ("dtype", "torch_dtype")
_SMALL_FILES = ("*.json", "*.jinja", "*.txt", "*.model", "*.tiktoken", "*.md", "LICENSE*", "NOTICE*")


def float32_copy(work: Float32Work, channel: JobChannel) -> Float32Copy:
    """Write the copy, or find the one that is there. Raises what `explain` knows."""
    source = find_model_folder(work.model)
    config = read_config(source)
    files = sorted(source.glob("*.safetensors"))
    _refuse(work.model, source, config, files)
    origin = CopyOrigin(model=work.model, files={file.name: _stamp(file) for file in files})
    there = _made_before(Path(work.folder), work.name, origin)
    if there is not None:
        return Float32Copy(model=str(there), weight_bytes=weight_bytes(there), found=True)
    needed = sum(widened_size(file) for file in files)
    _require_room(Path(work.folder), needed)
    written = 0

    def wrote(count: int) -> None:
        nonlocal written
        written += count
        channel.progress(written, needed, "bytes")

    with _new_folder(Path(work.folder), work.name) as (beside, target):
        for file in files:
            widen(file, beside / file.name, wrote)
            _flush(beside / file.name)
        _copy_small_files(source, beside, config, needed)
        (beside / ORIGIN_FILE).write_text(origin.model_dump_json(), encoding="utf-8")
        if origin.files != {file.name: _stamp(file) for file in files}:
            raise JobRefused("model", f"{work.model} changed while it was being copied.", "Try again.")
    return Float32Copy(model=str(target), weight_bytes=weight_bytes(target), found=False)


def _refuse(model: str, source: Path, config: dict[str, Any], files: list[Path]) -> None:
    """What cannot be copied, or would gain nothing. Raises `JobRefused`."""
    if quantization(config, source):
        raise JobRefused(
            "model",
            f"{model} is quantised: its weights are not numbers of half precision, and widening them would make the model "
            "several times larger and no better.",
            "Choose the same model in bfloat16 or float16 and copy that.",
        )
    if not files or not has_all_weights(source):
        raise JobRefused(
            "model", f"The weights of {model} are not on this computer in full.", "Download the model first."
        )
    for file in files:
        try:
            read_safetensors_header(file)
        except BrokenSafetensors as broken:
            raise JobRefused("model", f"{file.name}: {broken}", "Fetch the file again.") from broken
    dtype = stored_dtype(config, source)
    if dtype not in ("float16", "bfloat16"):
        raise JobRefused("model", f"{model} is stored in {dtype}, not in half precision.", "Train it as it is.")


def _require_room(folder: Path, needed: int) -> None:
    free = room(folder)
    if needed > free:
        raise JobRefused(
            "model",
            f"The copy takes {needed / 1e9:.1f} GB, and {free / 1e9:.1f} GB may be written.",
            "Free some space, or start the server with --home on a larger disk.",
        )


def _made_before(folder: Path, name: str, origin: CopyOrigin) -> Path | None:
    """A whole copy of the very same files."""
    for candidate in sorted(folder.glob(f"{name}*/{ORIGIN_FILE}")):
        try:
            known = CopyOrigin.model_validate_json(candidate.read_bytes())
        except (OSError, ValidationError):
            continue
        if known == origin and has_all_weights(candidate.parent):
            return candidate.parent
    return None


def _copy_small_files(source: Path, beside: Path, config: dict[str, Any], weight_size: int) -> None:
    for pattern in _SMALL_FILES:
        for file in source.glob(pattern):
            shutil.copyfile(file, beside / file.name)
    (beside / CONFIG_FILE).write_text(json.dumps(_in_float32(config), indent=2), encoding="utf-8")
    if (beside / _INDEX_FILE).exists():
        index = json.loads((beside / _INDEX_FILE).read_bytes())
        index["metadata"] = {**(index.get("metadata") or {}), "total_size": weight_size}
        (beside / _INDEX_FILE).write_text(json.dumps(index, indent=2), encoding="utf-8")


def _in_float32(config: dict[str, Any]) -> dict[str, Any]:
    changed = {name: "float32" if name in _DTYPE_FIELDS else value for name, value in config.items()}
    return {name: _in_float32(value) if isinstance(value, dict) else value for name, value in changed.items()}


def _stamp(file: Path) -> tuple[int, int]:
    found = file.stat()
    return found.st_size, found.st_mtime_ns


def _flush(file: Path) -> None:
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _new_folder(home: Path, name: str) -> Iterator[tuple[Path, Path]]:
    """(folder to write into, the name that it gets once the body has ended well)."""
    home.mkdir(parents=True, exist_ok=True)
    target = free_path(home, name, "")
    beside = home / f".{target.name}.{os.getpid()}.part"
    beside.mkdir()
    try:
        yield beside, target
        beside.rename(target)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    sync_folder(home)


def main() -> None:
    """Answer the one request on standard input."""
    run_job(Float32Work, float32_copy)


if __name__ == "__main__":
    main()
