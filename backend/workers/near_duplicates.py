"""Rows that say the same. Two rows are near duplicates when they are equal apart from case, punctuation and spacing, or
when they share about 85 % of their three-word sequences.

The share is estimated: 64 hash minima a row (MinHash), one byte of each kept; rows that agree in eight of them in a row
are compared whole. 64 bytes a row, so a million rows fit in memory. Knows nothing of files and formats.
"""

import re
from dataclasses import dataclass
from hashlib import blake2b
from zlib import crc32

import numpy as np

MINIMA = 64
_AGREEMENT = 0.85
_BAND_BYTES = 8
_MOST_WORDS = 4096
_NOT_A_WORD = re.compile(r"[\W_]+")
_BASE = 0x9E3779B97F4A7C15
_random = np.random.default_rng(20240229)
_MULTIPLIERS = _random.integers(0, 2**63, MINIMA, dtype=np.uint64) * np.uint64(2) + np.uint64(1)


@dataclass(frozen=True)
class Fingerprint:
    """What a row is compared by. `minima` is all zero for a row of fewer than three words."""

    key: int
    minima: bytes


def fingerprint(text: str) -> Fingerprint:
    """The fingerprint of a row's text."""
    words = _NOT_A_WORD.sub(" ", text.casefold()).strip().split(" ")
    normal = " ".join(words)
    key = int.from_bytes(blake2b((normal or text).encode(errors="replace"), digest_size=8).digest(), "little")
    return Fingerprint(key, _minima(words[:_MOST_WORDS]))


def _minima(words: list[str]) -> bytes:
    if len(words) < 3:
        return bytes(MINIMA)
    single = np.array([crc32(word.encode(errors="replace")) for word in words], dtype=np.uint64)
    with np.errstate(over="ignore"):
        base = np.uint64(_BASE)
        shingles = ((single[:-2] * base) ^ single[1:-1]) * base ^ single[2:]
        shingles ^= shingles >> np.uint64(29)
        least = (_MULTIPLIERS[:, None] * shingles[None, :]).min(axis=1)
        mixed = (least ^ (least >> np.uint64(31))) * base
    return (mixed >> np.uint64(56)).astype(np.uint8).tobytes()


def group_rows(keys: np.ndarray, minima: np.ndarray) -> np.ndarray:
    """For every row the number of the first row of its group; a row that is like no other is its own.

    `keys` is (rows,) uint64, `minima` (rows, 64) uint8.
    """
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    parents = first[inverse.reshape(-1)].astype(np.int64)
    roots = np.flatnonzero(parents == np.arange(len(keys)))
    candidates = roots[minima[roots].any(axis=1)]
    for left, right in _alike(candidates, minima):
        _unite(parents, left, right)
    while True:
        shortened = parents[parents]
        if np.array_equal(shortened, parents):
            return parents
        parents = shortened


def _alike(rows: np.ndarray, minima: np.ndarray) -> list[tuple[int, int]]:
    """Pairs of neighbours in the order of each band whose minima agree well enough."""
    found: list[tuple[int, int]] = []
    for start in range(0, MINIMA, _BAND_BYTES):
        band = np.ascontiguousarray(minima[rows, start : start + _BAND_BYTES]).view(np.uint64).reshape(-1)
        order = np.argsort(band, kind="stable")
        ordered = band[order]
        same = np.flatnonzero(ordered[1:] == ordered[:-1])
        left, right = rows[order[same]], rows[order[same + 1]]
        for piece in range(0, len(left), 100_000):
            one, other = left[piece : piece + 100_000], right[piece : piece + 100_000]
            close = (minima[one] == minima[other]).mean(axis=1) >= _AGREEMENT
            found.extend(zip(one[close].tolist(), other[close].tolist(), strict=True))
    return found


def _root(parents: np.ndarray, row: int) -> int:
    while parents[row] != row:
        parents[row] = parents[parents[row]]
        row = int(parents[row])
    return row


def _unite(parents: np.ndarray, left: int, right: int) -> None:
    one, other = _root(parents, left), _root(parents, right)
    if one != other:
        parents[max(one, other)] = min(one, other)
