"""Attention by blocks and on several streams: values and gradients are those of MLX's own to the last bit."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import mlx.core as mx
import pytest

from backend.runtime.loaded_blas import LoadedBlas
from backend.workers import quick_attention
from backend.workers.causal_attention import LEAST_LENGTH, by_blocks
from backend.workers.parallel_attention import LEAST_SCORES, shared
from backend.workers.quick_attention import quicken_attention

HEADS, GROUPS, WIDTH = 4, 2, 16
stock = mx.fast.scaled_dot_product_attention
QUICKER: dict[str, Callable[[Any, int], Any]] = {
    "blocks": lambda attention, _: by_blocks(attention),
    "streams": shared,
    "both": lambda attention, streams: shared(by_blocks(attention), streams),
}


def arrays(
    rows: int, length: int, *, groups: int = GROUPS, width: int = WIDTH, spread: float = 1.0, dtype: Any = mx.float32
) -> list[mx.array]:
    mx.random.seed(rows * length)
    heads = (HEADS, groups, groups)
    return [(spread * mx.random.normal((rows, count, length, width))).astype(dtype) for count in heads]


def mask_of(kind: str, rows: int, length: int) -> Any:
    if kind == "causal":
        return "causal"
    lower = mx.tril(mx.ones((length, length), mx.bool_))
    if kind == "rows":
        ends = mx.arange(rows).reshape(rows, 1, 1, 1) + length - rows
        return mx.logical_and(lower, mx.arange(length) <= ends)
    return lower if kind == "one" else None


def answers(attention: Any, given: list[mx.array], mask: Any, how: str) -> list[mx.array]:
    """What it gives, and what it passes back to queries, keys and values."""

    def loss(*parts: mx.array) -> mx.array:
        return mx.sin(attention(*parts, scale=WIDTH**-0.5, mask=mask, sinks=None)).sum()

    both = mx.value_and_grad(mx.checkpoint(loss) if how == "checkpointed" else loss, argnums=[0, 1, 2])
    value, gradients = (both if how == "as it is" else mx.compile(both))(*given)
    return [value, *gradients, attention(*given, scale=WIDTH**-0.5, mask=mask)]


def bits_are_those_of_mlx(attention: Any, given: list[mx.array], mask: Any, how: str) -> bool:
    theirs, ours = answers(stock, given, mask, how), answers(attention, given, mask, how)
    assert not any(mx.any(mx.isnan(array)) for array in theirs)
    return all(mx.array_equal(left, right) for left, right in zip(theirs, ours, strict=True))


@pytest.mark.parametrize("quicker", QUICKER)
@pytest.mark.parametrize("kind", ["causal", "rows", "one", "none"])
@pytest.mark.parametrize(("rows", "length", "streams"), [(8, 384, 2), (3, 640, 2), (5, 480, 4), (1, 1056, 2)])
@pytest.mark.parametrize("how", ["as it is", "compiled"])
def test_bits_are_those_of_mlx(quicker: str, kind: str, rows: int, length: int, streams: int, how: str) -> None:
    assert rows * HEADS * length * length >= LEAST_SCORES
    attention = QUICKER[quicker](stock, streams)
    assert bits_are_those_of_mlx(attention, arrays(rows, length), mask_of(kind, rows, length), how)


@pytest.mark.parametrize(("groups", "width"), [(1, 16), (2, 64), (HEADS, 16)])
@pytest.mark.parametrize("length", [LEAST_LENGTH, 161, 352])
@pytest.mark.parametrize("spread", [0.1, 12.0], ids=["close scores", "far scores"])
@pytest.mark.parametrize("how", ["compiled", "checkpointed"])
def test_blocks_of_any_shape_give_the_same_bits(groups: int, width: int, length: int, spread: float, how: str) -> None:
    given = arrays(2, length, groups=groups, width=width, spread=spread)
    assert bits_are_those_of_mlx(by_blocks(stock), given, "causal", how)


class Spy:
    """Attention that remembers of how many rows and on which stream it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, str]] = []

    def __call__(self, queries: mx.array, *given: Any, stream: Any = None, **more: Any) -> mx.array:
        self.asked.append((queries.shape[0], str(stream)))
        return stock(queries, *given, stream=stream, **more)


def test_large_batches_are_shared_and_small_ones_are_not() -> None:
    spy = Spy()
    attention = shared(spy, 3)
    attention(*arrays(8, 384), scale=1.0, mask="causal")
    assert [rows for rows, _ in spy.asked] == [2, 3, 3]
    assert len({stream for _, stream in spy.asked}) == 3
    attention(*arrays(8, 32), scale=1.0, mask="causal")
    assert spy.asked[3:] == [(8, "None")]


def test_only_what_is_causal_long_and_float32_goes_by_blocks() -> None:
    spy = Spy()
    attention = by_blocks(spy)
    attention(*arrays(2, LEAST_LENGTH), scale=1.0, mask="causal")
    attention(*arrays(2, LEAST_LENGTH), scale=1.0, mask="causal", sinks=None)
    assert not spy.asked
    queries, keys, values = arrays(2, LEAST_LENGTH)
    others: list[tuple[list[mx.array], dict[str, Any]]] = [
        (arrays(2, LEAST_LENGTH - 1), {"mask": "causal"}),
        (arrays(2, LEAST_LENGTH, dtype=mx.float16), {"mask": "causal"}),
        ([queries, keys, values], {"mask": mask_of("one", 2, LEAST_LENGTH)}),
        ([queries, keys, values], {}),
        ([queries, keys, values], {"mask": "causal", "sinks": mx.zeros(HEADS)}),
        ([queries[:, :, -2:], keys, values], {"mask": "causal"}),
    ]
    for number, (given, more) in enumerate(others, 1):
        attention(*given, scale=1.0, **more)
        assert len(spy.asked) == number


@pytest.fixture
def _stock_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mx.fast, "scaled_dot_product_attention", stock)


@pytest.mark.usefixtures("_stock_again")
@pytest.mark.parametrize(
    ("threads", "streams"), [(4, 4), (1, 1), (None, 1), ("no BLAS", 1)], ids=["four", "one", "untold", "no BLAS"]
)
def test_there_are_as_many_streams_as_threads(monkeypatch: pytest.MonkeyPatch, threads: Any, streams: int) -> None:
    blas = None if threads == "no BLAS" else LoadedBlas(Path("libblas.so"), threads)
    monkeypatch.setattr(quick_attention, "loaded_blas", lambda: blas)
    asked: list[int] = []
    monkeypatch.setattr(quick_attention, "shared", lambda given, count: asked.append(count) or given)
    assert quicken_attention() == streams
    assert asked == ([streams] if streams > 1 else [])
    assert mx.fast.scaled_dot_product_attention is not stock


@pytest.mark.usefixtures("_stock_again")
def test_a_mac_keeps_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick_attention.platform, "system", lambda: "Darwin")
    assert quicken_attention() == 1
    assert mx.fast.scaled_dot_product_attention is stock
