"""Curves from a log that grows, is replaced or shrinks."""

from itertools import pairwise
from pathlib import Path

import pytest

from backend.errors import NotFound
from backend.runtime.run_folder import RunFolder
from backend.services.curve_cache import CurveCache
from backend.services.run_store import RunStore
from tests.fixtures.synthetic_runs import make_run

POINTS = 50


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    return make_run(tmp_path, 0, POINTS)


@pytest.fixture
def cache(folder: RunFolder) -> CurveCache:
    store = RunStore(folder.path.parent)
    store.load()
    return CurveCache(store)


def lines(folder: RunFolder) -> list[bytes]:
    return folder.events.path.read_bytes().splitlines(keepends=True)


def write(folder: RunFolder, content: bytes) -> None:
    folder.events.path.write_bytes(content)


def test_a_log_that_grows_gives_what_a_whole_one_gives(cache: CurveCache, folder: RunFolder) -> None:
    told, name = lines(folder), folder.path.name
    whole = cache.curves(name, 1000)
    assert whole.step == list(range(1, POINTS + 1))
    content = b"".join(told)
    cuts = [0, 700, 1000, 1001, 3000, len(content) // 2, len(content)]
    write(folder, b"")
    for begin, end in pairwise(cuts):
        with folder.events.path.open("ab") as file:
            file.write(content[begin:end])
        growing = cache.curves(name, 1000)
        assert growing.step == whole.step[: len(growing.step)]
    assert growing == whole


def test_only_what_is_new_is_read(cache: CurveCache, folder: RunFolder) -> None:
    """Lines that were read already are spoilt in place: nobody reads them again as long as the log only grows."""
    told, name = lines(folder), folder.path.name
    write(folder, b"".join(told[:30]))
    before = cache.curves(name, 1000).step
    with folder.events.path.open("r+b") as file:
        file.write(b"x" * (sum(map(len, told[:30])) - 1))
        file.seek(0, 2)
        file.write(b"".join(told[30:]))
    found = cache.curves(name, 1000)
    assert found.step[: len(before)] == before
    assert found.step[-1] == POINTS
    assert found.skipped_lines == 0


def test_a_log_of_the_same_size_with_other_words_is_read_again(cache: CurveCache, folder: RunFolder) -> None:
    name = folder.path.name
    first = cache.curves(name, 1000)
    content = folder.events.path.read_bytes()
    write(folder, content.replace(b'"learning_rate":9.', b'"learning_rate":8.'))
    second = cache.curves(name, 1000)
    assert second.learning_rate != first.learning_rate
    assert second.train_loss == first.train_loss


def test_points_are_thinned(cache: CurveCache, folder: RunFolder) -> None:
    whole, thin = cache.curves(folder.path.name, 1000), cache.curves(folder.path.name, 10)
    assert len(thin.step) <= 10
    assert thin.points == whole.points == POINTS
    assert (thin.step[0], thin.step[-1]) == (1, POINTS)
    assert {len(column) for column in (thin.seconds, thin.train_loss, thin.trained_tokens)} == {len(thin.step)}


def test_an_unknown_run(cache: CurveCache) -> None:
    with pytest.raises(NotFound):
        cache.curves("nothing", 10)
