"""The order of prepared rows, for any lengths: nothing is left out, and dealing costs no more than it may."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from backend.workers.padding import padding
from backend.workers.row_order import EXTRA_POSITIONS, copies, prepared_order

ROWS = st.lists(st.tuples(st.integers(1, 400), st.integers(0, 400)), min_size=1, max_size=120)
BATCHES = st.sampled_from([1, 2, 3, 8, 32])


@given(ROWS, BATCHES)
def test_every_row_stands_once_and_few_twice(rows: list[tuple[int, int]], batch_size: int) -> None:
    lengths, trained = np.array(rows).T
    order = prepared_order(lengths, batch_size, sort=True, trained=np.minimum(lengths, trained))
    assert len(order) % batch_size == 0
    assert set(order.tolist()) == set(range(len(rows)))
    assert len(copies(order)) == len(order) - len(rows) < batch_size


@given(ROWS, BATCHES)
def test_dealing_costs_no_more_than_it_may(rows: list[tuple[int, int]], batch_size: int) -> None:
    lengths, trained = np.array(rows).T
    in_order = prepared_order(lengths, batch_size, sort=True)
    dealt = prepared_order(lengths, batch_size, sort=True, trained=np.minimum(lengths, trained))
    assert Counter(lengths[in_order].tolist()) == Counter(lengths[dealt].tolist())
    least = padding(lengths[in_order], batch_size, 2048).positions
    assert padding(lengths[dealt], batch_size, 2048).positions <= (1 + EXTRA_POSITIONS) * least


def test_the_shortest_rows_share_batches_with_longer_ones() -> None:
    lengths = np.array([10] * 8 + [50] * 8 + [500] * 8)
    order = prepared_order(lengths, 4, sort=True, trained=lengths)
    sums = lengths[order].reshape(-1, 4).sum(axis=1).tolist()
    assert sums == [120, 120, 120, 120, 2000, 2000]


def test_rows_are_evened_by_the_tokens_that_they_train() -> None:
    lengths = np.array([60, 61, 62, 63])
    order = prepared_order(lengths, 2, sort=True, trained=np.array([1, 2, 40, 50]))
    assert sorted(map(sorted, order.reshape(-1, 2).tolist())) == [[0, 3], [1, 2]]
