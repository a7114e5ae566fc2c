"""Prepared rows through mlx-lm's own batches: every row is trained, batches are alike in length, counts are its counts."""

import json
import random
import types
from collections import Counter
from pathlib import Path
from typing import Any

import mlx.core as mx
import numpy as np
import pytest
from mlx_lm.tuner.datasets import CacheDataset, load_local_dataset
from mlx_lm.tuner.trainer import default_loss, iterate_batches

from backend.domain.dataset import RowProblem
from backend.domain.preparation import Preparation, PreparedFile, PrepareSettings
from backend.workers.chunk_scan import CHUNK_BYTES
from backend.workers.padding import padding
from backend.workers.prepare_rows import prepare
from backend.workers.prepared_tokens import give_tokens
from backend.workers.row_order import EXTRA_POSITIONS
from backend.workers.tokenizer_source import load_tokenizer
from tests.fixtures.row_samples import rows_of
from tests.fixtures.serving import PROJECT

MODEL = str(PROJECT / "configs" / "demo" / "model")
LIMIT = 96
ROWS = 203


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def silent(*_: object) -> None:
    return None


def made(folder: Path, rows: list[dict[str, Any]], **settings: Any) -> Preparation:
    """The preparation of these rows in `folder`/out."""
    (folder / "out").mkdir()
    sources = {"train": write(folder / "rows.jsonl", rows), "valid": write(folder / "more.jsonl", rows[:30])}
    return prepare(sources, folder / "out", MODEL, PrepareSettings(**{"max_seq_length": LIMIT, **settings}), silent)


def log_normal(count: int) -> list[dict[str, Any]]:
    """Rows of lengths as chat data has them, each with a prompt of another share."""
    chance = random.Random(count)
    rows = []
    for _ in range(count):
        words = chance.choices(["fox", "bear", "den"], k=3 + int(chance.lognormvariate(4.3, 0.9)))
        cut = chance.randint(1, len(words) - 1)
        rows.append({"prompt": " ".join(words[:cut]), "completion": " ".join(words[cut:])})
    return rows


def stock(folder: Path, *, mask: bool, name: str = "train") -> CacheDataset:
    """The prepared rows as `mlx_lm.lora --data` reads them."""
    train, valid, _ = load_local_dataset(
        folder / "out", load_tokenizer(Path(MODEL)), types.SimpleNamespace(mask_prompt=mask)
    )
    return CacheDataset({"train": train, "valid": valid}[name])


def one_epoch(dataset: Any, batch_size: int, limit: int = LIMIT) -> list[Any]:
    return list(iterate_batches(dataset, batch_size, limit))


def counted(batches: list[Any]) -> int:
    losses = [default_loss(lambda inputs: mx.zeros((*inputs.shape, 512)), *batch) for batch in batches]
    return sum(int(tokens.item()) for _, tokens in losses)


def harmonic(values: np.ndarray) -> float:
    return float(len(values) / (1 / values).sum())


def seen(batches: list[Any]) -> Counter[tuple[int, ...]]:
    return Counter(
        tuple(row.tolist()[:length])
        for batch, spans in batches
        for row, (_, length) in zip(batch, spans.tolist(), strict=True)
    )


@pytest.mark.parametrize("kind", ["chat", "tools", "completions", "text"])
@pytest.mark.parametrize(("batch_size", "sort"), [(1, True), (4, True), (8, True), (8, False), (128, True)])
def test_an_epoch_trains_every_row_and_counts_what_was_said(
    tmp_path: Path, kind: str, batch_size: int, sort: bool
) -> None:
    mask = kind != "text"
    rows = rows_of(kind, ROWS)
    done = made(tmp_path, rows, batch_size=batch_size, sort_by_length=sort, mask_prompt=mask)
    train = done.file("train")
    assert train is not None
    dataset = stock(tmp_path, mask=mask)
    batches = one_epoch(dataset, batch_size)
    assert len(dataset) == train.rows == len(batches) * batch_size
    assert counted(batches) == train.target_tokens
    wanted = Counter(tuple(dataset._data.process(row)[0][:LIMIT]) for row in rows)
    surplus = seen(batches) - wanted
    assert not wanted - seen(batches), "a row was left out"
    assert surplus.total() == len(train.repeated) == -ROWS % batch_size
    positions = sum((batch.shape[1] - 1) * batch_size for batch, _ in batches)
    assert positions == train.after.positions


