"""Every reach into mlx-lm-lora, in one place: its Python trainer, called so that every control acts.

Its command line ignores LoRA keys and several settings, so `train_grpo` is called directly. Names of its module that are
replaced while it runs, pinned to the version in `pyproject.toml` and held by tests/contract/test_rl_engine_facts.py:

- `generate_grpo`: wrapped, so that a stop can abandon a rollout, before anything was learned from it.
- `_rollout_rewards`: wrapped, to see completions with the advantages that are really used.
- `evaluate_grpo`: wrapped, because its metrics reach no callback.
- `tqdm`: the progress bar, which would redraw itself into the log.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

_REPLACED = ("generate_grpo", "_rollout_rewards", "evaluate_grpo", "tqdm")


class RolloutHooks(Protocol):
    """What happens around the engine's own work."""

    def rollout(self) -> AbstractContextManager[None]: ...  # noqa: D102
    def on_rollout(self, batch: Any, completions: list[str], indices: list[int], advantages: list[float]) -> None: ...  # noqa: D102
    def on_evaluated(self, metrics: dict[str, float]) -> None: ...  # noqa: D102


def engine() -> Any:
    """mlx-lm-lora's GRPO trainer module."""
    from mlx_lm_lora.trainer import grpo_trainer

    return grpo_trainer


@contextmanager
def hooked(hooks: RolloutHooks) -> Iterator[Any]:
    """The engine with its names replaced; they are put back at the end."""
    module = engine()
    stock = {name: getattr(module, name) for name in _REPLACED}
    module.generate_grpo = _generating(stock["generate_grpo"], hooks)
    module._rollout_rewards = _rewarding(stock["_rollout_rewards"], hooks)
    module.evaluate_grpo = _evaluating(stock["evaluate_grpo"], hooks)
    module.tqdm = QuietBar
    try:
        yield module
    finally:
        for name, value in stock.items():
            setattr(module, name, value)


def _generating(stock: Callable[..., Any], hooks: RolloutHooks) -> Callable[..., Any]:
    def generate(*args: Any, **kwargs: Any) -> Any:
        with hooks.rollout():
            return stock(*args, **kwargs)

    return generate


def _rewarding(stock: Callable[..., Any], hooks: RolloutHooks) -> Callable[..., Any]:
    def rewards(batch: Any, texts: list[str], indices: list[int], *args: Any) -> Any:
        advantages, metrics = stock(batch, texts, indices, *args)
        hooks.on_rollout(batch, texts, indices, [float(value) for value in advantages.tolist()])
        return advantages, metrics

    return rewards


def _evaluating(stock: Callable[..., Any], hooks: RolloutHooks) -> Callable[..., Any]:
    def evaluate(**kwargs: Any) -> Any:
        loss, tokens, metrics = stock(**kwargs)
        hooks.on_evaluated({name: float(value) for name, value in metrics.items()})
        return loss, tokens, metrics

    return evaluate


class QuietBar:
    """Stands in for `tqdm`: counts without drawing; what is written goes to the log."""

    def __init__(self, steps: Iterable[int], **_options: Any) -> None:
        self._steps = steps

    def __iter__(self) -> Iterator[int]:
        return iter(self._steps)

    def set_postfix(self, *_args: Any, **_kwargs: Any) -> None:
        """Figures come through the callback."""

    @staticmethod
    def write(text: str, *_args: Any, **_kwargs: Any) -> None:
        """A line of the engine's own report."""
        sys.stdout.write(text + "\n")
