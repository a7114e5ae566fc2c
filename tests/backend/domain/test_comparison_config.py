"""Twins differ in their method and seed, and in nothing else that both methods know."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.comparison_config import Twins, comparison_errors
from backend.domain.comparison_rows import as_prompt, as_supervised, repeated
from backend.domain.dataset import RowProblem
from backend.domain.enhanced_config import EnhancedConfig
from backend.domain.run import RunKind
from backend.domain.training_config import TrainingConfig

PATHS = {"train": "t.jsonl", "valid": "v.jsonl", "prompts": "p.jsonl", "valid_prompts": "vp.jsonl"}
DRAFT = TrainingConfig(
    model_path="model",
    train_data_path="mine.jsonl",
    val_data_path="val.jsonl",
    adapter_name="n" * 64,
    learning_rate=3e-4,
    batch_size=8,
    epochs=2,
    mask_prompt=True,
    early_stop=True,
    warmup_steps=3,
    lora_rank=4,
)
PLACES = {"train_data_path", "val_data_path", "adapter_name"}


def twins(kind: RunKind = RunKind.SFT, config: Any = DRAFT) -> Twins:
    return Twins(kind=kind, config=config, iterations=68, **PATHS)


def test_what_both_methods_know_is_the_same() -> None:
    full = twins().config_for(RunKind.SFT, 7).model_dump()
    attention = twins().config_for(RunKind.SFT_ATTENTION, 7).model_dump()
    shared = full.keys() & attention.keys() - PLACES
    assert {name: full[name] for name in shared} == {name: attention[name] for name in shared}
    assert (full["iterations"], full["epochs"], full["seed"], full["early_stop"]) == (68, None, 7, False)
    assert (full["learning_rate"], full["warmup_steps"], full["mask_prompt"]) == (3e-4, 3, True)
    assert (full["train_data_path"], full["val_data_path"]) == ("t.jsonl", "v.jsonl")
    assert attention["train_data_path"] == "t.jsonl"
    assert (full["lora_rank"], full["sort_by_length"]) == (4, False)


@pytest.mark.parametrize("kind", RunKind)
def test_every_twin_is_a_whole_configuration_with_a_name_that_fits(kind: RunKind) -> None:
    for source in (twins(), twins(RunKind.GRPO, EnhancedConfig(adapter_name="short", group_size=3))):
        found = source.config_for(kind, 4294967295)
        assert type(found).model_validate(found.model_dump(mode="json")) == found
        assert found.adapter_name.endswith(f"-{kind}-s4294967295")


def test_rewards_read_prompts_and_keep_what_the_source_says_of_them() -> None:
    source = EnhancedConfig(group_size=3, temperature=1.1, grpo_loss_type="bnpo", mask_prompt=False)
    own = twins(RunKind.GRPO, source).config_for(RunKind.GRPO, 1)
    other = twins(RunKind.GRPO, source).config_for(RunKind.DR_GRPO, 1)
    assert isinstance(own, EnhancedConfig)
    assert isinstance(other, EnhancedConfig)
    assert (own.train_data_path, own.val_data_path) == ("p.jsonl", "vp.jsonl")
    assert (own.group_size, own.temperature, own.grpo_loss_type) == (3, 1.1, "bnpo")
    assert (other.group_size, other.grpo_loss_type) == (3, None)
    assert twins(RunKind.GRPO, source).config_for(RunKind.SFT, 1).mask_prompt is True


def test_what_cannot_be_compared() -> None:
    assert comparison_errors(RunKind.SFT, DRAFT, [RunKind.SFT, RunKind.SFT_ATTENTION]) == []
    assert comparison_errors(RunKind.SFT, DRAFT, [RunKind.SFT])[0].field == "methods"
    resumed = DRAFT.model_copy(update={"resume_adapter_file": "a.safetensors"})
    found = comparison_errors(RunKind.SFT, resumed, [RunKind.SFT, RunKind.SFT_ATTENTION])
    assert [error.field for error in found] == ["resume_adapter_file"]


def test_rows_for_rewards_and_back() -> None:
    chat = {
        "messages": [
            {"role": "system", "content": "Be short."},
            {"role": "user", "content": "What colour is the fox?"},
            {"role": "assistant", "content": "orange"},
        ]
    }
    prompt = {"prompt": "What colour is the fox?", "answer": "orange", "system": "Be short."}
    assert as_prompt(chat) == prompt
    assert as_supervised(prompt) == chat
    assert as_supervised(chat) == chat
    assert as_prompt({"prompt": "a", "completion": "b"}) == {"prompt": "a", "answer": "b"}
    assert as_supervised({"text": "a"}) == {"text": "a"}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"text": "a"}, "text row asks nothing"),
        ({"messages": [{"role": "user", "content": "a"}]}, "no answer"),
        (
            {"messages": [{"role": role, "content": "a"} for role in ("user", "assistant", "user", "assistant")]},
            "several turns",
        ),
        (3, "not a JSON object"),
    ],
)
def test_rows_that_rewards_cannot_train_on(row: object, said: str) -> None:
    with pytest.raises(RowProblem, match=said):
        as_prompt(row)


@given(rows=st.integers(1, 500), batch=st.integers(1, 64))
def test_repeated_rows_make_the_last_batch_whole(rows: int, batch: int) -> None:
    again = repeated(rows, batch)
    assert (rows + len(again)) % batch == 0
    assert len(again) < batch
    assert all(0 <= row < rows for row in again)
    if batch <= rows:
        assert len(set(again)) == len(again)
