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
_MEDIAN, _SIGMA, _LEAST, _MOST = 78.4, 0.876, 20, 610
VALID_ROWS = 48
LONGEST = 640
"""A limit on tokens that no row of the mix reaches."""
EVEN_TOKENS = 60
_TEMPLATE_TOKENS = 14
Row = dict[str, Any]


def write_mixed(folder: Path, rows: int, seed: int = 0) -> Path:
    """train.jsonl with so many rows, valid.jsonl with 48, lengths log-normal, in no order."""
    chance = random.Random(seed)
    make = Writer(chance, pirate_rows()).conversation
    lengths = [mixed_length(chance) for _ in range(rows + VALID_ROWS)]
    return _write(folder, make, lengths[:rows], lengths[rows:])


def write_even(folder: Path, rows: int, seed: int = 0) -> Path:
    """The same, of one length: every batch has one shape."""
    return _write(
        folder, Writer(random.Random(seed), pirate_rows()).one_answer, [EVEN_TOKENS] * rows, [EVEN_TOKENS] * 16
    )


def mixed_length(chance: random.Random) -> int:
    """Tokens of a row of the mix."""
    return min(_MOST, max(_LEAST, round(_MEDIAN * math.exp(_SIGMA * chance.gauss(0, 1)))))


def even_length(chance: random.Random) -> int:
    """Tokens of a row where every length of the mix is as likely as any other."""
    return chance.randint(_LEAST, _MOST)


def pirate_rows() -> list[Row]:
    """The rows that the demo is fine-tuned on."""
    return [json.loads(line) for line in (DEMO / "data" / "train.jsonl").read_text().splitlines()]


def _write(folder: Path, make: Callable[[int], Row], train: list[int], valid: list[int]) -> Path:
    folder.mkdir(parents=True)
    for name, lengths in (("train", train), ("valid", valid)):
        lines = [json.dumps(make(length)) for length in lengths]
        (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n")
    return folder


class Writer:
    """Makes rows of a wished length out of questions and answers."""

    def __init__(self, chance: random.Random, said: list[Row]) -> None:
        self._chance = chance
        self._tokenizer = Tokenizer.from_file(str(DEMO / "model" / "tokenizer.json"))
        self._pairs = [[turn["content"] for turn in row["messages"][-2:]] for row in said]

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
            length = len(self.tokens(more))
            if turns and made + length / 2 > tokens:
                return {"messages": turns}
            turns += more
            made += length

    def tokens(self, turns: list[dict[str, str]]) -> list[int]:
        """Turns as the demo's chat template writes them."""
        return self._ids("".join(f"<|im_start|>{turn['role']}\n{turn['content']}<|im_end|>\n" for turn in turns))

    def _ids(self, text: str) -> list[int]:
        found: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return found
