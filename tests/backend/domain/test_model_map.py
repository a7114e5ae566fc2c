"""Questions to a model's map."""

import pytest

from backend.domain.model_map import BlockInfo, ModelMap, ModuleInfo, ModuleKind


def module(path: str, kind: ModuleKind = ModuleKind.MLP, experts: int = 1) -> ModuleInfo:
    return ModuleInfo(path=path, kind=kind, in_features=10, out_features=6, experts=experts, parameters=60)


MAP = ModelMap(
    model="m",
    model_type="t",
    num_layers=3,
    keys=["attn.q", "mlp.up"],
    attention_keys=["attn.q"],
    blocks=[
        BlockInfo(index=0, modules=[module("attn.q"), module("mlp.up"), module("router", ModuleKind.ROUTER)]),
        BlockInfo(index=1, modules=[module("mlp.up", experts=4)]),
        BlockInfo(index=2, modules=[module("attn.q"), module("mlp.up")]),
    ],
    total_parameters=1000,
)


@pytest.mark.parametrize(
    ("num_layers", "blocks"), [(-1, [0, 1, 2]), (0, [0, 1, 2]), (1, [2]), (2, [1, 2]), (3, [0, 1, 2])]
)
def test_coverage_counts_from_the_last_block(num_layers: int, blocks: list[int]) -> None:
    assert [block.index for block in MAP.blocks_covered(num_layers)] == blocks


def test_adapted_modules_are_those_with_a_key() -> None:
    assert [(block, m.path) for block, m in MAP.adapted(2)] == [(1, "mlp.up"), (2, "attn.q"), (2, "mlp.up")]
    assert [(block, m.path) for block, m in MAP.adapted(-1, ["attn.q"])] == [(0, "attn.q"), (2, "attn.q")]


def test_parameters_of_an_adapter() -> None:
    assert module("a").lora_parameters(8) == 8 * 16
    assert module("a", experts=4).lora_parameters(8) == 4 * 8 * 16
    assert MAP.trainable_parameters(2, -1) == 2 * 16 * (2 + 4 + 2)
    assert MAP.trainable_parameters(2, 1, ["attn.q"]) == 2 * 16
