"""Rows turned into tokens by mlx-lm's own data set classes, so that nothing here can differ from what is trained."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from backend.domain.dataset import DataFormat, RowProblem

_FALLBACK_HINT = "Change the row, or choose a model whose template takes it."


@dataclass(frozen=True)
class TokenisedRow:
    """Tokens of a row, and how many of the first ones masking leaves out of the loss (0 without masking)."""

    tokens: list[int]
    prompt: int


class TrainerRows:
    """The rows of one file as `mlx_lm.lora` would make them into tokens."""

    def __init__(self, tokenizer: Any, format_: DataFormat, *, mask_prompt: bool) -> None:
        self.tokenizer = tokenizer
        self.format = format_
        self.mask_prompt = mask_prompt and format_ is not DataFormat.TEXT
        self._plain = _stock(tokenizer, format_, mask_prompt=False)
        self._masking = _stock(tokenizer, format_, mask_prompt=True) if format_ is not DataFormat.TEXT else None

    def tokenise(self, row: dict[str, Any]) -> TokenisedRow:
        """The tokens of a checked row. Raises `RowProblem` where template or tokenizer refuse it."""
        return self._process(self._masking if self.mask_prompt else self._plain, row)

    def answer_start(self, row: dict[str, Any]) -> int:
        """The first token of the answer: of the last assistant turn, of the completion, of a text's second token."""
        if self._masking is None:
            return 1
        if self.format is DataFormat.CHAT and row["messages"][-1].get("role") != "assistant":
            return len(self._process(self._plain, row).tokens)
        return self._process(self._masking, row).prompt

    def _process(self, stock: Any, row: dict[str, Any]) -> TokenisedRow:
        try:
            tokens, prompt = stock.process(row)
        except RecursionError as error:
            raise RowProblem("The chat template refuses the row: it is nested too deeply.", _FALLBACK_HINT) from error
        except Exception as error:  # a template is a program of the model's and may raise anything
            words = " ".join(str(error).split())[:200].rstrip(".") or type(error).__name__
            what = "tokenizer" if self.format is DataFormat.TEXT else "chat template"
            raise RowProblem(f"The {what} refuses the row: {words}.", _FALLBACK_HINT) from error
        return TokenisedRow(tokens, prompt)


def _stock(tokenizer: Any, format_: DataFormat, *, mask_prompt: bool) -> Any:
    from mlx_lm.tuner.datasets import create_dataset

    samples: dict[DataFormat, dict[str, Any]] = {
        DataFormat.CHAT: {"messages": []},
        DataFormat.COMPLETIONS: {"prompt": "", "completion": ""},
        DataFormat.TEXT: {"text": ""},
    }
    return create_dataset([samples[format_]], tokenizer, SimpleNamespace(mask_prompt=mask_prompt))
