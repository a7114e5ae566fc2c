"""The rules of the Enhanced Setup."""

import ast
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from backend.domain.enhanced_choices import EnhancedKind
from backend.domain.enhanced_config import EnhancedConfig
from backend.domain.enhanced_mlx import adapter_config, sft_settings
from backend.domain.enhanced_request import enhanced_plan, enhanced_request
from backend.domain.enhanced_rules import (
    cross_field_errors,
    fields_of,
    method_defaults,
    resolve_iterations,
    schedule_errors,
    warnings,
)
from backend.domain.model_map import BlockInfo, ModelMap, ModuleInfo, ModuleKind

DOMAIN = Path(__file__).parents[3] / "backend/domain"
GIVEN: dict[str, Any] = {"model_path": "model", "train_data_path": "data.jsonl"}
ATTENTION = ["self_attn.q_proj", "self_attn.o_proj"]


def config(**changes: Any) -> EnhancedConfig:
    return EnhancedConfig(**{**GIVEN, **changes})


def model(blocks: int) -> ModelMap:
    modules = [
        ModuleInfo(path=path, kind=kind, in_features=8, out_features=8, parameters=64)
        for path, kind in [
            (ATTENTION[0], ModuleKind.ATTENTION),
            (ATTENTION[1], ModuleKind.ATTENTION),
            ("mlp.up", ModuleKind.MLP),
        ]
    ]
    return ModelMap(
        model="model",
        model_type="qwen2",
        num_layers=blocks,
        keys=[*ATTENTION, "mlp.up"],
        attention_keys=ATTENTION,
        blocks=[BlockInfo(index=index, modules=modules) for index in range(blocks)],
        total_parameters=1000,
    )


def engine_arguments(kind: EnhancedKind, chosen: EnhancedConfig) -> dict[str, Any]:
    plan = enhanced_plan(chosen, model(24), train_rows=50, val_rows=0)
    request = enhanced_request(kind, chosen, plan, Path("data"), Path("adapters"))
    return sft_settings(request) if kind is EnhancedKind.SFT_ATTENTION else adapter_config(request)


def test_the_defaults_are_those_of_the_brief() -> None:
    found = config()
    assert (found.learning_rate, found.batch_size, found.max_seq_length, found.iterations) == (1e-5, 1, 2048, 100)
    assert (found.steps_per_report, found.steps_per_eval, found.save_every) == (10, 25, 100)
    assert (found.group_size, found.epsilon, found.temperature, found.max_completion_length) == (4, 1e-4, 0.8, 512)


@pytest.mark.parametrize("kind", EnhancedKind)
def test_the_defaults_are_free_of_errors_and_warnings(kind: EnhancedKind) -> None:
    assert (cross_field_errors(kind, config()), warnings(kind, config())) == ([], [])


@pytest.mark.parametrize("blocks", [4, 16, 24])
def test_adapters_lie_on_the_attention_of_the_last_sixteen_blocks_or_fewer(blocks: int) -> None:
    plan = enhanced_plan(config(), model(blocks), 10, 0)
    assert plan.blocks == list(range(max(0, blocks - 16), blocks))
    assert plan.keys == ATTENTION
    assert plan.trainable_parameters == len(plan.modules) * 8 * 16
    request = enhanced_request(EnhancedKind.GRPO, config(), plan, Path("data"), Path("adapters"))
    assert request.num_layers == min(16, blocks)
    assert adapter_config(request)["lora_parameters"] == {"rank": 8, "scale": 10.0, "dropout": 0.0, "keys": ATTENTION}


@pytest.mark.parametrize(
    ("kind", "level", "loss"),
    [("gspo", "sequence", "grpo"), ("dr_grpo", "token", "dr_grpo"), ("grpo", "token", "grpo")],
)
def test_a_method_leaves_nothing_open(kind: str, level: str, loss: str) -> None:
    found = engine_arguments(EnhancedKind(kind), config(epsilon=0.003))
    assert (found["importance_sampling_level"], found["grpo_loss_type"]) == (level, loss)
    assert (found["epsilon"], found["epsilon_high"]) == (0.003, 0.003)
    assert None not in method_defaults(EnhancedKind(kind)).values()


