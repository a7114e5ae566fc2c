"""What can be wrong with a row that is well formed: turns in the wrong order, empty answers, broken tool calls.

Works on rows that `check_row` has passed; knows nothing of tokens or files.
"""

import json
from typing import Any

from backend.domain.dataset import DataFormat

OPENING_ROLES = frozenset({"system", "developer"})
TOOL_ROLES = frozenset({"tool", "function"})


def role_problem(row: dict[str, Any]) -> str:
    """What is wrong with the order of a chat row's turns, as a sentence; empty where nothing is."""
    roles = [turn["role"] for turn in row["messages"]]
    spoken = [role for role in roles if role not in OPENING_ROLES]
    if not spoken:
        return "The row has no user and no assistant turn."
    if any(role in OPENING_ROLES for role in roles[roles.index(spoken[0]) :]):
        return "A system turn stands after the conversation has begun."
    if spoken[0] != "user":
        return f"The conversation begins with {_article(spoken[0])} turn."
    if spoken[-1] != "assistant":
        return f"The row ends with {_article(spoken[-1])} turn, so there is no answer to learn."
    return next((words for turn, next_turn in _pairs(row, spoken) if (words := _step_problem(turn, next_turn))), "")


def _pairs(row: dict[str, Any], spoken: list[str]) -> list[tuple[dict[str, Any], str]]:
    turns = [turn for turn in row["messages"] if turn["role"] not in OPENING_ROLES]
    return list(zip(turns, spoken[1:], strict=False))


def _step_problem(turn: dict[str, Any], next_role: str) -> str:
    role = turn["role"]
    if next_role in TOOL_ROLES:
        fits = role in TOOL_ROLES or (role == "assistant" and turn.get("tool_calls"))
        return "" if fits else "A tool turn answers no tool call."
    if role == next_role:
        return f"Two {role} turns follow each other."
    if role in TOOL_ROLES and next_role == "user":
        return "A user turn follows a tool turn without an assistant turn between them."
    return ""


def _article(role: str) -> str:
    return f"an {role}" if role == "assistant" else f"a {role}"


def has_empty_answer(row: dict[str, Any], format_: DataFormat) -> bool:
    """Whether an answer that is to be learned holds nothing but blanks."""
    if format_ is DataFormat.COMPLETIONS:
        return not row["completion"].strip()
    if format_ is DataFormat.TEXT:
        return not row["text"].strip()
    answers = [turn for turn in row["messages"] if turn["role"] == "assistant"]
    return any(not turn.get("tool_calls") and not str(turn.get("content") or "").strip() for turn in answers)


def tool_problem(row: dict[str, Any]) -> str:
    """What is wrong with a row's tools or tool calls, as a sentence; empty where nothing is."""
    tools = row.get("tools")
    if tools is not None and not (isinstance(tools, list) and all(isinstance(tool, dict) for tool in tools)):
        return "tools is not a list of objects."
    for turn in row.get("messages", []):
        calls = turn.get("tool_calls")
        if calls is None:
            continue
        if not isinstance(calls, list) or not all(isinstance(call, dict) for call in calls):
            return "tool_calls is not a list of objects."
        for call in calls:
            if words := _call_problem(call):
                return words
    return ""


def _call_problem(call: dict[str, Any]) -> str:
    function = call.get("function", call)
    if not isinstance(function, dict) or not isinstance(function.get("name"), str) or not function["name"]:
        return "A tool call names no function."
    arguments = function.get("arguments", {})
    if isinstance(arguments, str):
        try:
            arguments = json.loads(arguments or "{}")
        except ValueError as error:
            return f"The arguments of the tool call {function['name'][:40]!r} are not JSON: {error}."
    return (
        ""
        if isinstance(arguments, dict)
        else f"The arguments of the tool call {function['name'][:40]!r} are no object."
    )


def learned_text(row: dict[str, Any], format_: DataFormat) -> str:
    """What is told apart when rows are compared: every turn but those that open a conversation, which many rows share."""
    if format_ is DataFormat.COMPLETIONS:
        return f"{row['prompt']}\n{row['completion']}"
    if format_ is DataFormat.TEXT:
        return str(row["text"])
    turns = [turn for turn in row["messages"] if turn["role"] not in OPENING_ROLES]
    return "\n".join(_turn_text(turn) for turn in turns)


def _turn_text(turn: dict[str, Any]) -> str:
    calls = turn.get("tool_calls")
    spoken = str(turn.get("content") or "")
    return f"{spoken} {json.dumps(calls, sort_keys=True, default=str)}" if calls else spoken
