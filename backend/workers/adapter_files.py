"""Putting an adapter on a module tree, and saying why one does not fit."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend.runtime.model_files import BrokenSafetensors, read_safetensors_header

_ADAPTER_LEAVES = frozenset({"lora_a", "lora_b", "m"})


class AdapterProblem(Exception):
    """An adapter that cannot be used with this base: what is wrong, and what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True)
class AdapterOnTree:
    """A module tree that carries an adapter."""

    model: Any
    bytes: int
    """Size of the adapter's own tensors."""


def put_adapter(model: Any, folder: Path, file: Path) -> AdapterOnTree:
    """Turn layers of `model` into LoRA layers as `adapter_config.json` says and load the weights in `file`.

    Every tensor must fit by name and shape, and none may be missing. Raises `AdapterProblem`.
    """
    import mlx.core as mx
    from mlx.utils import tree_flatten

    config = _config(folder)
    _check_file(file)
    _convert(model, config)
    weights: dict[str, Any] = mx.load(str(file))  # type: ignore[assignment]
    parameters = dict(tree_flatten(model.parameters()))
    is_full = config.get("fine_tune_type") == "full"
    allowed = {
        name: array for name, array in parameters.items() if is_full or name.rsplit(".", 1)[-1] in _ADAPTER_LEAVES
    }
    _check_fit(file, weights, allowed, must_be_whole=not is_full)
    model.load_weights(list(weights.items()), strict=False)
    model.eval()
    mx.eval(model.parameters())
    return AdapterOnTree(model, sum(array.nbytes for array in weights.values()))


def _config(folder: Path) -> dict[str, Any]:
    try:
        config = json.loads((folder / "adapter_config.json").read_bytes())
        if not isinstance(config, dict):
            raise TypeError("no object")
    except FileNotFoundError as error:
        raise AdapterProblem(
            f"{folder} holds no adapter_config.json (any more).", "Choose a folder that mlx-lm saved an adapter in."
        ) from error
    except (OSError, ValueError, TypeError, RecursionError) as error:
        raise AdapterProblem(
            f"adapter_config.json in {folder} cannot be read: {error}.", "Choose a complete adapter folder."
        ) from error
    return config


def _check_file(file: Path) -> None:
    try:
        read_safetensors_header(file)
    except FileNotFoundError as error:
        raise AdapterProblem(f"There is no {file} (any more).", "Choose another adapter or checkpoint.") from error
    except BrokenSafetensors as error:
        raise AdapterProblem(f"{file.name}: {error}", "Choose a complete file, or train the adapter again.") from error
    except OSError as error:
        raise AdapterProblem(f"{file} cannot be read: {error.strerror}.", "Allow reading it.") from error


def _convert(model: Any, config: Mapping[str, Any]) -> None:
    from mlx_lm.tuner.utils import linear_to_lora_layers

    kind = config.get("fine_tune_type", "lora")
    if kind == "full":
        return
    try:
        linear_to_lora_layers(model, config["num_layers"], config["lora_parameters"], use_dora=kind == "dora")
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise AdapterProblem(
            f"adapter_config.json does not describe an adapter for this model: {error}.",
            "Choose an adapter that was trained on this base.",
        ) from error


def _check_fit(file: Path, weights: Mapping[str, Any], allowed: Mapping[str, Any], *, must_be_whole: bool) -> None:
    hint = "Choose an adapter that was trained on this base, with the adapter_config.json that belongs to it."
    unknown = sorted(set(weights) - set(allowed))
    if unknown or not weights:
        raise AdapterProblem(
            f"{len(unknown)} of {len(weights)} tensors in {file.name} have no place in this model"
            + (f", first {unknown[0]}." if unknown else "."),
            hint,
        )
    for name, array in weights.items():
        if array.shape != allowed[name].shape:
            raise AdapterProblem(
                f"{name} has shape {tuple(array.shape)} in {file.name}, but adapter_config.json and this model make it "
                f"{tuple(allowed[name].shape)}.",
                hint,
            )
    missing = sorted(set(allowed) - set(weights))
    if missing and must_be_whole:
        raise AdapterProblem(
            f"{file.name} lacks {len(missing)} of {len(allowed)} tensors, first {missing[0]}.",
            "Choose a complete file, or train the adapter again.",
        )
