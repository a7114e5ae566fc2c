"""Which rows say the same."""

import random

import numpy as np
import pytest

from backend.workers.near_duplicates import MINIMA, fingerprint, group_rows

CHANCE = random.Random(11)
WORDS = [f"word{number}" for number in range(3000)]


def long_text(words: int = 80) -> list[str]:
    return CHANCE.choices(WORDS, k=words)


def groups(texts: list[str]) -> list[int]:
    prints = [fingerprint(text) for text in texts]
    minima = np.frombuffer(b"".join(found.minima for found in prints), np.uint8).reshape(-1, MINIMA)
    return group_rows(np.array([found.key for found in prints], np.uint64), minima).tolist()


@pytest.mark.parametrize("other", ["where is  the FOX", "Where is the fox???", "where, is the: fox\n"])
def test_case_punctuation_and_spacing_make_no_difference(other: str) -> None:
    assert groups(["Where is the fox?", other]) == [0, 0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Where is the fox?", "Where is the bear?"),
        ("The price is 10.", "The price is 100."),
        ("?!", "..."),
        ("", "?"),
        ("日本", "中国"),
    ],
)
def test_short_rows_that_differ_in_a_word_are_not_alike(one: str, other: str) -> None:
    assert groups([one, other]) == [0, 1]


def test_long_rows_with_one_word_changed_are_alike() -> None:
    texts = [long_text() for _ in range(200)]
    changed = [[*text[:40], "other", *text[41:]] for text in texts]
    found = groups([" ".join(text) for text in texts + changed])
    assert found[:200] == list(range(200))
    assert sum(group == number for number, group in enumerate(found[200:])) >= 190


def test_long_rows_with_every_eighth_word_changed_are_not_alike() -> None:
    texts = [long_text() for _ in range(200)]
    changed = [["other" if at % 8 == 0 else word for at, word in enumerate(text)] for text in texts]
    found = groups([" ".join(text) for text in texts + changed])
    assert found == list(range(400))


def test_likeness_goes_on_from_row_to_row() -> None:
    text = long_text(200)
    steps = []
    for at in range(12):
        text = [*text[: at * 16], "other", *text[at * 16 + 1 :]]
        steps.append(" ".join(text))
    assert groups(steps) == [0] * 12


def test_no_rows() -> None:
    assert groups([]) == []
