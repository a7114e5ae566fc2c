"""What is checked of a request before anything is generated."""

import secrets
from collections.abc import Sequence

from backend.domain.compare import CompareRequest, ScrubRequest
from backend.domain.compare_settings import GenerationSettings
from backend.domain.model_map import ModelMap
from backend.errors import FieldError, InvalidInput
from backend.services.compare_sides import FoundSide, by_index


def check_conversation(request: CompareRequest | ScrubRequest) -> None:
    """Raise `InvalidInput` naming `messages` where there is nothing to answer."""
    last = request.messages[-1]
    if last.role != "user":
        raise InvalidInput.of(
            FieldError("messages", f"The last turn is the {last.role}'s, not the user's.", "End with a user turn.")
        )
    if not last.content.strip():
        raise InvalidInput.of(FieldError("messages", "The prompt is empty.", "Write a prompt."))


def check_length(tokens: int, model: ModelMap) -> None:
    """Raise `InvalidInput` naming `messages` when a prompt leaves no room for an answer."""
    limit = model.context_length
    if limit is not None and tokens >= limit:
        raise InvalidInput.of(
            FieldError(
                "messages",
                f"The prompt has {tokens} tokens, but the model's context holds {limit}, answer included.",
                f"Shorten it to fewer than {limit} tokens.",
            )
        )


def length_warnings(tokens: int | None, settings: GenerationSettings, model: ModelMap) -> tuple[str, ...]:
    """A remark where an answer may run past the context."""
    limit = model.context_length
    if tokens is None or limit is None or tokens + settings.max_tokens <= limit:
        return ()
    return (
        f"The prompt has {tokens} tokens and the model's context {limit}: an answer of more than {limit - tokens} tokens "
        "runs past what the model was made for.",
    )


def shuffled(sides: Sequence[FoundSide]) -> list[FoundSide]:
    """The sides in an order that nobody can guess."""
    order = list(range(len(sides)))
    secrets.SystemRandom().shuffle(order)
    return by_index(sides, order)
