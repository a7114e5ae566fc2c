"""Drawing tokens for one side with random numbers of its own.

mlx-lm draws from MLX's one global random state, so sides that take turns would disturb each other. Here each side holds
its key and splits it as the global state does: a side draws exactly what `mlx_lm.generate` draws after
`mx.random.seed(seed)`, whatever is drawn beside it.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from backend.domain.compare_settings import REPETITION_CONTEXT, GenerationSettings


def side_sampler(settings: GenerationSettings) -> Callable[[Any], Any]:
    """A function from log-probabilities, shape (1, vocabulary), to a token, shape (1,)."""
    import mlx.core as mx
    from mlx_lm.sample_utils import apply_min_p, apply_top_k, apply_top_p, greedy_sampler

    if settings.temperature == 0:
        return greedy_sampler
    draw = _draw(settings.temperature)
    key = mx.random.key(settings.seed)

    def sample(logprobs: Any) -> Any:
        nonlocal key
        if settings.top_p < 1:
            logprobs = apply_top_p(logprobs, settings.top_p)
        if settings.min_p > 0:
            logprobs = apply_min_p(logprobs, settings.min_p, 1)
        if 0 < settings.top_k < logprobs.shape[-1]:
            logprobs = apply_top_k(logprobs, settings.top_k)
        token, key = draw(logprobs, key)
        return token

    return sample


def logits_processors(settings: GenerationSettings) -> list[Callable[[Any, Any], Any]]:
    """mlx-lm's repetition penalty, where one is asked for."""
    from mlx_lm.sample_utils import make_logits_processors

    return make_logits_processors(
        repetition_penalty=settings.repetition_penalty, repetition_context_size=REPETITION_CONTEXT
    )


@lru_cache(maxsize=32)
def _draw(temperature: float) -> Callable[[Any, Any], tuple[Any, Any]]:
    import mlx.core as mx

    @mx.compile
    def draw(logprobs: Any, key: Any) -> tuple[Any, Any]:
        following, now = mx.random.split(key)
        return mx.random.categorical(logprobs * (1.0 / temperature), key=now), following

    return draw
