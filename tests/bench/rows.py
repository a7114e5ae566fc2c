"""Rows to measure with: log-normal lengths like those of chat data, and rows that are all alike. Same seed, same rows.

The mix is that of 400 chat rows: mean 115 tokens, a twentieth longer than 331, none longer than 610.
"""

import json
import math
import random
from pathlib import Path

from tokenizers import Tokenizer

from tests.fixtures.serving import PROJECT

DEMO = PROJECT / "configs" / "demo"
_MEDIAN, _SIGMA, _MOST = 78.4, 0.876, 610
LONGEST = 640
"""A limit on tokens that no row of the mix reaches."""
_TEMPLATE_TOKENS = 14
EVEN_TOKENS = 60


def write_mixed(folder: Path, rows: int, seed: int = 0) -> Path:
    """train.jsonl with so many rows, valid.jsonl with 48, lengths log-normal, in no order."""
    chance = random.Random(seed)

    def length() -> int:
        return min(_MOST, max(20, round(_MEDIAN * math.exp(_SIGMA * chance.gauss(0, 1)))))

    return _write(folder, chance, [length() for _ in range(rows)], [length() for _ in range(48)])


def write_even(folder: Path, rows: int, seed: int = 0) -> Path:
    """The same, of one length: every batch has one shape."""
    return _write(folder, random.Random(seed), [EVEN_TOKENS] * rows, [EVEN_TOKENS] * 16)


def _write(folder: Path, chance: random.Random, train: list[int], valid: list[int]) -> Path:
    folder.mkdir(parents=True)
    writer = _Writer(chance)
    for name, lengths in (("train", train), ("valid", valid)):
        lines = [json.dumps(writer.row(length)) for length in lengths]
        (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n")
    return folder


class _Writer:
    """Makes rows of a wished length out of what the demo's own rows say."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._tokenizer = Tokenizer.from_file(str(DEMO / "model" / "tokenizer.json"))
        read = [json.loads(line) for line in (DEMO / "data" / "train.jsonl").read_text().splitlines()]
        self._pairs = [[turn["content"] for turn in row["messages"][-2:]] for row in read]

    def row(self, tokens: int) -> dict[str, object]:
        """A question and an answer that goes on until the row is this long, give or take a sentence's end."""
        question, answer = self._chance.choice(self._pairs)
        wanted = tokens - _TEMPLATE_TOKENS - len(self._ids(question))
        while len(self._ids(answer)) < wanted:
            answer += " " + self._chance.choice(self._pairs)[1]
        ids = self._ids(answer)[: max(1, wanted)]
        text = self._tokenizer.decode(ids, skip_special_tokens=False) or answer
        return {"messages": [{"role": "user", "content": question}, {"role": "assistant", "content": text}]}

    def _ids(self, text: str) -> list[int]:
        found: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return found
