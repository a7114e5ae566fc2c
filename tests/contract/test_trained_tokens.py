"""What the product says is trained is what mlx-lm trains: counted by its own batches and its own loss."""

import json
import types
from pathlib import Path
from typing import Any

import mlx.core as mx
import numpy as np
import pytest
from mlx_lm.tuner.datasets import CacheDataset, create_dataset
from mlx_lm.tuner.trainer import default_loss, iterate_batches

from backend.domain.dataset import DataFormat, format_of
from backend.domain.row_tokens import RowTokensRequest, TokenUse, trained_span
from backend.workers.padding import padding
from backend.workers.row_tokens import RowViewer
from backend.workers.tokenised_rows import TrainerRows
from backend.workers.tokenizer_source import load_tokenizer
from tests.fixtures.row_samples import rows_of
from tests.fixtures.serving import PROJECT

MODEL = PROJECT / "configs" / "demo" / "model"
ROWS = 200
CASES = [
    (kind, mask, limit)
    for kind in ("chat", "tools", "completions", "text")
    for mask in (False, True)
    for limit in (48, 64, 97, 2048)
    if not (mask and kind == "text")
]


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    return load_tokenizer(MODEL)


def counted(batch: Any) -> int:
    """Target tokens of a batch, as the trainer's own loss counts them."""
    _, tokens = default_loss(lambda inputs: mx.zeros((*inputs.shape, 512)), *batch)
    return int(tokens.item())


def stock_rows(rows: list[dict[str, Any]], tokenizer: Any, *, mask: bool) -> CacheDataset:
    return CacheDataset(create_dataset(rows, tokenizer, types.SimpleNamespace(mask_prompt=mask)))


@pytest.mark.parametrize(("kind", "mask", "limit"), CASES)
def test_trained_tokens_of_200_random_rows(tokenizer: Any, kind: str, mask: bool, limit: int) -> None:
    rows = rows_of(kind, ROWS)
    ours = TrainerRows(tokenizer, format_of(rows[0]), mask_prompt=mask)
    for row in rows:
        made = ours.tokenise(row)
        (batch,) = iterate_batches(stock_rows([row], tokenizer, mask=mask), 1, limit)
        assert trained_span(len(made.tokens), made.prompt, limit).trainer_count == counted(batch)


@pytest.mark.parametrize("mask", [False, True])
@pytest.mark.parametrize("limit", [40, 2048])
def test_trained_tokens_of_rows_in_batches(tokenizer: Any, mask: bool, limit: int) -> None:
    rows = rows_of("chat", ROWS)
    ours = [TrainerRows(tokenizer, DataFormat.CHAT, mask_prompt=mask).tokenise(row) for row in rows]
    said = sum(trained_span(len(made.tokens), made.prompt, limit).trainer_count for made in ours)
    batches = iterate_batches(stock_rows(rows, tokenizer, mask=mask), 8, limit)
    assert said == sum(counted(batch) for batch in batches)


@pytest.mark.parametrize("length", [8, 9, 31, 32, 33, 64, 65, 96, 97])
@pytest.mark.parametrize("prompt", [0, 1, 5, 8, 32, 33, 100])
@pytest.mark.parametrize("limit", [8, 32, 33, 64, 65])
def test_the_edges_of_a_span(length: int, prompt: int, limit: int) -> None:
    (batch,) = iterate_batches([([1] * length, prompt)], 1, limit)
    assert trained_span(length, prompt, limit).trainer_count == counted(batch)


@pytest.mark.parametrize(("kind", "mask", "limit"), [("chat", True, 64), ("text", False, 48), ("tools", True, 2048)])
def test_the_viewer_shows_what_is_counted(tmp_path: Path, kind: str, mask: bool, limit: int) -> None:
    rows = rows_of(kind, 20, seed=1)
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(json.dumps(row) + "\n\n" for row in rows))
    viewer = RowViewer()
    for number, row in enumerate(rows, 1):
        shown = viewer.show(
            RowTokensRequest(path=str(file), model=str(MODEL), row=number, mask_prompt=mask, max_seq_length=limit)
        )
        assert (shown.row, shown.line, shown.rows) == (number, 2 * number - 1, 20)
        assert shown.trained == sum(token.use is TokenUse.TRAINED for token in shown.tokens)
        assert shown.cut == sum(token.use is TokenUse.CUT for token in shown.tokens)
        (batch,) = iterate_batches(stock_rows([row], load_tokenizer(MODEL), mask=mask), 1, limit)
        assert shown.trainer_count == counted(batch)


def test_pieces_put_together_are_the_text(tmp_path: Path, tokenizer: Any) -> None:
    text = "Grüße 日本 😀 <|im_end|> end"
    file = tmp_path / "rows.jsonl"
    file.write_text(json.dumps({"text": text}))
    shown = RowViewer().show(RowTokensRequest(path=str(file), model=str(MODEL)))
    said = b"".join(bytes.fromhex(token.bytes) for token in shown.tokens)
    assert said.decode() == text + tokenizer.eos_token
    assert {token.text for token in shown.tokens if token.special} == {"<|im_end|>"}


@pytest.mark.parametrize("limit", [40, 64, 2048])
@pytest.mark.parametrize("batch_size", [1, 4, 7])
def test_padding_is_counted_as_the_trainer_pads(limit: int, batch_size: int) -> None:
    lengths = np.random.default_rng(3).integers(2, 300, 50)
    rows = [([1] * int(length), 0) for length in sorted(lengths)]
    batches = list(iterate_batches(rows, batch_size, limit))
    counted_positions = sum((batch.shape[1] - 1) * batch_size for batch, _ in batches)
    real = sum(int((batch[:, :-1] != 0).sum().item()) for batch, _ in batches)
    found = padding(np.sort(lengths), batch_size, limit)
    assert (found.positions, found.real) == (counted_positions, real)


def test_batches_of_a_cached_data_set_are_neighbours_in_file_order() -> None:
    """The trainer's sorting by length does nothing for CacheDataset, because it measures dictionaries of equal size."""
    rows = [{"tokens": [number] * length} for number, length in enumerate([9, 2, 7, 3, 8, 1, 6, 4])]

    class Stock:
        def __len__(self) -> int:
            return len(rows)

        def __getitem__(self, index: int) -> dict[str, Any]:
            return rows[index]

        def process(self, row: dict[str, Any]) -> tuple[list[int], int]:
            return row["tokens"], 0

    batches = [
        sorted(int(row[0].item()) for row in batch) for batch, _ in iterate_batches(CacheDataset(Stock()), 2, 64)
    ]
    assert sorted(batches) == [[0, 1], [2, 3], [4, 5], [6, 7]]
