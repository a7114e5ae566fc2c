"""A conversation as the tokens that a model reads."""

from dataclasses import dataclass
from typing import Any

from jinja2 import TemplateError

from backend.domain.generation_protocol import Prompt

NO_TEMPLATE = (
    "This model has no chat template: it reads the last turn as plain text, without system prompt and history."
)


class PromptProblem(Exception):
    """A conversation that cannot be put to this model: which field, what is wrong, what to do."""

    def __init__(self, message: str, hint: str, field: str = "messages") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.field = field


@dataclass(frozen=True)
class EncodedPrompt:
    """Token ids of a prompt, and whether a chat template made them."""

    tokens: list[int]
    chat_template: bool


def encode_prompt(tokenizer: Any, prompt: Prompt) -> EncodedPrompt:
    """Tokens up to where the answer begins, exactly as `mlx_lm generate` makes them. Raises `PromptProblem`."""
    if not tokenizer.has_chat_template:
        return EncodedPrompt(_plain(tokenizer, prompt.messages[-1].content), chat_template=False)
    turns = [turn.model_dump() for turn in prompt.messages]
    if prompt.system:
        turns = [{"role": "system", "content": prompt.system}, *turns]
    try:
        tokens = tokenizer.apply_chat_template(turns, add_generation_prompt=True, return_dict=False)
    except (TemplateError, ValueError, TypeError) as error:
        raise PromptProblem(
            f"The model's chat template refuses this conversation: {error}.",
            "Leave the system prompt out, or let user and assistant turns alternate.",
        ) from error
    return EncodedPrompt(list(tokens), chat_template=True)


def check_context(tokens: int, context_length: int | None) -> None:
    """Raise `PromptProblem` when no room is left for an answer."""
    if tokens == 0:
        raise PromptProblem("The prompt makes no token.", "Write something that the model can continue.")
    if context_length is not None and tokens >= context_length:
        raise PromptProblem(
            f"The prompt has {tokens} tokens, but the model's context holds {context_length}, answer included.",
            f"Shorten it to fewer than {context_length} tokens.",
        )


def _plain(tokenizer: Any, text: str) -> list[int]:
    bos = tokenizer.bos_token
    return list(tokenizer.encode(text, add_special_tokens=bos is None or not text.startswith(bos)))
