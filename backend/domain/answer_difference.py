"""Where two answers part."""

from collections.abc import Sequence


def first_difference(first: Sequence[object], second: Sequence[object]) -> int | None:
    """Index of the first element that differs, the shorter length where one begins the other; None when equal."""
    for index, (a, b) in enumerate(zip(first, second, strict=False)):
        if a != b:
            return index
    return None if len(first) == len(second) else min(len(first), len(second))
