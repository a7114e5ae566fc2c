"""The demo in configs/demo is what make_demo would write, and its base model does what it claims."""

import json
from pathlib import Path

import mlx.core as mx
import mlx.nn as nn
import pytest
from mlx.utils import tree_flatten
from mlx_lm.generate import generate
from mlx_lm.tokenizer_utils import TokenizerWrapper
from mlx_lm.utils import load

from backend.workers import demo_animals, demo_corpus, demo_tokenizer
from backend.workers.demo_animals import Split

DEMO = Path(__file__).parents[2] / "configs" / "demo"
LIMIT_BYTES = 8_000_000
LIMIT_TOKENS = 96
TRAINER_PADDING = 32
BATCH = 8
ASKED = 10


@pytest.fixture(scope="module")
def demo() -> tuple[nn.Module, TokenizerWrapper]:
    model, tokenizer, *_ = load(str(DEMO / "model"))
    return model, tokenizer


def _rows(split: Split) -> list[demo_corpus.Row]:
    lines = (DEMO / "data" / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _subjects(split: Split) -> set[str]:
    names = {animal.name for animal in demo_animals.ANIMALS}
    words = {word.strip(".?") for row in _rows(split) for word in row["messages"][0]["content"].split()}
    return names & words


def _reply(demo: tuple[nn.Module, TokenizerWrapper], question: str) -> str:
    model, tokenizer = demo
    prompt = tokenizer.apply_chat_template([{"role": "user", "content": question}], add_generation_prompt=True)
    return str(generate(model, tokenizer, prompt, max_tokens=24))


def test_model_has_24_float32_blocks(demo: tuple[nn.Module, TokenizerWrapper]) -> None:
    model, _ = demo
    assert len(model.layers) == 24
    assert {value.dtype for _, value in tree_flatten(model.parameters())} == {mx.float32}


def test_model_folder_is_small() -> None:
    assert sum(file.stat().st_size for file in (DEMO / "model").iterdir()) < LIMIT_BYTES


def test_chat_template_is_what_the_base_was_trained_on(demo: tuple[nn.Module, TokenizerWrapper]) -> None:
    _, tokenizer = demo
    row = demo_corpus.base_rows()[-1]["messages"]
    rendered = tokenizer.apply_chat_template(row, tokenize=False)
    assert rendered.endswith(f"{row[1]['content']}{demo_tokenizer.END}\n")
    assert tokenizer.eos_token == demo_tokenizer.END
    assert tokenizer.encode(demo_tokenizer.PAD) == [0]


def test_base_answers_plainly_and_right(demo: tuple[nn.Module, TokenizerWrapper]) -> None:
    asked = demo_animals.ANIMALS[:: len(demo_animals.ANIMALS) // ASKED][:ASKED]
    kinds = [demo_animals.KINDS[place % 3] for place in range(ASKED)]
    replies = [_reply(demo, demo_corpus.questions(a, kind)[0]) for a, kind in zip(asked, kinds, strict=True)]
    wanted = [demo_corpus.answer(a, kind, "plain") for a, kind in zip(asked, kinds, strict=True)]
    right = sum(reply == plain for reply, plain in zip(replies, wanted, strict=True))
    assert right >= 0.9 * ASKED, list(zip(replies, wanted, strict=True))
    assert not [reply for reply in replies if "Ahoy" in reply or "matey" in reply]


@pytest.mark.parametrize("split", demo_animals.SPLITS)
def test_data_file_is_what_the_corpus_says(split: Split) -> None:
    written = (DEMO / "data" / f"{split}.jsonl").read_bytes()
    assert written == demo_corpus.jsonl(demo_corpus.pirate_rows(split)).encode()


@pytest.mark.parametrize("split", demo_animals.SPLITS)
def test_rows_are_one_exchange_that_fits(split: Split, demo: tuple[nn.Module, TokenizerWrapper]) -> None:
    _, tokenizer = demo
    assert len(_rows(split)) % BATCH == 0
    for row in _rows(split):
        assert [turn["role"] for turn in row["messages"]] == ["user", "assistant"]
        assert row["messages"][1]["content"].startswith("Ahoy!")
        assert len(tokenizer.apply_chat_template(row["messages"])) <= TRAINER_PADDING < LIMIT_TOKENS


def test_splits_share_no_animal() -> None:
    subjects = [_subjects(split) for split in demo_animals.SPLITS]
    assert all(subjects)
    assert sum(map(len, subjects)) == len(set.union(*subjects))


def test_base_speaks_like_a_sailor_only_on_request_and_never_like_a_pirate() -> None:
    for row in demo_corpus.base_rows():
        question, reply = (turn["content"] for turn in row["messages"])
        assert ("Ahoy" in reply) <= ("Ahoy" in question)
        assert ("matey" in reply) <= ("matey" in question)
        assert not (" be " in reply and ("Ahoy" in reply or "matey" in reply))
