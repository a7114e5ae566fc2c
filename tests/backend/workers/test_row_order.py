"""The order of prepared rows, for any lengths: nothing is left out, and folding costs no more than it may."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from backend.workers.padding import padding
from backend.workers.row_order import EXTRA_POSITIONS, copies, prepared_order

LENGTHS = st.lists(st.integers(1, 400), min_size=1, max_size=120).map(np.array)
BATCHES = st.sampled_from([1, 2, 3, 8, 32])


@given(LENGTHS, BATCHES)
def test_every_row_stands_once_and_few_twice(lengths: np.ndarray, batch_size: int) -> None:
    order = prepared_order(lengths, batch_size, sort=True, fold=True)
    assert len(order) % batch_size == 0
    assert set(order.tolist()) == set(range(len(lengths)))
    assert len(copies(order)) == len(order) - len(lengths) < batch_size


@given(LENGTHS, BATCHES)
def test_folding_costs_no_more_than_it_may(lengths: np.ndarray, batch_size: int) -> None:
    in_order = prepared_order(lengths, batch_size, sort=True)
    folded = prepared_order(lengths, batch_size, sort=True, fold=True)
    assert sorted(folded.tolist()) == sorted(in_order.tolist())
    least = padding(lengths[in_order], batch_size, 2048).positions
    assert least <= padding(lengths[folded], batch_size, 2048).positions <= (1 + EXTRA_POSITIONS) * least


@given(LENGTHS, BATCHES)
def test_no_batch_holds_fewer_tokens_than_the_smallest_one_did(lengths: np.ndarray, batch_size: int) -> None:
    in_order = prepared_order(lengths, batch_size, sort=True)
    folded = prepared_order(lengths, batch_size, sort=True, fold=True)
    before, after = (lengths[order].reshape(-1, batch_size).sum(axis=1) for order in (in_order, folded))
    assert after.min() >= before.min()


def test_the_shortest_rows_share_batches_with_longer_ones() -> None:
    lengths = np.array([10] * 8 + [50] * 8 + [500] * 8)
    order = prepared_order(lengths, 4, sort=True, fold=True)
    sums = lengths[order].reshape(-1, 4).sum(axis=1).tolist()
    assert sums == [120, 120, 120, 120, 2000, 2000]


def test_the_shortest_row_meets_the_longest_of_the_short_ones() -> None:
    order = prepared_order(np.array([33, 34, 35, 36, 37, 38, 39, 40]), 2, sort=True, fold=True)
    assert order.tolist() == [0, 7, 1, 6, 2, 5, 3, 4]
