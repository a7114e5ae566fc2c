"""mlx-lm's own conversion to LoRA, on a tiny model of every architecture, against what the inspection promised.

The models are built and converted for real; their weights are never evaluated.
"""

import ast
import copy
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import mlx.nn as nn
import mlx_lm.models
import pytest
from mlx.utils import tree_flatten
from mlx_lm.models.switch_layers import QuantizedSwitchLinear, SwitchLinear
from mlx_lm.tuner.lora import LoRALinear, LoRASwitchLinear
from mlx_lm.tuner.utils import linear_to_lora_layers
from mlx_lm.utils import MODEL_ARCHITECTURE_REMAPPING, MODEL_REMAPPING, _get_classes

from backend.domain.architecture_keys import FULL_LAYER_KEYS, STANDARD_KEYS, full_layer_keys
from backend.domain.model_map import ModelMap
from backend.workers.inspection_error import InspectionError
from backend.workers.model_classes import model_classes, module_name, shipped_types
from backend.workers.module_tree import ModuleTree, build_model, read_tree
from tests.contract.architectures import ARCHITECTURES, Config, departing_keys, stand_in_for_olmo, tiny

RANK = 3
MODELS = Path(mlx_lm.models.__path__[0])

# Linear modules that full-layer LoRA leaves alone, each with its reason. Anything else must carry an adapter.
EXCLUDED = {
    r"(^|\.)gate(\.|$)": "router",
    r"(^|\.)router(\.|$)": "router",
    r"\.shared_expert_gate$": "one weight for the shared expert",
    r"\.coefficient$": "weighs routed against shared experts",
    r"^altup\.": "Gemma 3n's mixing coefficients, clipped and read as bare weights",
    r"^laurel\.": "Gemma 3n's low-rank residual",
    r"^per_layer_(input_gate|projection)$": "Gemma's per-layer embeddings",
    r"\.indexer\.": "chooses keys by top-k, which passes no gradient",
    r"\.index_[qk]_proj$": "chooses keys by top-k, which passes no gradient",
    r"^(self_attention|mlp)_res_proj$": "scores between blocks, read as a bare weight",
}

NOTHING_TO_ADAPT = {
    "bitnet": "BitLinear packs ternary weights and has no LoRA layer",
    "recurrent_gemma": "its Model skips nn.Module's set-up, so that model.freeze() raises",
}

WITHOUT_CONFIG: dict[str, str] = {}
"""Model files that no tiny configuration builds, with the reason. Empty, and meant to stay so."""

HELPER_FILES = {
    "__init__": "package",
    "activations": "functions",
    "base": "arguments and masks",
    "bitlinear_layers": "layers of bitnet",
    "cache": "key-value caches",
    "gated_delta": "kernels",
    "mla": "layers of latent attention",
    "pipeline": "mixin",
    "rope_utils": "positions",
    "ssm": "kernels",
    "switch_layers": "layers of experts",
}

NOT_IN_A_TEXT_MODEL = {
    ("afm7", "linear"): "inside its own LoRA layer",
    ("muse_spark", "fc1"): "vision tower",
    ("muse_spark", "fc2"): "vision tower",
    ("muse_spark", "patch_embedding"): "vision tower",
    ("muse_spark", "proj"): "vision tower",
    ("muse_spark", "qkv_proj"): "vision tower",
    ("muse_spark", "vision_projection"): "vision tower",
}

TRAINABLE = [name for name in ARCHITECTURES if name not in NOTHING_TO_ADAPT]


@pytest.fixture(autouse=True, scope="module")
def _olmo() -> Iterator[None]:
    absent = "hf_olmo" not in sys.modules
    stand_in_for_olmo()
    yield
    if absent:
        del sys.modules["hf_olmo"]


@cache
def tree_of(name: str) -> ModuleTree:
    return read_tree(ARCHITECTURES[name])


def map_of(name: str) -> ModelMap:
    tree = tree_of(name)
    return ModelMap(
        model=name,
        model_type=ARCHITECTURES[name]["model_type"],
        num_layers=len(tree.blocks),
        keys=tree.keys,
        attention_keys=tree.attention_keys,
        blocks=tree.blocks,
        total_parameters=tree.total_parameters,
    )


def adapted(config: Config, keys: list[str], num_layers: int) -> nn.Module:
    """The model as a mlx-lm run would have it: frozen, then converted."""
    model, _ = build_model(config)
    model.freeze()
    linear_to_lora_layers(model, num_layers, {"rank": RANK, "scale": 1.0, "dropout": 0.0, "keys": keys})
    return model


def is_adapter(module: nn.Module) -> bool:
    return "lora_a" in module


