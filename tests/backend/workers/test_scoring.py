"""Log-probabilities and losses beside plain arithmetic on the model's own logits."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mlx.core as mx
import pytest
from mlx_lm import load
from mlx_lm.tuner.datasets import ChatDataset

from backend.workers import scoring
from tests.fixtures.comparing import MODEL, Worker, make_adapter, said, side, working

ROW = {"messages": [*said("What colour is the fox?"), {"role": "assistant", "content": "The fox is orange."}]}


@pytest.fixture(scope="module")
def adapter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_adapter(tmp_path_factory.mktemp("adapters") / "a")


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with working() as running:
        yield running


def plain_logprobs(adapter: Path | None, tokens: list[int], start: int) -> list[float]:
    model, _ = load(str(MODEL), adapter_path=None if adapter is None else str(adapter))
    logits = model(mx.array(tokens[:-1])[None])[0].astype(mx.float32)
    logprobs = logits - mx.logsumexp(logits, axis=-1, keepdims=True)
    return [float(logprobs[place - 1, tokens[place]].item()) for place in range(start, len(tokens))]


def prompt_tokens() -> list[int]:
    _, tokenizer = load(str(MODEL))
    return list(tokenizer.apply_chat_template(ROW["messages"][:1], add_generation_prompt=True))


def test_every_answer_under_every_side(worker: Worker, adapter: Path) -> None:
    done = worker.do(
        "generate",
        sides=[side(0), side(1, adapter)],
        prompt={"messages": said("What colour is the fox?")},
        settings={"max_tokens": 8},
        score=True,
    )
    first, second = (event["scores"] for event in done.of("scores"))
    assert (first["answer_of"], second["answer_of"]) == (0, 1)
    for scores in (first, second):
        tokens = [scored["token"] for scored in scores["tokens"]]
        assert tokens == done.tokens(scores["answer_of"])
        assert "".join(scored["text"] for scored in scores["tokens"]) == done.text(scores["answer_of"])
        prompt = prompt_tokens()
        for of_side, folder in zip(scores["sides"], (None, adapter), strict=True):
            assert of_side["logprobs"] == pytest.approx(
                plain_logprobs(folder, [*prompt, *tokens], len(prompt)), abs=2e-3
            )
            assert of_side["total"] == pytest.approx(sum(of_side["logprobs"]))
            assert of_side["mean"] == pytest.approx(of_side["total"] / len(tokens))
    assert first["sides"][0]["total"] > first["sides"][1]["total"]


def test_a_reference_under_every_side(worker: Worker, adapter: Path) -> None:
    done = worker.do(
        "generate",
        sides=[side(0), side(1, adapter)],
        prompt={"messages": said("What colour is the fox?")},
        settings={"max_tokens": 4},
        reference="The fox is orange.",
    )
    (event,) = done.of("scores")
    assert event["scores"]["answer_of"] is None
    base, tuned = (of_side["total"] for of_side in event["scores"]["sides"])
    assert tuned < base < 0


def test_long_rows_are_scored_in_chunks_like_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    model, tokenizer = load(str(MODEL))
    tokens = list(tokenizer.encode("The fox is orange. The owl is brown and lives in a tree. " * 3))
    whole = plain_logprobs(None, tokens, 5)
    monkeypatch.setattr(scoring, "_CHUNK", 7)
    assert scoring.token_logprobs(model, tokens, 5) == pytest.approx(whole, abs=2e-3)


@pytest.mark.parametrize("answers_only", [True, False])
def test_losses_over_chat_rows(worker: Worker, adapter: Path, answers_only: bool) -> None:
    _, tokenizer = load(str(MODEL))
    tokens, offset = ChatDataset([ROW], tokenizer, mask_prompt=answers_only).process(ROW)
    losses = [-value for value in plain_logprobs(adapter, tokens, max(1, offset))]
    done = worker.do("perplexity", sides=[side(1, adapter)], rows=[ROW, ROW], answers_only=answers_only)
    result: dict[str, Any] = done.reply["result"]
    assert (result["rows"], result["rows_cut"], result["tokens"]) == (2, 0, 2 * len(losses))
    assert result["nll"] == pytest.approx(2 * math.fsum(losses), rel=1e-3)


def test_losses_over_text_rows_and_rows_past_the_context(worker: Worker) -> None:
    done = worker.do(
        "perplexity",
        sides=[side(0)],
        rows=[{"text": "The fox is orange."}, {"text": "The owl. " * 40}],
        answers_only=True,
        context_length=20,
    )
    _, tokenizer = load(str(MODEL))
    first = len(tokenizer.encode("The fox is orange.")) + 1
    assert done.reply["result"]["tokens"] == first - 1 + 19
    assert done.reply["result"]["rows_cut"] == 1
