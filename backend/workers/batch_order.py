"""mlx-lm's training batches, in mlx-lm's order, from any place in it.

The stock generator cannot be entered half way. Here the order is drawn as it draws it (one permutation of the groups a
pass, from NumPy's global generator, which evaluations draw from too), and each batch is made by the stock generator itself
from the rows of one group. A permutation of one group draws nothing, so the order is untouched by that.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from mlx_lm.tuner.datasets import CacheDataset

from backend.domain.saved_state import DataPlace, NumpyState


class BatchOrder:
    """An endless iterator of training batches that knows where it stands."""

    def __init__(
        self, dataset: Any, batch_size: int, max_seq_length: int, stock_batches: Callable[..., Iterator[Any]]
    ) -> None:
        self._dataset = dataset
        self._make = lambda rows: next(stock_batches(_Rows(rows), batch_size, max_seq_length))
        by_length = sorted(range(len(dataset)), key=dataset.itemlen)
        if len(dataset) < batch_size:
            next(stock_batches(dataset, batch_size, max_seq_length))  # refuses in its own words
        starts = range(0, len(by_length) - batch_size + 1, batch_size)
        self._groups = [by_length[start : start + batch_size] for start in starts]
        self._pass_began = numpy_state()
        self._order: list[int] = []
        self._taken = 0

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        if self._taken == len(self._order):
            self._begin_pass()
        group = self._groups[self._order[self._taken]]
        self._taken += 1
        return self._make([self._dataset[index] for index in group])

    def place(self) -> DataPlace:
        """Where the next batch comes from, exactly."""
        return DataPlace(pass_began=self._pass_began, taken=self._taken, now=numpy_state())

    def go_to(self, place: DataPlace) -> None:
        """Go on from a place; NumPy's generator is as it was there."""
        self._order, self._taken = [], 0
        if place.taken:
            set_numpy_state(place.pass_began)
            self._begin_pass()
            self._taken = place.taken
        set_numpy_state(place.now)

    def _begin_pass(self) -> None:
        self._pass_began = numpy_state()
        self._order = np.random.permutation(len(self._groups)).tolist()  # the generator that mlx-lm uses
        self._taken = 0


class _Rows(CacheDataset):
    """The rows of one batch as the stock generator reads a data set; none is longer than another, so none is moved."""

    def __init__(self, rows: list[Any]) -> None:
        self._rows = rows

    def itemlen(self, idx: int) -> int:  # noqa: ARG002 - the stock signature
        return 0

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, idx: int) -> Any:
        return self._rows[idx]


def numpy_state() -> NumpyState:
    """NumPy's global generator as it stands."""
    state: Any = np.random.get_state(legacy=False)
    return NumpyState(
        keys=state["state"]["key"].tolist(),
        position=state["state"]["pos"],
        has_gauss=state["has_gauss"],
        cached_gaussian=state["gauss"],
    )


def set_numpy_state(state: NumpyState) -> None:
    """Put NumPy's global generator back."""
    keys = np.array(state.keys, np.uint32)
    np.random.set_state(("MT19937", keys, state.position, state.has_gauss, state.cached_gaussian))