def is_linear(module: nn.Module) -> bool:
    return isinstance(module, (nn.Linear, nn.QuantizedLinear, SwitchLinear, QuantizedSwitchLinear))


def bare_linears(block: nn.Module) -> list[str]:
    """Paths of linear modules in a converted block that no adapter wraps."""
    modules = dict(block.named_modules())
    wrapped = {f"{path}.linear" for path, module in modules.items() if is_adapter(module)}
    return [path for path, module in modules.items() if is_linear(module) and path not in wrapped]


def trainable_size(model: nn.Module) -> int:
    return sum(array.size for _, array in tree_flatten(model.trainable_parameters()))


@pytest.mark.parametrize("name", TRAINABLE)
def test_every_projection_of_every_block_gets_an_adapter_and_nothing_else_does(name: str) -> None:
    model = adapted(ARCHITECTURES[name], tree_of(name).keys, num_layers=-1)
    missed = {
        path
        for block in model.layers
        for path in bare_linears(block)
        if not any(re.search(pattern, path) for pattern in EXCLUDED)
    }
    assert missed == set()
    in_blocks = {id(module) for block in model.layers for module in block.modules() if is_adapter(module)}
    assert in_blocks
    assert {
        path for path, module in model.named_modules() if is_adapter(module) and id(module) not in in_blocks
    } == set()


@pytest.mark.parametrize("name", TRAINABLE)
def test_an_excluded_module_carries_no_adapter(name: str) -> None:
    assert [key for key in tree_of(name).keys if any(re.search(pattern, key) for pattern in EXCLUDED)] == []


@pytest.mark.parametrize("name", TRAINABLE)
@pytest.mark.parametrize("num_layers", [-1, 1])
def test_the_map_counts_the_parameters_that_mlx_lm_trains(name: str, num_layers: int) -> None:
    model = adapted(ARCHITECTURES[name], tree_of(name).keys, num_layers)
    assert map_of(name).trainable_parameters(RANK, num_layers) == trainable_size(model) > 0


@pytest.mark.parametrize("name", TRAINABLE)
def test_attention_keys_are_a_part_of_the_keys_and_count_the_same_way(name: str) -> None:
    tree = tree_of(name)
    assert set(tree.attention_keys) <= set(tree.keys)
    model = adapted(ARCHITECTURES[name], tree.attention_keys, num_layers=-1)
    assert map_of(name).trainable_parameters(RANK, -1, tree.attention_keys) == trainable_size(model) > 0


@pytest.mark.parametrize("name", TRAINABLE)
def test_the_map_counts_the_parameters_of_every_linear_module(name: str) -> None:
    model, _ = build_model(ARCHITECTURES[name])
    expected = sum(
        array.size
        for block in model.layers
        for module in block.modules()
        if is_linear(module)
        for _, array in tree_flatten(module.parameters())
    )
    assert sum(module.parameters for block in tree_of(name).blocks for module in block.modules) == expected


@pytest.mark.parametrize("name", ["llama", "qwen2", "qwen3", "gemma2", "gemma3", "phi3", "mixtral", "mamba2", "lfm2"])
def test_a_quantised_model_gives_the_same_adapters(name: str) -> None:
    wide = {
        "hidden_size": 64, "intermediate_size": 64, "num_attention_heads": 4, "head_dim": 16, "num_heads": 8,
        "block_dim": 64, "block_ff_dim": 64,
    }  # fmt: skip
    config = {**ARCHITECTURES[name], **wide}
    if "text_config" in config:
        config["text_config"] = {**config["text_config"], **wide}
    tree = read_tree(config)
    model, _ = build_model(config)
    nn.quantize(model, group_size=32, bits=4, class_predicate=lambda _, m: is_linear(m))
    model.freeze()
    linear_to_lora_layers(model, -1, {"rank": RANK, "scale": 1.0, "dropout": 0.0, "keys": tree.keys})
    adapters = [module for module in model.modules() if isinstance(module, (LoRALinear, LoRASwitchLinear))]
    assert adapters
    assert all(isinstance(adapter.linear, (nn.QuantizedLinear, QuantizedSwitchLinear)) for adapter in adapters)
    modules = [module for block in tree.blocks for module in block.modules if module.path in tree.keys]
    assert sum(module.lora_parameters(RANK) for module in modules) == trainable_size(model)


def test_a_model_whose_layers_have_no_adapter_has_no_keys() -> None:
    assert read_tree(ARCHITECTURES["bitnet"]).keys == []


