"""A model's module tree, built from its config alone, and what LoRA can adapt in it.

Nothing here reads weights: mlx arrays are lazy, so a model of any size is a tree of shapes until somebody evaluates it,
and nobody does. Knows mlx modules and how `mlx_lm.tuner.utils.linear_to_lora_layers` walks them. Does not know files,
hubs or messages to people, except for a config that does not describe a model.
"""

import copy
import inspect
from dataclasses import dataclass
from functools import cache
from typing import Any

import mlx.nn as nn
from mlx.utils import tree_flatten

from backend.domain.model_map import FULL_LAYER_KINDS, MIXER_KINDS, BlockInfo, ModuleInfo, ModuleKind
from backend.domain.module_kind import ModuleForm, canonical_order, module_kind
from backend.workers.inspection_error import InspectionError
from backend.workers.model_classes import Config, model_classes

# What constructors raise when a field is missing, of the wrong type, or makes an impossible shape.
_BUILD_ERRORS = (ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)


@dataclass(frozen=True)
class ModuleTree:
    """What a walk over `model.layers` found.

    `keys` and `attention_keys` are paths inside a block, spelled as `named_modules()` of a block spells them, which is
    what mlx-lm compares them with. `refused` are paths of matrices that belong there but that mlx-lm cannot convert in
    at least one block; it would end a run with an error if asked, so they are no keys. (mlx-lm also adapts a module
    outside the blocks whose path equals a key; a contract test makes sure that no architecture has one.)
    `total_parameters` counts the whole model, embeddings and head included. `args` are the values that the model took
    from the config, its defaults included.
    """

    blocks: list[BlockInfo]
    keys: list[str]
    attention_keys: list[str]
    refused: list[str]
    total_parameters: int
    args: dict[str, Any]


def build_model(config: Config) -> tuple[Any, Any]:
    """The model that a config describes, unquantised and unevaluated, and its ModelArgs. Raises `InspectionError`."""
    model_class, args_class = model_classes(config)
    try:
        args = args_class.from_dict(copy.deepcopy(config))
        return model_class(args), args
    except _BUILD_ERRORS as error:
        raise _config_error(config, args_class, error) from error


def _config_error(config: Config, args_class: type, error: Exception) -> InspectionError:
    model_type = config["model_type"]
    missing = [
        name
        for name, field in inspect.signature(args_class).parameters.items()
        if field.default is field.empty and name not in config
    ]
    if isinstance(error, TypeError) and missing:
        fields = ", ".join(missing)
        return InspectionError(
            "bad_config",
            f"config.json lacks {fields}, which a {model_type} model needs.",
            "Restore the file from where the model came from; it was cut or edited.",
        )
    reason = f"the field {error} is missing" if isinstance(error, KeyError) else str(error)
    return InspectionError(
        "bad_config",
        f"config.json does not describe a {model_type} model that mlx-lm can build: {reason}.",
        "Compare the file with the one published with the model.",
    )


def read_tree(config: Config) -> ModuleTree:
    """Build the model and walk it. Raises `InspectionError` for a config that describes no model."""
    model, args = build_model(config)
    _check_freezing(config, model)
    refused: set[str] = set()
    blocks = [_read_block(index, block, refused) for index, block in enumerate(model.layers)]
    found = [(module.path, module.kind) for block in blocks for module in block.modules if module.path not in refused]
    return ModuleTree(
        blocks=blocks,
        keys=list(canonical_order(pair for pair in found if pair[1] in FULL_LAYER_KINDS)),
        attention_keys=list(canonical_order(pair for pair in found if pair[1] in MIXER_KINDS)),
        refused=sorted(refused),
        total_parameters=sum(array.size for _, array in tree_flatten(model.parameters())),
        args=dict(vars(args)),
    )


def _check_freezing(config: Config, model: nn.Module) -> None:
    """mlx-lm freezes the base before anything else, and one model class does not let it (it skips Module's set-up)."""
    try:
        model.freeze()
    except AttributeError as error:
        raise InspectionError(
            "nothing_to_adapt",
            f"mlx-lm's {config['model_type']} class cannot be frozen, so mlx-lm cannot train adapters on it.",
            "Choose a model of another architecture, or update mlx-lm and try again.",
        ) from error


def _read_block(index: int, block: nn.Module, refused: set[str]) -> BlockInfo:
    modules = {path: module for path, module in block.named_modules() if path}
    adaptable = {path: form for path, module in modules.items() if (form := module_form(module)) is not None}
    refused.update(
        path
        for path, module in modules.items()
        if path not in adaptable
        and _is_matrix(module)
        and module_kind(path, ModuleForm.LINEAR, adaptable) in FULL_LAYER_KINDS
    )
    infos = [
        _describe(path, modules[path], module_kind(path, form, adaptable))
        for path, form in adaptable.items()
        if form is not ModuleForm.EMBEDDING
    ]
    order = {path: place for place, path in enumerate(canonical_order((info.path, info.kind) for info in infos))}
    return BlockInfo(index=index, modules=sorted(infos, key=lambda info: order[info.path]))


@cache
def _switch_types() -> tuple[type, ...]:
    from mlx_lm.models.switch_layers import QuantizedSwitchLinear, SwitchLinear

    return SwitchLinear, QuantizedSwitchLinear


def module_form(module: nn.Module) -> ModuleForm | None:
    """How mlx-lm's `linear_to_lora_layers` would convert this module; None where it would refuse."""
    if isinstance(module, _switch_types()):
        return ModuleForm.STACKED
    if isinstance(module, (nn.Embedding, nn.QuantizedEmbedding)):
        return ModuleForm.EMBEDDING
    if isinstance(module, (nn.Linear, nn.QuantizedLinear)) or hasattr(module, "to_lora"):
        return ModuleForm.LINEAR
    return None


def _is_matrix(module: nn.Module) -> bool:
    """Whether a module multiplies by a matrix of its own; norms and convolutions hold weights of another sort."""
    name = type(module).__name__.lower()
    weight = module.get("weight")
    return weight is not None and weight.ndim >= 2 and "norm" not in name and "conv" not in name


def _describe(path: str, module: nn.Module, kind: ModuleKind) -> ModuleInfo:
    """Shapes of a matrix as mlx-lm adapts it; a quantised weight packs several inputs into one word."""
    *stack, out_features, in_features = module.weight.shape
    if (bits := getattr(module, "bits", None)) is not None:
        in_features = in_features * 32 // bits
    experts = stack[0] if stack else 1
    bias = module.bias.size if "bias" in module else 0
    pieces = getattr(module, "output_dims", None)
    return ModuleInfo(
        path=path,
        kind=kind,
        # A fused projection that mlx-lm adapts piece by piece has one `lora_a` per piece, each as wide as the input.
        in_features=in_features * (len(pieces) if isinstance(pieces, list) else 1),
        out_features=out_features,
        experts=experts,
        parameters=experts * out_features * in_features + bias,
    )
