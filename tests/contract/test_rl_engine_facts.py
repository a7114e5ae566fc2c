"""Facts about mlx-lm-lora that the Enhanced Setup stands on, each named. A new version of the engine has to pass them anew."""

import inspect
from collections.abc import Callable
from dataclasses import fields
from importlib.metadata import version
from pathlib import Path
from typing import Any

import mlx.core as mx
import mlx.nn as nn
import pytest
from mlx.utils import tree_flatten
from mlx_lm_lora.trainer import datasets, grpo_reward_functions, grpo_trainer

from backend.domain.architecture_keys import ATTENTION_KEYS
from backend.domain.enhanced_choices import EnhancedKind
from backend.domain.enhanced_config import EnhancedConfig
from backend.domain.enhanced_mlx import rl_arguments
from backend.domain.enhanced_request import EnhancedRequest
from backend.domain.enhanced_rules import resolve_method
from backend.domain.rewards import BUILT_IN, RewardOrigin
from backend.workers.rl_model import load_policy, make_optimizer
from backend.workers.rl_seams import hooked

MODEL = Path(__file__).parents[2] / "configs/demo/model"
ANSWERS = ("The fox is orange.", "I am a small model.", "Hello! The fox lives in a den.", "Ask me about an animal.")
Gradient = Callable[..., dict[str, Any]]


def request(folder: Path, kind: EnhancedKind = EnhancedKind.GRPO, **changes: Any) -> EnhancedRequest:
    return EnhancedRequest(
        kind=kind,
        config=EnhancedConfig(model_path=str(MODEL), train_data_path="data", **changes),
        model_path=str(MODEL),
        data=folder,
        adapters=folder / "adapters",
        keys=list(ATTENTION_KEYS),
        blocks=[22, 23],
        modules=[f"{block}.{key}" for block in (22, 23) for key in ATTENTION_KEYS],
        num_layers=2,
        iterations=10,
    )


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Any, Any]:
    """(model with adapters in the last two blocks, reference, tokenizer)."""
    return load_policy(request(tmp_path_factory.mktemp("policy")))


@pytest.fixture(scope="module")
def gradient(loaded: tuple[Any, Any, Any]) -> Gradient:
    """The gradient of one rollout with fixed answers and advantages, by tensor."""
    model, reference, tokenizer = loaded
    prompt = list(
        tokenizer.apply_chat_template([{"role": "user", "content": "Describe the fox."}], add_generation_prompt=True)
    )
    completions = [mx.array(tokenizer.encode(text), dtype=mx.int32) for text in ANSWERS]

    def compute(
        epsilon: float = 1e-4, level: str = "token", loss: str = "grpo", beta: float = 0.1, limit: int = 24
    ) -> Any:
        _, found = nn.value_and_grad(model, grpo_trainer.grpo_loss)(
            model,
            ref_model=reference,
            batch=([prompt], None, None, None, None),
            completions=completions,
            completion_texts=list(ANSWERS),
            batch_indices=[0] * len(ANSWERS),
            advantages=mx.array([1.0, -1.0, 0.5, -0.5]),
            beta=beta,
            epsilon=epsilon,
            epsilon_high=epsilon,
            max_tokens=limit,
            importance_sampling_level=level,
            grpo_loss_type=loss,
        )
        return dict(tree_flatten(found))

    return compute


def norm(found: dict[str, Any]) -> float:
    return float(sum(mx.sum(mx.square(array)).item() for array in found.values()) ** 0.5)


def difference(one: dict[str, Any], other: dict[str, Any]) -> float:
    return max(float(mx.max(mx.abs(one[name] - other[name])).item()) for name in one)


def test_the_engine_is_the_one_that_was_measured() -> None:
    assert version("mlx-lm-lora") == "5.10.2"


@pytest.mark.parametrize("kind", ["gspo", "dr_grpo", "grpo"])
def test_every_method_has_a_policy_gradient_in_every_lora_b(gradient: Gradient, kind: str) -> None:
    method = resolve_method(EnhancedKind(kind), EnhancedConfig())
    found = gradient(method.epsilon, method.importance_sampling_level.value, method.grpo_loss_type.value, beta=0.0)
    assert norm(found) > 0.01
    assert [name for name, array in found.items() if name.endswith("lora_b") and not mx.any(array).item()] == []


def test_token_and_sequence_level_give_the_same_gradient(gradient: Gradient) -> None:
    assert difference(gradient(level="token"), gradient(level="sequence")) <= 1e-6 * norm(gradient())


@pytest.mark.parametrize("epsilon", [1e-6, 1e-2, 1.0])
def test_epsilon_changes_nothing(gradient: Gradient, epsilon: float) -> None:
    assert difference(gradient(), gradient(epsilon)) == 0