def test_a_model_that_mlx_lm_cannot_freeze_is_refused() -> None:
    with pytest.raises(InspectionError, match="cannot be frozen") as caught:
        read_tree(ARCHITECTURES["recurrent_gemma"])
    assert caught.value.code == "nothing_to_adapt"
    model, _ = build_model(ARCHITECTURES["recurrent_gemma"])
    with pytest.raises(AttributeError):
        model.freeze()


def test_a_matrix_that_mlx_lm_refuses_in_one_block_is_no_key() -> None:
    config = copy.deepcopy(ARCHITECTURES["prism_hadamard_qwen35"])
    config["modules"] = config["modules"][:1]
    tree = read_tree(config)
    assert "mlp.down_proj" in {module.path for module in tree.blocks[1].modules}
    assert tree.refused == ["mlp.down_proj"]
    assert "mlp.down_proj" not in tree.keys
    with pytest.raises(ValueError, match="HadamardQuantizedLinear"):
        adapted(config, [*tree.keys, "mlp.down_proj"], num_layers=-1)


@pytest.mark.parametrize("name", ["llama", "qwen2", "qwen3", "gemma", "gemma3", "cohere", "stablelm", "mimo"])
def test_a_standard_model_has_the_seven_keys_in_their_order(name: str) -> None:
    assert tuple(tree_of(name).keys) == STANDARD_KEYS


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_the_classes_are_those_that_mlx_lm_would_choose(name: str) -> None:
    assert model_classes(ARCHITECTURES[name]) == _get_classes(ARCHITECTURES[name])


def test_aliases_lead_where_mlx_lm_leads_them() -> None:
    for alias, served in MODEL_REMAPPING.items():
        assert module_name({"model_type": alias}) == served
    for (model_type, architecture), served in MODEL_ARCHITECTURE_REMAPPING.items():
        assert module_name({"model_type": model_type, "architectures": ["Other", architecture]}) == served
        assert module_name({"model_type": model_type, "architectures": architecture}) == served


def test_every_model_file_of_mlx_lm_has_a_tiny_configuration() -> None:
    covered = {module_name(config) for config in ARCHITECTURES.values()}
    files = {file.stem for file in MODELS.glob("*.py")}
    assert files - covered - WITHOUT_CONFIG.keys() == HELPER_FILES.keys()
    assert covered | WITHOUT_CONFIG.keys() == shipped_types()


def linear_attributes(file: Path) -> set[str]:
    """Names of attributes that a model file fills with linear modules."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Assign) and isinstance(target := node.targets[0], ast.Attribute):
            calls = [call.func for call in ast.walk(node.value) if isinstance(call, ast.Call)]
            if any(ast.unparse(function).endswith(("Linear", "SwitchGLU", "SwitchMLP")) for function in calls):
                found.add(target.attr)
    return found


def test_the_tiny_configurations_reach_every_linear_module_in_the_model_files() -> None:
    reached: dict[str, set[str]] = {}
    for config in ARCHITECTURES.values():
        model, _ = build_model(config)
        parts = {part for path, _ in model.named_modules() for part in path.split(".")}
        reached.setdefault(module_name(config), set()).update(parts)
    missed = {
        (name, attribute)
        for name, parts in reached.items()
        for attribute in linear_attributes(MODELS / f"{name}.py") - parts
    }
    assert missed == NOT_IN_A_TEXT_MODEL.keys()


def test_every_exclusion_is_needed() -> None:
    paths = {module.path for name in TRAINABLE for block in tree_of(name).blocks for module in block.modules}
    assert [pattern for pattern in EXCLUDED if not any(re.search(pattern, path) for path in paths)] == []


def test_the_table_of_keys_is_what_inspection_finds() -> None:
    assert departing_keys() == FULL_LAYER_KEYS, "run: python -m tests.contract.architectures"


@pytest.mark.parametrize(
    ("model_type", "expected"),
    [
        ("llama", STANDARD_KEYS),
        ("mistral", STANDARD_KEYS),
        ("never-heard-of", STANDARD_KEYS),
        ("phi3", ("self_attn.qkv_proj", "self_attn.o_proj", "mlp.gate_up_proj", "mlp.down_proj")),
        ("olmo", ("att_proj", "attn_out", "ff_proj", "ff_out")),
    ],
)
def test_full_layer_keys(model_type: str, expected: tuple[str, ...]) -> None:
    assert full_layer_keys(model_type) == expected


def test_a_missing_field_is_named() -> None:
    config = tiny("qwen2")
    del config["num_key_value_heads"], config["vocab_size"]
    with pytest.raises(InspectionError, match="lacks vocab_size, num_key_value_heads") as caught:
        read_tree(config)
    assert caught.value.code == "bad_config"