CHANGED: dict[str, Any] = {
    "learning_rate": 1e-3,
    "batch_size": 2,
    "max_seq_length": 64,
    "iterations": 7,
    "epochs": 3.0,
    "steps_per_report": 3,
    "steps_per_eval": 3,
    "save_every": 3,
    "seed": 5,
    "optimizer": "sgd",
    "lr_schedule": "cosine",
    "warmup_steps": 5,
    "resume_adapter_file": "adapters.safetensors",
    "grad_accumulation_steps": 2,
    "grad_checkpoint": True,
    "mask_prompt": True,
    "group_size": 3,
    "epsilon": 1e-3,
    "epsilon_high": 1e-2,
    "temperature": 1.1,
    "max_completion_length": 16,
    "importance_sampling_level": "sequence",
    "grpo_loss_type": "bnpo",
    "reward_functions": ["concise_reward", "contains_answer_reward"],
    "reward_weights": [0.9, 0.1],
}


@pytest.mark.parametrize("kind", EnhancedKind)
def test_every_field_of_a_method_changes_what_the_engine_is_told(kind: EnhancedKind) -> None:
    before = engine_arguments(kind, config())
    own = set(fields_of(kind)) & set(CHANGED)
    if kind is EnhancedKind.GSPO:
        own.remove("importance_sampling_level")  # the changed value is the default of GSPO
    for name in sorted(own):
        changed = config(**{name: CHANGED[name]})
        assert engine_arguments(kind, changed) != before, name


def test_fields_of_another_method_are_passed_over_and_said_to_be() -> None:
    chosen = config(epsilon_high=0.01, mask_prompt=True)
    assert engine_arguments(EnhancedKind.GSPO, chosen) == engine_arguments(EnhancedKind.GSPO, config())
    assert len(warnings(EnhancedKind.GSPO, chosen)) == 2


def test_unusual_values_are_warned_of_and_not_refused() -> None:
    found = warnings(EnhancedKind.GRPO, config(group_size=20, max_completion_length=16, temperature=2))
    assert [text.split(" ", 1)[0] for text in found] == ["Group", "Temperature", "Max"]
    assert warnings(EnhancedKind.GSPO, config(importance_sampling_level="token"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"group_size": 1},
        {"temperature": 0},
        {"epsilon": 0},
        {"max_completion_length": 0},
        {"lora_rank": 4},
        {"epsilon": "nan"},
    ],
)
def test_what_the_engine_cannot_do_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        config(**wrong)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reward_weights": [0.5, 0.4]}, "reward_weights"),
        ({"reward_weights": [1.5, -0.5]}, "reward_weights"),
        ({"reward_weights": [1.0]}, "reward_weights"),
        ({"reward_functions": ["nothing"]}, "reward_functions"),
        ({"reward_functions": []}, "reward_functions"),
        ({"reward_functions": ["concise_reward", "concise_reward"]}, "reward_functions"),
        ({"reward_functions": ["a b"], "reward_functions_file": "x.py"}, "reward_functions"),
        ({"epsilon": 0.01, "epsilon_high": 0.001}, "epsilon_high"),
        ({"early_stop": True}, "early_stop"),
        ({"iterations": 3, "epochs": 2}, "epochs"),
        ({"model_path": " "}, "model_path"),
    ],
)
def test_contradictions_name_the_field(changes: dict[str, Any], field: str) -> None:
    assert field in {error.field for error in cross_field_errors(EnhancedKind.DR_GRPO, config(**changes))}


def test_weights_that_sum_to_one_but_for_rounding_pass() -> None:
    names = ["r1_count_xml", "concise_reward", "contains_answer_reward"]
    assert cross_field_errors(EnhancedKind.GRPO, config(reward_functions=names, reward_weights=[1 / 3] * 3)) == []


def test_rewards_do_not_matter_to_sft() -> None:
    assert not cross_field_errors(EnhancedKind.SFT_ATTENTION, config(reward_weights=[0.5, 0.4]))


def test_epochs_become_iterations_of_whole_batches() -> None:
    assert resolve_iterations(config(epochs=2, batch_size=4), 11) == 4
    assert schedule_errors(config(warmup_steps=4), 4)[0].field == "warmup_steps"


def test_this_tab_imports_nothing_of_setup() -> None:
    setup = {"training_config", "config_rules", "mlx_config", "lora_parameters", "recommended", "preview"}
    for file in [*DOMAIN.glob("enhanced_*.py"), DOMAIN / "rewards.py"]:
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module:
                assert node.module.rsplit(".", 1)[-1] not in setup, f"{file.name} imports {node.module}"