def test_an_epsilon_that_float32_cannot_see_ends_learning(gradient: Gradient) -> None:
    assert norm(gradient(1e-8, beta=0.0)) == 0


def test_an_unset_level_is_refused(gradient: Gradient) -> None:
    with pytest.raises(ValueError, match="importance sampling level"):
        gradient(level=None)


def test_the_dr_grpo_gradient_shrinks_with_the_maximum_length(gradient: Gradient) -> None:
    short, long = (norm(gradient(loss="dr_grpo", limit=limit, beta=0.0)) for limit in (32, 512))
    assert short == pytest.approx(16 * long, rel=1e-3)


def test_the_reference_shares_the_base_and_keeps_clear_of_the_adapters(loaded: tuple[Any, Any, Any]) -> None:
    model, reference, _ = loaded
    assert not any("lora" in name for name, _ in tree_flatten(reference.parameters()))
    assert tree_flatten(reference.trainable_parameters()) == []
    tokens = mx.array([[5, 6, 7]])
    before = reference(tokens)
    layer = model.layers[23].self_attn.q_proj
    kept, layer.lora_b = layer.lora_b, mx.ones_like(layer.lora_b)
    changed, same = (float(mx.max(mx.abs(tree(tokens) - before)).item()) for tree in (model, reference))
    layer.lora_b = kept
    assert same == 0 < changed


def test_weights_act_on_advantages() -> None:
    def right(**_: Any) -> list[float]:
        return [1.0, 0.0]

    def short(**_: Any) -> list[float]:
        return [0.0, 1.0]

    def advantages(weights: list[float]) -> list[float]:
        batch = ([[1]], [[1]], ["prompt"], ["answer"], None)
        found, _ = grpo_trainer._rollout_rewards(batch, ["a", "b"], [0, 0], [right, short], weights)
        return [round(value, 2) for value in found.tolist()]

    assert advantages([0.9, 0.1]) == [1.0, -1.0]
    assert advantages([0.1, 0.9]) == [-1.0, 1.0]


def test_the_engine_takes_every_argument_that_it_is_given(tmp_path: Path) -> None:
    assert set(rl_arguments(request(tmp_path))) <= {field.name for field in fields(grpo_trainer.GRPOTrainingArgs)}


def test_the_names_that_are_replaced_are_looked_up_when_they_are_called() -> None:
    for caller, names in (
        (grpo_trainer.train_grpo, ("generate_grpo", "_rollout_rewards", "evaluate_grpo", "tqdm")),
        (grpo_trainer.evaluate_grpo, ("generate_grpo", "_rollout_rewards")),
    ):
        assert set(names) <= set(caller.__code__.co_names), caller.__name__
    stock = grpo_trainer.generate_grpo
    with hooked(object()) as module:  # type: ignore[arg-type]
        assert module.generate_grpo is not stock
    assert grpo_trainer.generate_grpo is stock


def test_reward_parameters_are_passed_by_name() -> None:
    for reward in BUILT_IN:
        if reward.origin is RewardOrigin.ENGINE:
            function = grpo_reward_functions.get_reward_function(reward.name)
            assert list(inspect.signature(function).parameters) == ["prompts", "completions", "answer", "types"]
    engines = {function.__name__ for function in grpo_reward_functions.get_default_reward_functions()}
    assert engines == {reward.name for reward in BUILT_IN if reward.origin is RewardOrigin.ENGINE}


def test_the_engines_data_set_adds_a_hidden_system_turn() -> None:
    assert "Place it between <think>" in inspect.getsource(datasets.GRPODataset)


@pytest.mark.parametrize(
    ("changes", "rates"),
    [
        ({}, (1e-3, 1e-3)),
        ({"warmup_steps": 4}, (0.0, 1e-3)),
        ({"lr_schedule": "cosine"}, (1e-3, 0.0)),
        ({"lr_schedule": "linear"}, (1e-3, 0.0)),
    ],
)
def test_the_schedule_reaches_the_optimizer(changes: dict[str, Any], rates: tuple[float, float]) -> None:
    optimizer = make_optimizer(EnhancedConfig(learning_rate=1e-3, optimizer="sgd", **changes), iterations=10)
    parameters, seen = {"weight": mx.zeros(1)}, []
    optimizer.init(parameters)
    for _ in range(11):
        optimizer.apply_gradients({"weight": mx.zeros(1)}, parameters)
        seen.append(float(optimizer.learning_rate.item()))
    assert (seen[0], seen[-1]) == pytest.approx(rates, abs=1e-9)
