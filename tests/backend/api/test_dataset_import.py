"""Tables of every kind turned into rows, through the real server and real workers."""

import json
from pathlib import Path
from typing import Any

import httpx
import pyarrow
import pyarrow.parquet
import pytest

from tests.fixtures.data_jobs import problem, result
from tests.fixtures.serving import Server

COLUMNS, IMPORT = "/api/datasets/columns", "/api/datasets/import"
CHAT = {"messages": [{"role": "user", "content": "Who?"}, {"role": "assistant", "content": "I, 日本."}]}
SHAREGPT = {"conversations": [{"from": "human", "value": "Who?"}, {"from": "gpt", "value": "I."}], "id": 7}
ALPACA = {"instruction": "Translate.", "input": "fox", "output": "Fuchs"}
PAIR = {"question": "Who?", "answer": "I."}
AS_CHAT = {"messages": [{"role": "user", "content": "Who?"}, {"role": "assistant", "content": "I."}]}
AS_PAIR = {"prompt": "Who?", "completion": "I."}
SHAPES: dict[str, tuple[dict[str, Any], str, dict[str, Any]]] = {
    "chat": (CHAT, "chat", CHAT),
    "sharegpt": (SHAREGPT, "sharegpt", AS_CHAT),
    "alpaca": (ALPACA, "alpaca", {"prompt": "Translate.\n\nfox", "completion": "Fuchs"}),
    "pair": (PAIR, "prompt_completion", AS_PAIR),
    "text": ({"text": "a b"}, "text", {"text": "a b"}),
}
FLAT = [name for name in SHAPES if name not in ("chat", "sharegpt")]


def read(path: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(path).read_text().splitlines()]


def as_jsonl(rows: list[dict[str, Any]], folder: Path) -> Path:
    file = folder / "t.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return file


def as_json(rows: list[dict[str, Any]], folder: Path) -> Path:
    file = folder / "t.json"
    file.write_text(json.dumps(rows, indent=2, ensure_ascii=False), encoding="utf-8-sig")
    return file


def as_parquet(rows: list[dict[str, Any]], folder: Path) -> Path:
    file = folder / "t.parquet"
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), file)
    return file


def as_separated(rows: list[dict[str, Any]], file: Path, separator: str) -> Path:
    quoted = [[f'"{value}"' for value in row.values()] for row in rows]
    lines = [separator.join(rows[0]), *(separator.join(row) for row in quoted)]
    file.write_text("\r\n".join(lines) + "\r\n", encoding="utf-8-sig")
    return file


WRITERS = {
    "jsonl": as_jsonl,
    "json": as_json,
    "parquet": as_parquet,
    "csv": lambda rows, folder: as_separated(rows, folder / "t.csv", ","),
    "semicolons": lambda rows, folder: as_separated(rows, folder / "t.csv", ";"),
    "tsv": lambda rows, folder: as_separated(rows, folder / "t.tsv", "\t"),
}


@pytest.mark.parametrize(
    ("kind", "shape"),
    [(kind, shape) for kind in ("jsonl", "json", "parquet") for shape in SHAPES]
    + [(kind, shape) for kind in ("csv", "semicolons", "tsv") for shape in FLAT],
)
def test_every_shape_in_every_kind(server: Server, tmp_path: Path, kind: str, shape: str) -> None:
    row, guessed, becomes = SHAPES[shape]
    path = WRITERS[kind]([row] * 3, tmp_path)
    seen = result(server.client, COLUMNS, {"path": str(path)})
    assert seen["kind"] == {"semicolons": "csv"}.get(kind, kind)
    assert [column["name"] for column in seen["columns"]] == list(row)
    assert seen["guesses"][0]["shape"] == guessed
    assert len(seen["preview"]) == 3
    assert (seen["made"], seen["made_errors"]) == ([becomes] * 3, [])
    assert seen["trainable_as_it_is"] == (kind == "jsonl" and shape in ("chat", "text"))
    before = path.read_bytes()
    made = result(server.client, IMPORT, {"path": str(path), "mapping": seen["guesses"][0]})
    assert path.read_bytes() == before
    assert read(made["path"]) == [becomes] * 3
    assert (made["rows"], made["error_count"], Path(made["path"]).stat().st_size) == (3, 0, made["bytes"])
    assert Path(made["path"]).parent == server.home / "datasets"


def test_columns_are_named_by_hand(client: httpx.Client, tmp_path: Path) -> None:
    path = str(as_jsonl([{"a": "Who?", "b": "I.", "c": "Be brief."}], tmp_path))
    assert result(client, COLUMNS, {"path": path})["guesses"] == []
    mapping = {"shape": "prompt_completion", "prompt": "a", "completion": "b", "system": "c"}
    made = result(client, IMPORT, {"path": path, "mapping": mapping, "name": "by hand"})
    assert read(made["path"])[0]["messages"][0] == {"role": "system", "content": "Be brief."}
    assert Path(made["path"]).name.startswith("by-hand")


def test_a_mapping_is_tried_on_the_first_rows_before_anything_is_written(server: Server, tmp_path: Path) -> None:
    rows = [{"a": "Who?", "b": "I.", "n": 1}, {"a": "Who?", "b": None, "n": 2}] * 4
    path = str(as_jsonl(rows, tmp_path))
    before = set((server.home / "datasets").glob("*"))
    assert result(server.client, COLUMNS, {"path": path})["made"] == []
    mapping = {"shape": "alpaca", "prompt": "a", "completion": "b"}
    tried = result(server.client, COLUMNS, {"path": path, "mapping": mapping})
    assert tried["made"] == [AS_PAIR] * 4
    assert [error["line"] for error in tried["made_errors"]] == [2, 4, 6, 8]
    wrong = result(server.client, COLUMNS, {"path": path, "mapping": {**mapping, "completion": "n"}})
    assert wrong["made"] == []
    assert "no text" in wrong["made_errors"][0]["message"]
    assert set((server.home / "datasets").glob("*")) == before


