"""Every error that a person may meet.

    DroidError                 500  something in the product itself
    |- NotFound                404  no such run, file or page
    |- Conflict                409  the state of things forbids it now
    |- Forbidden               403  not from there, or not without the token
    |- InvalidInput            422  fields that must change; carries one FieldError per field
    |- TooLarge                413  more than the product takes at once
    |- WorkerFailed            502  a child process broke down; the last thing it said is the detail
    |- StorageFailed           507  the disk refused

Each class names its HTTP status and a title; each instance carries a detail that a person can act on.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one field, and what to do about it.

    `field` is the dotted path in the request body, for example `config.lora_rank`, shortened to `lora_rank` for a
    training configuration.
    """

    field: str
    message: str
    hint: str = ""


class DroidError(Exception):
    """Root of the tree. `detail` is one sentence or two: what happened, why, what to do."""

    status = 500
    title = "Internal error"

    def __init__(self, detail: str, errors: tuple[FieldError, ...] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = errors


class NotFound(DroidError):
    """The thing that was asked for is not there."""

    status = 404
    title = "Not found"


class Conflict(DroidError):
    """The request is well formed, but the state of things forbids it now."""

    status = 409
    title = "Not possible now"


class Forbidden(DroidError):
    """The caller may not do this."""

    status = 403
    title = "Not allowed"


class InvalidInput(DroidError):
    """One or more fields must change before this can work."""

    status = 422
    title = "Check these fields"

    @classmethod
    def of(cls, *errors: FieldError) -> "InvalidInput":
        """Build the error from its fields; the detail is their messages in order."""
        return cls(" ".join(f"{e.message} {e.hint}".strip() for e in errors), errors)


class TooLarge(DroidError):
    """More bytes or rows than the product takes at once."""

    status = 413
    title = "Too large"


class WorkerFailed(DroidError):
    """A child process ended without an answer."""

    status = 502
    title = "A worker process failed"


class StorageFailed(DroidError):
    """The disk refused to read or write."""

    status = 507
    title = "Storage refused"
