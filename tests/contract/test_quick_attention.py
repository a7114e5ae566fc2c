"""Attention on several streams: values and gradients are those of one stream to the last bit."""

from pathlib import Path
from typing import Any

import mlx.core as mx
import pytest

from backend.runtime.loaded_blas import LoadedBlas
from backend.workers import parallel_attention
from backend.workers.parallel_attention import LEAST_SCORES, share_attention, shared

HEADS, GROUPS, WIDTH = 4, 2, 16
stock = mx.fast.scaled_dot_product_attention


def arrays(rows: int, length: int) -> list[mx.array]:
    mx.random.seed(rows * length)
    return [mx.random.normal((rows, heads, length, WIDTH)) for heads in (HEADS, GROUPS, GROUPS)]


def mask_of(kind: str, rows: int, length: int) -> Any:
    if kind == "causal":
        return "causal"
    lower = mx.tril(mx.ones((length, length), mx.bool_))
    if kind == "rows":
        ends = mx.arange(rows).reshape(rows, 1, 1, 1) + length - rows
        return mx.logical_and(lower, mx.arange(length) <= ends)
    return lower if kind == "one" else None


def answers(attention: Any, given: list[mx.array], mask: Any, *, compiled: bool) -> list[mx.array]:
    """What it gives, and what it passes back to queries, keys and values."""

    def loss(*parts: mx.array) -> mx.array:
        return mx.sin(attention(*parts, scale=WIDTH**-0.5, mask=mask, sinks=None)).sum()

    both = mx.value_and_grad(loss, argnums=[0, 1, 2])
    value, gradients = (mx.compile(both) if compiled else both)(*given)
    return [value, *gradients, attention(*given, scale=WIDTH**-0.5, mask=mask)]


@pytest.mark.parametrize("kind", ["causal", "rows", "one", "none"])
@pytest.mark.parametrize(("rows", "length", "streams"), [(8, 384, 2), (3, 640, 2), (5, 480, 4), (1, 1056, 2)])
@pytest.mark.parametrize("compiled", [False, True])
def test_streams_give_the_same_bits(kind: str, rows: int, length: int, streams: int, compiled: bool) -> None:
    given, mask = arrays(rows, length), mask_of(kind, rows, length)
    assert rows * HEADS * length * length >= LEAST_SCORES
    one = answers(stock, given, mask, compiled=compiled)
    several = answers(shared(stock, streams), given, mask, compiled=compiled)
    assert all(mx.array_equal(left, right) for left, right in zip(one, several, strict=True))


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


@pytest.fixture
def _stock_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mx.fast, "scaled_dot_product_attention", stock)


@pytest.mark.usefixtures("_stock_again")
@pytest.mark.parametrize(
    ("threads", "streams"), [(4, 4), (1, 1), (None, 1), ("no BLAS", 1)], ids=["four", "one", "untold", "no BLAS"]
)
def test_there_are_as_many_streams_as_threads(monkeypatch: pytest.MonkeyPatch, threads: Any, streams: int) -> None:
    blas = None if threads == "no BLAS" else LoadedBlas(Path("libblas.so"), threads)
    monkeypatch.setattr(parallel_attention, "loaded_blas", lambda: blas)
    assert share_attention() == streams
    assert (mx.fast.scaled_dot_product_attention is stock) == (streams == 1)
