"""Recommendations: what they depend on, and in which direction."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.recommended import Recommendation, recommend
from backend.domain.training_config import TrainingConfig

COMMON: dict[str, Any] = {
    "hidden_size": 2048,
    "scale": 32.0,
    "rows": 1000,
    "val_rows": 100,
    "longest_tokens": 200,
    "context_length": 32768,
    "has_answers": True,
}


def found(**changes: Any) -> dict[str, Recommendation]:
    return {entry.field: entry for entry in recommend(**{**COMMON, **changes})}


def test_the_anchor() -> None:
    assert found()["learning_rate"].value == pytest.approx(1e-5)


@given(st.integers(64, 16384), st.integers(64, 16384))
def test_a_wider_model_never_gets_a_higher_rate(one: int, other: int) -> None:
    narrow, wide = sorted((one, other))
    assert found(hidden_size=narrow)["learning_rate"].value >= found(hidden_size=wide)["learning_rate"].value


@given(st.floats(1, 512))
def test_twice_the_scale_is_half_the_rate(scale: float) -> None:
    once, twice = found(scale=scale)["learning_rate"].value, found(scale=2 * scale)["learning_rate"].value
    assert float(once) / float(twice) == pytest.approx(2, rel=0.1)


@given(st.integers(1, 100_000), st.integers(0, 1000), st.integers(1, 100_000), st.none() | st.integers(128, 131072))
def test_every_recommendation_is_a_legal_value(rows: int, val_rows: int, longest: int, context: int | None) -> None:
    entries = found(rows=rows, val_rows=val_rows, longest_tokens=longest, context_length=context)
    TrainingConfig.model_validate({name: entry.value for name, entry in entries.items()})
    assert float(entries["batch_size"].value) <= min(rows, val_rows or rows)
    assert float(entries["warmup_steps"].value) < float(entries["iterations"].value)
    if context is not None:
        assert float(entries["max_seq_length"].value) <= context
    for entry in entries.values():
        assert entry.why
        if entry.low is not None:
            assert entry.low <= float(entry.value)
        if entry.high is not None:
            assert float(entry.value) <= entry.high


def test_the_length_is_just_above_the_longest_row() -> None:
    length = found(longest_tokens=200)["max_seq_length"].value
    assert 200 < float(length) <= 232


def test_rows_without_answers_are_not_masked() -> None:
    assert found(has_answers=True)["mask_prompt"].value is True
    assert found(has_answers=False)["mask_prompt"].value is False


def test_the_loras_of_the_brief_are_not_touched() -> None:
    assert not [name for name in found() if name.startswith("lora_")]
