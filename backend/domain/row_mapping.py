"""Which shape a table's rows are likely to have, and a row of any shape as one that can be trained."""

from typing import Any

from backend.domain.data_mapping import ColumnMapping, Shape
from backend.domain.dataset import DataFormat, RowProblem, check_row

_PROMPTS = ("prompt", "question", "query", "input", "user", "instruction")
_ANSWERS = ("completion", "answer", "response", "output", "assistant", "chosen", "target")
_TEXTS = ("text", "content", "document", "body")
_SHAREGPT_ROLES = {
    "human": "user",
    "user": "user",
    "gpt": "assistant",
    "assistant": "assistant",
    "model": "assistant",
    "chatgpt": "assistant",
    "bing": "assistant",
    "bard": "assistant",
    "system": "system",
    "tool": "tool",
    "observation": "tool",
    "function_response": "tool",
}


def guess_mappings(rows: list[dict[str, Any]]) -> list[ColumnMapping]:
    """What the first rows of a table could be, the likeliest first."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    lower = {name.lower(): name for name in reversed(names)}
    found = [*_turn_mappings(rows, names, lower)]
    system, tools = lower.get("system") or lower.get("system_prompt"), lower.get("tools")
    found = [mapping.model_copy(update={"system": system, "tools": tools}) for mapping in found]
    answer, prompt = _first(lower, _ANSWERS), _first(lower, _PROMPTS)
    if answer and "instruction" in lower:
        about = lower.get("input") or lower.get("context")
        asked = lower["instruction"]
        found.append(ColumnMapping(shape=Shape.ALPACA, prompt=asked, input=about, completion=answer, system=system))
    elif answer and prompt:
        found.append(ColumnMapping(shape=Shape.PROMPT_COMPLETION, prompt=prompt, completion=answer, system=system))
    if text := _first(lower, _TEXTS):
        found.append(ColumnMapping(shape=Shape.TEXT, text=text))
    return found


def _first(lower: dict[str, str], wanted: tuple[str, ...]) -> str | None:
    return next((lower[name] for name in wanted if name in lower), None)


def _turn_mappings(rows: list[dict[str, Any]], names: list[str], lower: dict[str, str]) -> list[ColumnMapping]:
    preferred = [lower[name] for name in ("messages", "conversations", "conversation") if name in lower]
    for name in dict.fromkeys([*preferred, *names]):
        value = next((row[name] for row in rows if row.get(name)), None)
        if isinstance(value, list) and value and all(isinstance(turn, dict) for turn in value):
            if {"role", "content"} <= value[0].keys():
                return [ColumnMapping(shape=Shape.CHAT, messages=name)]
            if {"from", "value"} <= value[0].keys():
                return [ColumnMapping(shape=Shape.SHAREGPT, messages=name)]
    return []


def trainable_row(
    row: object, mapping: ColumnMapping, expected: DataFormat | None
) -> tuple[dict[str, Any], DataFormat]:
    """(the row as it is written, its format). Raises `RowProblem`, as it was met while reading or found here."""
    if isinstance(row, RowProblem):
        raise row
    if not isinstance(row, dict):
        raise RowProblem("The row is no object with named values.", "Write rows as objects.")
    made = map_row(row, mapping)
    found, _, _ = check_row(made, expected)
    return made, found


def map_row(row: dict[str, Any], mapping: ColumnMapping) -> dict[str, Any]:
    """A table's row as a row that can be trained. Raises `RowProblem`."""
    match mapping.shape:
        case Shape.CHAT | Shape.SHAREGPT:
            return _conversation(row, mapping)
        case Shape.TEXT:
            return {"text": _text(row, mapping.text)}
        case _:
            return _pair(row, mapping)


def _pair(row: dict[str, Any], mapping: ColumnMapping) -> dict[str, Any]:
    prompt, answer = _text(row, mapping.prompt), _text(row, mapping.completion)
    about = _text(row, mapping.input, required=False) if mapping.input else ""
    asked = f"{prompt}\n\n{about}" if about.strip() else prompt
    if mapping.system is None:
        return {"prompt": asked, "completion": answer}
    turns = [{"role": "user", "content": asked}, {"role": "assistant", "content": answer}]
    return {"messages": _with_system(row, mapping, turns)}


def _with_system(row: dict[str, Any], mapping: ColumnMapping, turns: list[dict[str, Any]]) -> list[dict[str, Any]]:
    system = _text(row, mapping.system, required=False) if mapping.system else ""
    return [{"role": "system", "content": system}, *turns] if system.strip() else turns


def _conversation(row: dict[str, Any], mapping: ColumnMapping) -> dict[str, Any]:
    turns = row.get(mapping.messages or "")
    if not isinstance(turns, list) or not turns:
        raise RowProblem(
            f"The column {mapping.messages!r} holds no list of turns.", "Choose the column with the turns."
        )
    made = turns if mapping.shape is Shape.CHAT else [_sharegpt_turn(turn) for turn in turns]
    if not (isinstance(made[0], dict) and made[0].get("role") == "system"):
        made = _with_system(row, mapping, made)
    tools = row.get(mapping.tools) if mapping.tools else None
    return {"messages": made, "tools": tools} if tools else {"messages": made}


def _sharegpt_turn(turn: object) -> dict[str, Any]:
    if not isinstance(turn, dict) or not {"from", "value"} <= turn.keys():
        raise RowProblem("A turn has no from and value.", 'ShareGPT turns are {"from": "human", "value": "..."}.')
    role = _SHAREGPT_ROLES.get(str(turn["from"]).lower())
    if role is None:
        raise RowProblem(f"The speaker {str(turn['from'])[:40]!r} is unknown.", "Use human, gpt, system or tool.")
    if not isinstance(turn["value"], str):
        raise RowProblem("What a speaker says is not text.", "Put text between double quotes.")
    return {"role": role, "content": turn["value"]}


def _text(row: dict[str, Any], column: str | None, *, required: bool = True) -> str:
    value = row.get(column or "")
    if value is None and not required:
        return ""
    if value is None:
        raise RowProblem(f"The column {column!r} is empty.", "Fill it, or remove the row.")
    if not isinstance(value, str):
        kind = type(value).__name__
        raise RowProblem(f"The column {column!r} holds no text but a value of type {kind}.", "Choose a column of text.")
    return value


def shortened_row(row: dict[Any, object], most: int = 300) -> dict[str, object]:
    """A row for a preview."""
    return {str(name)[:100]: shortened(value, most) for name, value in list(row.items())[:20]}


def value_type(value: object) -> str:
    """What a value is called on the page."""
    kinds: list[tuple[type, str]] = [(bool, "boolean"), (str, "text"), (int, "number"), (float, "number")]
    kinds += [(list, "list"), (dict, "object")]
    return next((name for kind, name in kinds if isinstance(value, kind)), "empty")


def shortened(value: object, most: int = 300) -> object:
    """A value for a preview."""
    if isinstance(value, str):
        return value if len(value) <= most else f"{value[:most]} ..."
    if isinstance(value, list):
        return [shortened(item, most) for item in value[:10]]
    if isinstance(value, dict):
        return shortened_row(value, most)
    return value if value is None or isinstance(value, (bool, int, float)) else str(value)[:most]
