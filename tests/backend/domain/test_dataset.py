"""Rules for one row of training data."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.dataset import DataFormat, RowProblem, check_row

USER = {"role": "user", "content": "Who?"}
ANSWER = {"role": "assistant", "content": "I."}
CALL = {"role": "assistant", "content": None, "tool_calls": [{"name": "look"}]}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"messages": [USER, ANSWER]}, (DataFormat.CHAT, 6, True)),
        ({"messages": [USER]}, (DataFormat.CHAT, 4, False)),
        ({"messages": [USER, CALL]}, (DataFormat.CHAT, 4, True)),
        ({"messages": [USER, ANSWER], "tools": []}, (DataFormat.CHAT, 6, True)),
        ({"prompt": "ab", "completion": "c"}, (DataFormat.COMPLETIONS, 3, True)),
        ({"prompt": "ab", "completion": "c", "messages": [], "text": ""}, (DataFormat.COMPLETIONS, 3, True)),
        ({"messages": [ANSWER], "text": "x"}, (DataFormat.CHAT, 2, True)),
        ({"text": "abc"}, (DataFormat.TEXT, 3, True)),
    ],
)
def test_rows_that_can_be_trained(row: dict[str, Any], expected: tuple[DataFormat, int, bool]) -> None:
    assert check_row(row, None) == expected


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ([], "not a JSON object"),
        ("text", "not a JSON object"),
        (None, "not a JSON object"),
        ({}, "it has: none"),
        ({"question": "a", "answer": "b"}, "answer, question"),
        ({"prompt": "a"}, "none of the known keys"),
        ({"text": ""}, "empty"),
        ({"text": 7}, "not text"),
        ({"prompt": None, "completion": "a"}, "not text"),
        ({"messages": []}, "at least one turn"),
        ({"messages": "hello"}, "at least one turn"),
        ({"messages": ["hello"]}, "no role"),
        ({"messages": [{"content": "x"}]}, "no role"),
        ({"messages": [{"role": "pirate", "content": "x"}]}, "'pirate'"),
        ({"messages": [{"role": "user", "content": None}]}, "not text"),
        ({"messages": [{"role": "user", "content": [{"type": "text"}]}]}, "not text"),
    ],
)
def test_rows_that_cannot(row: object, words: str) -> None:
    with pytest.raises(RowProblem) as refused:
        check_row(row, None)
    assert words in refused.value.message
    assert refused.value.hint


def test_one_format_in_a_file() -> None:
    with pytest.raises(RowProblem, match="began with chat"):
        check_row({"text": "a"}, DataFormat.CHAT)
    assert check_row({"text": "a"}, DataFormat.TEXT)[0] is DataFormat.TEXT


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from(["messages", "role", "content", "text", "prompt"]), inner)
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_json_is_a_row_or_a_problem(row: Any) -> None:
    try:
        found, length, _ = check_row(row, None)
    except RowProblem:
        return
    assert found in DataFormat
    assert length >= 0