def file_of(done: Preparation, name: str) -> PreparedFile:
    found = done.file(name)
    assert found is not None
    return found


def lengths_of(dataset: CacheDataset) -> list[int]:
    return [len(dataset[index][0]) for index in range(len(dataset))]


def test_validation_rows_are_sorted_for_the_least_padding(tmp_path: Path) -> None:
    done = made(tmp_path, rows_of("chat", ROWS), batch_size=8, max_seq_length=2048)
    lengths = lengths_of(stock(tmp_path, mask=False, name="valid"))
    assert lengths == sorted(lengths)
    valid = file_of(done, "valid")
    assert valid.after.share < valid.before.share


def test_training_rows_of_like_length_share_a_batch(tmp_path: Path) -> None:
    done = made(tmp_path, log_normal(ROWS), batch_size=8, max_seq_length=2048)
    train = file_of(done, "train")
    lengths = lengths_of(stock(tmp_path, mask=False))
    least = padding(np.sort(lengths), 8, 2048).positions
    assert least < train.after.positions <= (1 + EXTRA_POSITIONS) * least
    assert train.after.positions < 0.7 * train.before.positions
    longest = lengths[-ROWS // 8 :]
    assert longest == sorted(longest), "long rows stay among themselves"
    assert "padding" in done.sentences()[0]


@pytest.mark.parametrize("mask", [False, True])
def test_no_step_is_taken_on_very_few_tokens(tmp_path: Path, mask: bool) -> None:
    """Each batch counts alike, so one of few tokens is mostly noise: the harmonic mean of tokens a batch is what counts."""
    made(tmp_path, log_normal(400), batch_size=8, max_seq_length=2048, mask_prompt=mask)
    dataset = stock(tmp_path, mask=mask)
    rows = [dataset[index] for index in range(len(dataset))]
    by_length = sorted((len(tokens), len(tokens) - max(prompt, 1) + 1) for tokens, prompt in rows)
    of_sorted = np.array([trained for _, trained in by_length]).reshape(-1, 8).sum(axis=1)
    of_folded = np.array([counted([batch]) for batch in one_epoch(dataset, 8, 2048)])
    assert of_folded.sum() == of_sorted.sum()
    assert harmonic(of_folded) > 1.2 * harmonic(of_sorted)
    assert of_folded.min() > 1.5 * of_sorted.min()


def test_file_order_is_kept_where_that_is_asked_for(tmp_path: Path) -> None:
    rows = rows_of("chat", 21)
    made(tmp_path, rows, batch_size=4, sort_by_length=False)
    written = [json.loads(line) for line in (tmp_path / "out" / "train.jsonl").read_text().splitlines()]
    assert written[:21] == rows
    assert all(row in rows for row in written[21:])


def test_repeats_are_told_by_line_and_place(tmp_path: Path) -> None:
    rows = rows_of("text", 21)
    done = made(tmp_path, rows, batch_size=8)
    written = [json.loads(line) for line in (tmp_path / "out" / "train.jsonl").read_text().splitlines()]
    train = done.file("train")
    assert train is not None
    assert len(train.repeated) == 3
    for repeat in train.repeated:
        assert written[repeat.index] == rows[repeat.line - 1]
        assert written.count(rows[repeat.line - 1]) == 2
    assert any("repeated" in sentence for sentence in done.sentences())


def test_kept_tokens_are_what_the_trainer_would_make(tmp_path: Path) -> None:
    made(tmp_path, rows_of("tools", 50), batch_size=8, mask_prompt=True)
    own, given = stock(tmp_path, mask=True), stock(tmp_path, mask=True)
    assert give_tokens(given, tmp_path / "out" / "train.tokens")
    for index in range(len(own)):
        assert given[index] == own[index]
    assert not give_tokens(CacheDataset(rows_of("text", 3)), tmp_path / "out" / "train.tokens")
    assert not give_tokens(own, tmp_path / "out" / "train.jsonl")
    with (tmp_path / "out" / "train.jsonl").open("a") as edited:
        edited.write("\n")
    assert not give_tokens(own, tmp_path / "out" / "train.tokens")


def test_a_large_file_is_prepared_by_several_helpers_in_the_same_way(tmp_path: Path) -> None:
    """More than two chunks, so that helpers start; the result is that of one process."""
    chance = random.Random(5)
    rows = [{"text": " ".join(chance.choices(["fox", "bear", "den"], k=chance.randint(1, 500)))} for _ in range(2600)]
    done = made(tmp_path, rows, batch_size=8, max_seq_length=2048)
    assert (tmp_path / "rows.jsonl").stat().st_size > 2 * CHUNK_BYTES
    train = done.file("train")
    assert train is not None
    assert (train.source_rows, train.rows, train.repeated) == (2600, 2600, [])
    lines = (tmp_path / "out" / "train.jsonl").read_text().splitlines()
    assert Counter(lines) == Counter(json.dumps(row) for row in rows)
    dataset = stock(tmp_path, mask=False)
    assert give_tokens(dataset, tmp_path / "out" / "train.tokens")
    assert dataset[1234] == dataset._data.process(dataset._data[1234])


def test_only_the_results_are_left(tmp_path: Path) -> None:
    made(tmp_path, rows_of("chat", 20), batch_size=4)
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"train.jsonl", "train.tokens", "valid.jsonl", "valid.tokens"}


