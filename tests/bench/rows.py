"""Rows to measure with: log-normal lengths like those of chat data, and rows that are all alike. Same seed, same rows.

The mix is that of 400 chat rows: mean 116 tokens, a twentieth longer than 376, none longer than 622.
"""

import json
import math
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from tests.fixtures.serving import PROJECT

DEMO = PROJECT / "configs" / "demo"
_MEDIAN, _SIGMA, _MOST = 78.4, 0.876, 610
LONGEST = 640
"""A limit on tokens that no row of the mix reaches."""
EVEN_TOKENS = 60
_TEMPLATE_TOKENS = 14
Row = dict[str, Any]


def write_mixed(folder: Path, rows: int, seed: int = 0) -> Path:
    """train.jsonl with so many rows, valid.jsonl with 48, lengths log-normal, in no order."""
    chance = random.Random(seed)

    def length() -> int:
        return min(_MOST, max(20, round(_MEDIAN * math.exp(_SIGMA * chance.gauss(0, 1)))))

    make = _Writer(chance).conversation
    return _write(folder, make, [length() for _ in range(rows)], [length() for _ in range(48)])


def write_even(folder: Path, rows: int, seed: int = 0) -> Path:
    """The same, of one length: every batch has one shape."""
    return _write(folder, _Writer(random.Random(seed)).one_answer, [EVEN_TOKENS] * rows, [EVEN_TOKENS] * 16)


def _write(folder: Path, make: Callable[[int], Row], train: list[int], valid: list[int]) -> Path:
    folder.mkdir(parents=True)
    for name, lengths in (("train", train), ("valid", valid)):
        lines = [json.dumps(make(length)) for length in lengths]
        (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n")
    return folder


class _Writer:
    """Makes rows of a wished length out of what the demo's own rows say."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._tokenizer = Tokenizer.from_file(str(DEMO / "model" / "tokenizer.json"))
        read = [json.loads(line) for line in (DEMO / "data" / "train.jsonl").read_text().splitlines()]
        self._pairs = [[turn["content"] for turn in row["messages"][-2:]] for row in read]

    def one_answer(self, tokens: int) -> Row:
        """A question and an answer that goes on until the row is this long, to the token where its words allow it."""
        question, answer = self._chance.choice(self._pairs)
        wanted = tokens - _TEMPLATE_TOKENS - len(self._ids(question))
        while len(self._ids(answer)) < wanted:
            answer += " " + self._chance.choice(self._pairs)[1]
        ids = self._ids(answer)[: max(1, wanted)]
        text = self._tokenizer.decode(ids, skip_special_tokens=False) or answer
        return {"messages": [{"role": "user", "content": question}, {"role": "assistant", "content": text}]}

    def conversation(self, tokens: int) -> Row:
        """Questions with their answers until the row is this long, give or take half of one.

        So what a token has to be predicted from does not hang on the length of its row.
        """
        turns: list[dict[str, str]] = []
        made = 0
        while True:
            question, answer = self._chance.choice(self._pairs)
            more = [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]
            length = self._count(more)
            if turns and made + length / 2 > tokens:
                return {"messages": turns}
            turns += more
            made += length

    def _count(self, turns: list[dict[str, str]]) -> int:
        text = "".join(f"<|im_start|>{turn['role']}\n{turn['content']}<|im_end|>\n" for turn in turns)
        return len(self._ids(text))

    def _ids(self, text: str) -> list[int]:
        found: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return found
