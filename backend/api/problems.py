"""Errors as RFC 9457 problem documents: what happened, why, what to do, and which field."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from backend.domain.enhanced_config import EnhancedConfig
from backend.domain.run import RunKind
from backend.domain.training_config import TrainingConfig
from backend.errors import DroidError, FieldError, InvalidInput, NotFound


class FieldProblem(BaseModel):
    """One field of a problem."""

    field: str
    message: str
    hint: str = ""


class Problem(BaseModel):
    """An `application/problem+json` document."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] = []


RESPONSES: dict[int | str, dict[str, Any]] = {
    "4XX": {
        "model": Problem,
        "description": "What was wrong, and what to do.",
        "content": {"application/problem+json": {}},
    }
}


def install(app: FastAPI) -> None:
    """Answer every error of the tree, of validation and of routing with a problem document."""
    app.add_exception_handler(DroidError, _droid_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _defect)


def problem_response(error: DroidError) -> JSONResponse:
    """The document of an error."""
    return _response(error.status, error.title, error.detail, error.errors)


def _response(status: int, title: str, detail: str, errors: tuple[FieldError, ...] = ()) -> JSONResponse:
    fields = [FieldProblem(field=e.field, message=e.message, hint=e.hint) for e in errors]
    body = Problem(title=title, status=status, detail=detail, errors=fields)
    return JSONResponse(body.model_dump(), status_code=status, media_type="application/problem+json")


async def _droid_error(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, DroidError)  # noqa: S101 - registered for this class alone
    return problem_response(error)


async def _defect(_: Request, error: Exception) -> JSONResponse:
    detail = (
        f"Something in the application itself failed ({type(error).__name__}). The server's output holds the details."
    )
    return problem_response(DroidError(detail))


async def _http_error(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class alone
    if error.status_code == NotFound.status:
        return _response(
            404, NotFound.title, "There is nothing at this address. The API is described at /openapi.json."
        )
    return _response(error.status_code, str(error.detail), f"{error.detail}. The API is described at /openapi.json.")


async def _validation_error(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class alone
    return problem_response(InvalidInput.of(*(_field_error(entry) for entry in error.errors())))


def _field_error(entry: dict[str, Any]) -> FieldError:
    where: tuple[int | str, ...] = entry["loc"][1:] if entry["type"] != "json_invalid" else ()
    if entry["type"] in ("union_tag_not_found", "union_tag_invalid"):
        where = (*where, str(entry["ctx"]["discriminator"]).strip("'"))
    if where[:1] == ("source",) and len(where) > 2:
        where = where[2:]  # a draft inside a comparison: its fields are those of the form
    if where and where[0] in tuple(RunKind):
        where = where[1:]
    path = where[1:] if where[:1] == ("config",) and len(where) > 1 else where
    field = ".".join(str(part) for part in path) or "body"
    name = _title(field)
    context = entry.get("ctx", {})
    message, hint = _words(entry["type"], context, name, entry)
    return FieldError(field, message, hint)


def _title(field: str) -> str:
    known = TrainingConfig.model_fields.get(field) or EnhancedConfig.model_fields.get(field)
    return known.title if known is not None and known.title else field


def _words(kind: str, context: dict[str, Any], name: str, entry: dict[str, Any]) -> tuple[str, str]:
    given = _shown(entry.get("input"))
    limits = {
        "greater_than_equal": ("at least", "ge"),
        "greater_than": ("more than", "gt"),
        "less_than_equal": ("at most", "le"),
        "less_than": ("less than", "lt"),
    }
    if kind in limits:
        words, key = limits[kind]
        bound = f"{words} {context[key]:g}"
        return f"{name} is {given}, but it must be {bound}.", f"Use a value of {bound}."
    if kind == "enum":
        return f"{name} is {given}, which is not a choice.", f"Use {context['expected']}."
    if kind in ("json_invalid", "json_type"):
        return f"The request is not JSON: {context.get('error', 'unreadable')}.", "Send a JSON object."
    message, hint = _SENTENCES.get(kind, (f"{{name}}: {entry['msg']}.".replace("..", "."), "Correct it and try again."))
    return message.format(name=name, given=given, **context), hint.format(**context)


_NUMBER = ("{name} is {given}, which is not a number.", "Use a number such as 1e-5.")
_WHOLE = ("{name} is {given}, which is not a whole number.", "Use a whole number.")
_SENTENCES = {
    "finite_number": ("{name} is not a finite number.", "Use an ordinary number."),
    "float_parsing": _NUMBER,
    "float_type": _NUMBER,
    "int_parsing": _WHOLE,
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "bool_parsing": ("{name} is {given}, neither true nor false.", "Use true or false."),
    "string_type": ("{name} is {given}, which is not text.", "Put text between double quotes."),
    "string_unicode": ("{name} holds half of a surrogate pair.", "Correct the \\u escapes."),
    "string_too_long": ("{name} is longer than {max_length} characters.", "Shorten it."),
    "string_pattern_mismatch": (
        "{name} {given} holds characters that a name may not have.",
        "Begin with a letter or digit; use letters, digits, dot, dash and underscore, at most 64.",
    ),
    "extra_forbidden": ("{name} is not a known field.", "Remove it, or check its spelling."),
    "union_tag_not_found": ("{name} is missing.", "Give it."),
    "union_tag_invalid": ("{name} {tag!r} is not known.", "Use one of {expected_tags}."),
    "missing": ("{name} is missing.", "Give it."),
}


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
