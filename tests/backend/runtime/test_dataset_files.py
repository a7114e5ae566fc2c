"""JSONL files as people really have them."""

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.domain.dataset import DataFormat, DatasetReport, RowProblem
from backend.runtime.dataset_files import MAX_ERRORS, inspect_dataset, prepare_rows

ROW = b'{"text": "abc"}'
DEEP = b'{"text": "a", "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"


def inspect(folder: Path, content: bytes) -> DatasetReport:
    file = folder / "data.jsonl"
    file.write_bytes(content)
    return inspect_dataset(file)


@pytest.mark.parametrize(
    "content",
    [
        ROW + b"\n" + ROW,
        ROW + b"\n" + ROW + b"\n",
        ROW + b"\r\n" + ROW + b"\r\n",
        b"\xef\xbb\xbf" + ROW + b"\n" + ROW,
        b"\n" + ROW + b"\n\n  \t\n" + ROW + b"\n\n",
        b"\xef\xbb\xbf\n" + ROW + b"\n" + ROW,
    ],
    ids=["no last newline", "plain", "CRLF", "BOM", "blank lines", "BOM on a blank line"],
)
def test_two_rows_however_they_are_written(tmp_path: Path, content: bytes) -> None:
    report = inspect(tmp_path, content)
    assert (report.rows, report.error_count, report.format) == (2, 0, DataFormat.TEXT)
    assert report.characters_max == report.characters_mean == 3
    assert report.bytes == len(content)
    digest = prepare_rows(tmp_path / "data.jsonl", tmp_path / "train.jsonl")
    assert (tmp_path / "train.jsonl").read_bytes() == (ROW + b"\n") * 2
    assert digest == hashlib.sha256((ROW + b"\n") * 2).hexdigest()


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (b"{oops", "Not JSON"),
        (b'{"text": "a"', "Not JSON"),
        (b'{"text": "\xff"}', "not UTF-8"),
        (b'{"text": "\\ud800"}', "surrogate"),
        (DEEP, "nested too deeply"),
        (b'{"prompt": "a", "completion": "b"}', "completions format"),
        (b"[]", "not a JSON object"),
    ],
)
def test_a_bad_line_17_is_called_17(tmp_path: Path, bad: bytes, words: str) -> None:
    report = inspect(tmp_path, (ROW + b"\n") * 16 + bad + b"\n" + ROW)
    assert report.rows == 17
    (error,) = report.errors
    assert error.line == 17
    assert words in error.message
    assert error.hint


def test_numbers_count_blank_lines_too(tmp_path: Path) -> None:
    assert inspect(tmp_path, b"\n\n" + ROW + b"\n\n{oops\n").errors[0].line == 5


def test_only_the_first_errors_are_kept(tmp_path: Path) -> None:
    report = inspect(tmp_path, b"{oops\n" * 50 + ROW)
    assert (report.error_count, len(report.errors), report.rows) == (50, MAX_ERRORS, 1)


def test_an_empty_file(tmp_path: Path) -> None:
    report = inspect(tmp_path, b"")
    assert (report.rows, report.format, report.error_count, report.characters_mean) == (0, None, 0, 0)


def test_rows_without_an_answer_are_counted(tmp_path: Path) -> None:
    row = {"messages": [{"role": "user", "content": "?"}]}
    assert inspect(tmp_path, json.dumps(row).encode()).rows_without_answer == 1


def test_a_file_that_changed_in_the_meantime_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data.jsonl").write_bytes(ROW + b"\n{oops\n")
    with pytest.raises(RowProblem, match="Not JSON"):
        prepare_rows(tmp_path / "data.jsonl", tmp_path / "train.jsonl")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(texts=st.lists(st.text(st.characters(blacklist_categories=["Cs"]), min_size=1), min_size=1, max_size=5))
def test_rows_reach_the_trainer_unchanged(tmp_path: Path, texts: list[str]) -> None:
    lines = [json.dumps({"text": text}, ensure_ascii=False) for text in texts]
    report = inspect(tmp_path, "\n".join(lines).encode())
    assert report.rows == len(texts)
    prepare_rows(tmp_path / "data.jsonl", tmp_path / "train.jsonl")
    with (tmp_path / "train.jsonl").open(encoding="ascii") as prepared:
        assert [json.loads(line)["text"] for line in prepared] == texts


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.binary(max_size=300))
def test_any_bytes_give_a_report(tmp_path: Path, content: bytes) -> None:
    report = inspect(tmp_path, content)
    assert report.rows >= 0
    assert report.error_count >= len(report.errors)
