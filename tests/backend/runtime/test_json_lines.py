"""Lines as they stand in files: chunks that meet, lines found again by their place, files that change meanwhile."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.runtime import json_lines
from backend.runtime.dataset_files import inspect_dataset
from backend.runtime.json_lines import (
    FileChanged,
    read_chunk,
    read_line_at,
    read_lines,
    unchanged_lines,
)
from backend.runtime.line_index import LineIndex

ROW = b'{"text": "abc"}'


def file_of(folder: Path, content: bytes) -> Path:
    file = folder / "rows.jsonl"
    file.write_bytes(content)
    return file


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    lines=st.lists(st.sampled_from([ROW, b"", b"  ", b"{oops", b'{"text": "' + b"x" * 50 + b'"}', b"\xff"])),
    size=st.integers(1, 90),
    last=st.booleans(),
)
def test_chunks_of_any_size_give_every_line_once(tmp_path: Path, lines: list[bytes], size: int, last: bool) -> None:
    content = b"\n".join(lines) + (b"\n" if last else b"")
    file = file_of(tmp_path, content)
    whole = list(read_lines(file))
    found, before = [], 0
    for start in range(0, len(content), size):
        part, count = read_chunk(file, start, min(start + size, len(content)))
        found += [(before + line.number, line.offset, line.row, str(line.problem)) for line in part]
        before += count
    assert found == [(line.number, line.offset, line.row, str(line.problem)) for line in whole]
    assert before == len(content.splitlines())
    for line in whole:
        assert read_line_at(file, line.offset, line.number) == line or line.problem


def test_any_row_is_found_by_number_and_by_line(tmp_path: Path) -> None:
    rows = [json.dumps({"text": str(number)}) for number in range(300)]
    file = file_of(tmp_path, b"\xef\xbb\xbf\n" + "\n\n".join(rows).encode())
    index = LineIndex(file)
    assert index.rows == 300
    for number in (1, 2, 64, 65, 128, 129, 300):
        line = index.row(number)
        assert line.row == {"text": str(number - 1)}
        assert line.number == 2 * number
        assert index.row_of_line(line.number) == number
    for wrong in (0, 301):
        with pytest.raises(LookupError):
            index.row(wrong)
    for wrong in (1, 3, 601):
        with pytest.raises(LookupError):
            index.row_of_line(wrong)
    assert index.is_current()
    file.write_bytes(ROW)
    assert not index.is_current()


def test_a_line_of_more_than_50_mb_hides_no_other(tmp_path: Path) -> None:
    file = file_of(tmp_path, ROW + b'\n{"text": "' + b"x" * 120_000_000 + b'"}\n' + ROW + b"\n{oops\n")
    report = inspect_dataset(file)
    assert report.rows == 2
    assert (report.errors[0].line, report.errors[0].message) == (2, "The line is longer than 50 MB.")
    assert report.errors[1].line == 4
    assert LineIndex(file).rows == 4


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b'{"text": "a\0b"}', "NUL byte at byte 12"),
        (b"\0\0\0\0", "NUL byte at byte 1"),
        ('{"text": "a"}'.encode("utf-16"), "not UTF-8"),
        ('{"text": "a"}'.encode("utf-16-le"), "NUL byte"),
        (b'{"text": ' + b"1" * 5000 + b"}", "too many digits"),
        (b'{"text": "\\ud83d"}', "surrogate"),
    ],
)
def test_a_line_that_is_no_row_says_why(tmp_path: Path, line: bytes, words: str) -> None:
    (found,) = read_lines(file_of(tmp_path, line))
    assert found.problem is not None
    assert words in found.problem.message
    assert found.problem.hint


def test_a_whole_surrogate_pair_is_no_problem(tmp_path: Path) -> None:
    (found,) = read_lines(file_of(tmp_path, b'{"text": "\\ud83d\\ude00"}'))
    assert found.row == {"text": "😀"}


@pytest.mark.parametrize(
    ("line", "repeated"), [(ROW, False), (b'{"a": 1, "a": 1}', True), (b'[{"b": {"a":1,"a":2}}]', True)]
)
def test_a_repeated_key_is_noticed(tmp_path: Path, line: bytes, repeated: bool) -> None:
    (found,) = read_lines(file_of(tmp_path, line))
    assert found.duplicate_keys is repeated


def test_a_file_that_changes_while_it_is_read(tmp_path: Path) -> None:
    file = file_of(tmp_path, ROW + b"\n" + ROW)
    lines = unchanged_lines(file)
    next(lines)
    with file.open("ab") as more:
        more.write(b"\n" + ROW)
    with pytest.raises(FileChanged, match="changed while"):
        list(lines)


def test_lines_are_read_without_looking_at_the_whole_file(tmp_path: Path) -> None:
    assert json_lines.MAX_LINE_BYTES == 50_000_000
    assert read_chunk(file_of(tmp_path, ROW * 10), 5, 10) == ([], 0)