def test_rows_that_do_not_fit_are_told_by_line_and_the_others_come(client: httpx.Client, tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text('prompt,answer\na,b\nonly one\nc,"two\nlines"\nd,e,f\ng,h\n')
    made = result(client, IMPORT, {"path": str(file)})
    assert [row["prompt"] for row in read(made["path"])] == ["a", "c", "g"]
    assert [error["line"] for error in made["errors"]] == [3, 6]
    assert made["error_count"] == 2


def test_speakers_and_values_that_are_not_known(client: httpx.Client, tmp_path: Path) -> None:
    alien = {"conversations": [{"from": "alien", "value": "Zzz"}]}
    number = {"conversations": [{"from": "human", "value": 7}]}
    made = result(client, IMPORT, {"path": str(as_jsonl([SHAREGPT, alien, number], tmp_path))})
    assert made["rows"] == 1
    assert [error["line"] for error in made["errors"]] == [2, 3]
    assert "alien" in made["errors"][0]["message"]


BROKEN: dict[str, tuple[str, bytes, str]] = {
    "not UTF-8": ("a.csv", b"prompt,answer\na,b\nc,\xff\xfe\n", "Line 3: byte 3 is not UTF-8"),
    "not UTF-8 in a list": ("a.json", b'[{"text": "a"},\n {"text": "\xff"}]', "Line 2: byte"),
    "compressed": ("a.csv.gz", b"\x1f\x8b\x08\x00", "compressed"),
    "NUL bytes": ("a.csv", b"prompt,answer\na\0,b\n", "NUL"),
    "a column twice": ("a.csv", b"a,a\n1,2\n", "stands twice"),
    "no header": ("a.csv", b"\n\n", "no header"),
    "an open quote": ("a.csv", b'prompt,answer\na,"b\n', "Not CSV"),
    "a list cut short": ("a.json", b'[{"text": "a"}, {"text": ', "Not JSON near row 2"),
    "a list without an end": ("a.json", b'[{"text": "a"}', "Not JSON near row 1"),
    "more behind a list": ("a.json", b'[{"text": "a"}] {}', "Not JSON"),
    "an empty list": ("a.json", b"[]", "no rows"),
    "an empty file": ("a.jsonl", b"", "no rows"),
    "nested too deeply": ("a.json", b"[" * 100_000, "nested"),
    "a list of numbers": ("a.json", b"[1, 2]", "not recognised"),
    "no Parquet": ("a.parquet", b"PAR1 and so on PAR1", "Parquet"),
}


@pytest.mark.parametrize(("name", "content", "words"), BROKEN.values(), ids=BROKEN.keys())
def test_broken_files(server: Server, tmp_path: Path, name: str, content: bytes, words: str) -> None:
    before = set(server.home.glob("datasets/*"))
    file = tmp_path / name
    file.write_bytes(content)
    said = problem(server.client, IMPORT, {"path": str(file)})
    assert words in said["message"]
    assert said["field"] in ("path", "mapping")
    assert set(server.home.glob("datasets/*")) == before
    assert not set(server.home.glob("datasets/.*.part"))


def test_a_parquet_bomb_is_not_unpacked(client: httpx.Client, tmp_path: Path) -> None:
    file = tmp_path / "bomb.parquet"
    table = pyarrow.table({"text": ["\0" * 80_000_000]})
    pyarrow.parquet.write_table(table, file, compression="zstd", use_dictionary=False, write_statistics=False)
    assert file.stat().st_size < 100_000
    said = problem(client, IMPORT, {"path": str(file)})
    assert "would unpack" in said["message"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "path"),
        ({"path": "/nowhere.csv"}, "path"),
        ({"path": "/", "hub": {"id": "a/b"}}, "path"),
        ({"hub": {"id": "../x"}}, "hub.id"),
        ({"path": "PATH", "mapping": {"shape": "alpaca", "prompt": "instruction"}}, "mapping.completion"),
        ({"path": "PATH", "mapping": {"shape": "magic"}}, "mapping.shape"),
    ],
)
def test_requests_that_cannot_be(client: httpx.Client, tmp_path: Path, body: dict[str, Any], field: str) -> None:
    path = str(as_jsonl([ALPACA], tmp_path))
    answer = client.post(IMPORT, json={key: path if value == "PATH" else value for key, value in body.items()})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field


def test_a_column_that_is_not_there(client: httpx.Client, tmp_path: Path) -> None:
    body = {"path": str(as_jsonl([ALPACA], tmp_path)), "mapping": {"shape": "text", "text": "missing"}}
    said = problem(client, IMPORT, body)
    assert said["field"] == "mapping.text"
    assert "instruction" in said["hint"]


def test_the_hub_out_of_reach(client: httpx.Client) -> None:
    """The server of the tests is told to stay off the network."""
    for address in (COLUMNS, IMPORT):
        said = problem(client, address, {"hub": {"id": "nobody/nothing"}})
        assert said["field"] == "hub"
        assert "nobody/nothing could not be fetched" in said["message"]