def test_validation_is_made_whole_as_well(tmp_path: Path) -> None:
    valid = file_of(made(tmp_path, rows_of("chat", 40), batch_size=8), "valid")
    assert (valid.source_rows, valid.rows, len(valid.repeated)) == (30, 32, 2)


def test_the_same_rows_are_taken_from_the_cache(tmp_path: Path) -> None:
    source = {"train": write(tmp_path / "rows.jsonl", rows_of("chat", 30))}
    settings = PrepareSettings(batch_size=4, mask_prompt=True)

    def again(name: str, settings: PrepareSettings = settings) -> tuple[PreparedFile, int]:
        told: list[object] = []
        (tmp_path / name).mkdir()
        done = prepare(source, tmp_path / name, MODEL, settings, lambda *more: told.append(more), tmp_path / "cache")
        return file_of(done, "train"), len(told)

    first, work = again("one")
    second, nothing = again("two")
    assert (second, bool(work), nothing) == (first, True, 0)
    for name in ("train.jsonl", "train.tokens"):
        assert (tmp_path / "two" / name).read_bytes() == (tmp_path / "one" / name).read_bytes()
    assert again("other", PrepareSettings(batch_size=5, mask_prompt=True))[1]
    with (tmp_path / "one" / "train.jsonl").open("a") as spoilt:
        spoilt.write("{}\n")
    mended, work = again("three")
    assert (mended, bool(work)) == (first, True)
    assert (tmp_path / "three" / "train.jsonl").read_text().count("\n") == 32
    write(tmp_path / "rows.jsonl", rows_of("chat", 31))
    assert again("four")[0].source_rows == 31


def test_rows_to_train_and_the_same_rows_to_validate_are_kept_apart(tmp_path: Path) -> None:
    rows = write(tmp_path / "rows.jsonl", log_normal(40))
    given = (MODEL, PrepareSettings(batch_size=4), silent)
    for name, sources in (("fresh", {"valid": rows}), ("both", {"train": rows, "valid": rows})):
        (tmp_path / name).mkdir()
        prepare(sources, tmp_path / name, *given, None if name == "fresh" else tmp_path / "cache")
    valid = (tmp_path / "both" / "valid.jsonl").read_bytes()
    assert valid == (tmp_path / "fresh" / "valid.jsonl").read_bytes()
    assert valid != (tmp_path / "both" / "train.jsonl").read_bytes()


def test_a_row_that_cannot_be_trained_is_named(tmp_path: Path) -> None:
    rows = [*rows_of("text", 3000), {"text": ""}]
    with pytest.raises(RowProblem, match=r"Line 3001 of rows.jsonl: The text is empty\."):
        made(tmp_path, rows)
    assert not any((tmp_path / "out").iterdir())
