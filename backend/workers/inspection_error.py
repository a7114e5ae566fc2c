"""Why a model could not be inspected."""

from typing import Literal

ErrorCode = Literal[
    "bad_request",
    "not_a_model",
    "bad_config",
    "unknown_architecture",
    "missing_package",
    "custom_code",
    "nothing_to_adapt",
    "not_found",
    "offline",
    "no_permission",
]


class InspectionError(Exception):
    """An answer that is not a map: a code for programs, a sentence for people, and what to do about it."""

    def __init__(self, code: ErrorCode, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code: ErrorCode = code
        self.message = message
        self.hint = hint
