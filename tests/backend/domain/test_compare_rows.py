"""Rows as prompts, answers held against references, and where two answers part."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.answer_difference import first_difference
from backend.domain.compare_batches import contains_match, exact_match
from backend.domain.compare_rows import prompt_row, scored_row
from backend.domain.dataset import RowProblem

USER = {"role": "user", "content": "Hello"}
ANSWER = {"role": "assistant", "content": "Hi."}
SYSTEM = {"role": "system", "content": "Be brief."}


@pytest.mark.parametrize(
    ("row", "turns", "system", "reference"),
    [
        ({"messages": [SYSTEM, USER, ANSWER]}, ["Hello"], "Be brief.", "Hi."),
        ({"messages": [USER, ANSWER, USER]}, ["Hello", "Hi.", "Hello"], None, None),
        ({"prompt": "Hello", "completion": "Hi."}, ["Hello"], None, "Hi."),
        ({"prompt": "Hello", "answer": "Hi.", "system": "Be brief."}, ["Hello"], "Be brief.", "Hi."),
        ({"prompt": "Hello"}, ["Hello"], None, None),
    ],
)
def test_prompts_and_references(row: Any, turns: list[str], system: str | None, reference: str | None) -> None:
    found = prompt_row(row)
    assert [turn.content for turn in found.messages] == turns
    assert (found.system, found.reference) == (system, reference)
    assert found.prompt("For all.").system == (system or "For all.")


@pytest.mark.parametrize(
    "row",
    [
        {"messages": [ANSWER]},
        {"messages": [USER, {"role": "tool", "content": "x"}, USER]},
        {"messages": []},
        {"messages": "Hello"},
        {"prompt": "Hello", "answer": 3},
        {"prompt": "Hello", "system": []},
        {"text": "Hello"},
        {},
        None,
        "Hello",
    ],
)
def test_rows_that_ask_nothing(row: Any) -> None:
    with pytest.raises(RowProblem) as refused:
        prompt_row(row)
    assert refused.value.message.endswith(".")
    assert refused.value.hint.endswith(".")


@given(
    st.recursive(
        st.none() | st.booleans() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(st.sampled_from(["messages", "prompt", "answer", "role", "content", "text"]), inner)
        ),
    )
)
def test_any_row_is_a_prompt_or_a_problem(row: Any) -> None:
    try:
        assert prompt_row(row).messages[-1].role == "user"
    except RowProblem:
        return


def test_prompt_and_answer_rows_are_scored_as_completions() -> None:
    assert scored_row({"prompt": "Hello", "answer": "Hi."}) == {"prompt": "Hello", "completion": "Hi."}
    assert scored_row({"text": "Hello"}) == {"text": "Hello"}
    with pytest.raises(RowProblem):
        scored_row({"prompt": "Hello"})


def test_exact_and_contains() -> None:
    assert exact_match(" Hi.\n", "Hi.")
    assert not exact_match("hi.", "Hi.")
    assert contains_match("Well, HI. there", " hi. ")
    assert not contains_match("Hello", "Hi.")


@pytest.mark.parametrize(
    ("first", "second", "place"), [("", "", None), ("ab", "ab", None), ("ab", "ac", 1), ("ab", "abc", 2), ("", "a", 0)]
)
def test_where_two_answers_part(first: str, second: str, place: int | None) -> None:
    assert first_difference(first, second) == place
    assert first_difference(second, first) == place
