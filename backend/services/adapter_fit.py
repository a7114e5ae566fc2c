"""Whether an adapter's files fit a base, told from headers and shapes alone."""

import json
import re
from pathlib import Path
from typing import Any

from backend.domain.model_map import ModelMap, ModuleInfo
from backend.errors import FieldError
from backend.runtime.model_files import BrokenSafetensors, TensorInfo, read_safetensors_header

_TENSOR = re.compile(r"^(?:[^\d.][^.]*\.)*?(\d+)\.(.+)\.lora_([ab])$")
_CHOOSE = "Choose an adapter that was trained on this base."


def config_model(folder: Path) -> str | None:
    """The base that `adapter_config.json` names; None where it names none."""
    found = _config(folder)
    model = found.get("model") if isinstance(found, dict) else None
    return model if isinstance(model, str) and model.strip() else None


def adapter_errors(field: str, file: Path, model: ModelMap) -> list[FieldError]:
    """Why an adapter cannot be used; at most one reason, the first that holds."""
    folder = file.parent
    config = _config(folder)
    if isinstance(config, str):
        return [FieldError(field, config, "Choose a folder that mlx-lm saved an adapter in.")]
    try:
        tensors = read_safetensors_header(file)
    except FileNotFoundError:
        return [FieldError(field, f"There is no {file.name} in {folder}.", "Choose another adapter or checkpoint.")]
    except BrokenSafetensors as error:
        return [FieldError(field, f"{file.name}: {error}", "Choose a complete file, or train the adapter again.")]
    except OSError as error:
        return [FieldError(field, f"{file} cannot be read: {error.strerror}.", "Allow reading it.")]
    if config.get("fine_tune_type", "lora") == "full":
        return []
    problem = _rank_problem(file, config, tensors) or _shape_problem(file, tensors, model)
    return [] if problem is None else [FieldError(field, problem, _CHOOSE)]


def _config(folder: Path) -> dict[str, Any] | str:
    try:
        config = json.loads((folder / "adapter_config.json").read_bytes())
    except FileNotFoundError:
        return f"{folder} holds no adapter_config.json."
    except OSError as error:
        return f"adapter_config.json in {folder} cannot be read: {error.strerror}."
    except (ValueError, RecursionError):
        return f"adapter_config.json in {folder} is not JSON."
    if not isinstance(config, dict):
        return f"adapter_config.json in {folder} is not a JSON object."
    return config


def _rank_problem(file: Path, config: dict[str, Any], tensors: dict[str, TensorInfo]) -> str | None:
    parameters = config.get("lora_parameters")
    rank = parameters.get("rank") if isinstance(parameters, dict) else None
    if not isinstance(rank, int):
        return "adapter_config.json names no rank."
    found = {info.shape[-1] for name, info in tensors.items() if name.endswith(".lora_a") and len(info.shape) == 2}
    if not any(name.endswith((".lora_a", ".lora_b")) for name in tensors):
        return f"{file.name} holds no LoRA tensors."
    if found and found != {rank}:
        return f"{file.name} has rank {min(found)}, but adapter_config.json says {rank}."
    return None


def _shape_problem(file: Path, tensors: dict[str, TensorInfo], model: ModelMap) -> str | None:
    known = {(block.index, module.path): module for block in model.blocks for module in block.modules}
    for name, info in tensors.items():
        found = _TENSOR.match(name)
        if found is None or len(info.shape) != 2:
            continue
        block = int(found[1])
        if block >= model.num_layers:
            return f"{file.name} adapts block {block}, but {model.model} has blocks 0 to {model.num_layers - 1}."
        module = known.get((block, found[2]))
        if module is not None and not _fits(module, found[3], info):
            wide = module.in_features if found[3] == "a" else module.out_features
            return f"{name} in {file.name} has shape {info.shape}, but {found[2]} of {model.model} is {wide} wide."
    return None


def _fits(module: ModuleInfo, which: str, info: TensorInfo) -> bool:
    return module.in_features == info.shape[0] if which == "a" else module.out_features == info.shape[1]
