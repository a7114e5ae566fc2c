"""The verdict over an adapter: green only when everything that was asked for is there and has moved."""

from typing import Any

import pytest

from backend.domain.proof import Proof, ProofFigures, judge

KEYS = ["self_attn.q_proj", "mlp.down_proj"]
ASKED = [(block, key) for block in (2, 10) for key in KEYS]
NAMES = [f"{block}.{key}" for block, key in ASKED]


def figures(**changes: Any) -> ProofFigures:
    whole: dict[str, Any] = {
        "adapter_file": "adapters.safetensors",
        "adapter_bytes": 100,
        "adapter_sha256": "00",
        "modules": dict.fromkeys(NAMES, 10),
        "norms": dict.fromkeys(NAMES, 0.5),
        "non_finite": [],
        "tensors": 8,
        "probe_prompt": "?",
        "logits_max_difference": 0.1,
        "logits_kl": 0.01,
    }
    return ProofFigures(**{**whole, **changes})


def verdict(**changes: Any) -> Proof:
    return judge(figures(**changes), ASKED)


def test_everything_asked_for_is_there() -> None:
    proof = verdict()
    assert proof.ok
    assert proof.failures == []
    assert proof.blocks_asked == proof.blocks_found == [2, 10]
    assert proof.matrices_asked == proof.matrices_found == KEYS
    assert proof.modules_asked == proof.modules_found == 4
    assert proof.trainable_parameters == 40
    assert proof.lora_b_norms == [[0.5, 0.5], [0.5, 0.5]]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"modules": dict.fromkeys(NAMES[:-1], 10)}, "1 of 4 modules carry no adapter, first block 10 mlp.down_proj"),
        ({"modules": {}}, "4 of 4 modules"),
        ({"modules": dict.fromkeys([*NAMES, "3.mlp.up_proj"], 10)}, "not asked for, first block 3 mlp.up_proj"),
        ({"non_finite": ["model.layers.2.x.lora_a"]}, "1 tensors hold NaN or infinity"),
        (
            {"norms": {**dict.fromkeys(NAMES, 0.5), NAMES[0]: 0.0}},
            "1 adapters never moved from zero, first 2.self_attn",
        ),
        ({"logits_max_difference": 0.0}, "as the base does"),
        ({"logits_max_difference": 9e-6}, "within rounding"),
    ],
)
def test_each_kind_of_failure(changes: dict[str, Any], words: str) -> None:
    proof = verdict(**changes)
    assert not proof.ok
    assert len(proof.failures) == 1
    assert words in proof.failures[0]


def test_failures_are_told_together() -> None:
    proof = verdict(modules={}, norms={}, logits_max_difference=0.0)
    assert len(proof.failures) == 2


def test_a_missing_module_leaves_a_hole_in_the_norms() -> None:
    proof = verdict(modules=dict.fromkeys(NAMES[:-1], 10), norms=dict.fromkeys(NAMES[:-1], 0.5))
    assert proof.lora_b_norms == [[0.5, 0.5], [0.5, None]]
