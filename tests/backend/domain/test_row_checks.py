"""What is wrong with well-formed rows, and above all what is not."""

from typing import Any

import pytest

from backend.domain.dataset import DataFormat
from backend.domain.row_checks import has_empty_answer, learned_text, role_problem, tool_problem

CALL = {"function": {"name": "look", "arguments": '{"where": "den"}'}}


def row(*turns: str | dict[str, Any]) -> dict[str, Any]:
    """Turns by the first letters of their roles; `c` is an assistant turn that calls a tool."""
    letters = {"s": "system", "d": "developer", "u": "user", "a": "assistant", "t": "tool"}
    call = {"role": "assistant", "content": "", "tool_calls": [CALL]}
    made = [
        call if turn == "c" else turn if isinstance(turn, dict) else {"role": letters[turn], "content": "x"}
        for turn in turns
    ]
    return {"messages": made}


@pytest.mark.parametrize(
    "turns", ["ua", "sua", "dua", "sdua", "uaua", "ucta", "uctta", "ucta" * 2, "uctcta", "suctaua"]
)
def test_turns_in_order(turns: str) -> None:
    assert role_problem(row(*turns)) == ""
    assert tool_problem(row(*turns)) == ""
    assert not has_empty_answer(row(*turns), DataFormat.CHAT)


@pytest.mark.parametrize(
    ("turns", "words"),
    [
        ("s", "no user and no assistant"),
        ("u", "ends with a user turn"),
        ("uau", "ends with a user turn"),
        ("uct", "ends with a tool turn"),
        ("aua", "begins with an assistant turn"),
        ("ta", "begins with a tool turn"),
        ("uua", "Two user turns"),
        ("uaa", "Two assistant turns"),
        ("uasua", "system turn stands after"),
        ("uta", "answers no tool call"),
        ("uata", "answers no tool call"),
        ("uctua", "follows a tool turn"),
    ],
)
def test_turns_out_of_order(turns: str, words: str) -> None:
    found = role_problem(row(*turns))
    assert words in found
    assert found.endswith(".")


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ({"function": {"name": "look", "arguments": "{oops"}}, "not JSON"),
        ({"function": {"name": "look", "arguments": "[1]"}}, "no object"),
        ({"function": {"name": "look", "arguments": 7}}, "no object"),
        ({"function": {"arguments": "{}"}}, "names no function"),
        ({"function": "look"}, "names no function"),
        ("look", "not a list of objects"),
    ],
)
def test_broken_tool_calls(call: object, words: str) -> None:
    found = tool_problem(row("u", {"role": "assistant", "content": "", "tool_calls": [call]}))
    assert words in found
    assert found.endswith(".")


@pytest.mark.parametrize("arguments", [{}, {"a": 1}, "{}", "", '{"a": [1]}'])
def test_arguments_as_text_or_as_an_object(arguments: object) -> None:
    call = {"function": {"name": "look", "arguments": arguments}}
    assert tool_problem(row("u", {"role": "assistant", "content": None, "tool_calls": [call]})) == ""


def test_tools_that_are_no_list() -> None:
    assert "tools" in tool_problem({**row("u", "a"), "tools": "look"})


def test_empty_answers() -> None:
    assert has_empty_answer(row("u", {"role": "assistant", "content": " \n"}), DataFormat.CHAT)
    assert has_empty_answer({"prompt": "a", "completion": ""}, DataFormat.COMPLETIONS)
    assert has_empty_answer({"text": " "}, DataFormat.TEXT)
    assert not has_empty_answer({"text": "a"}, DataFormat.TEXT)


def test_rows_are_compared_without_the_system_turn_that_they_share() -> None:
    assert learned_text(row("s", "u", "a"), DataFormat.CHAT) == learned_text(row("u", "a"), DataFormat.CHAT) == "x\nx"
    assert '"den' in learned_text(row("u", "c"), DataFormat.CHAT)
