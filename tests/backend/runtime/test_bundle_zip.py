"""Zip files: made as a stream, and read without trust."""

import io
import os
import struct
import zipfile
from pathlib import Path

import pytest

from backend.domain.bundle import BadBundle
from backend.runtime.bundle_zip import BundleWriter, open_bundle


def written(tmp_path: Path, parts: dict[str, bytes]) -> Path:
    writer = BundleWriter()
    made = b"".join(piece for name, content in parts.items() for piece in writer.part(name, [content], packed=True))
    target = tmp_path / "bundle.zip"
    target.write_bytes(made + writer.end())
    return target


def zipped(tmp_path: Path, *names: str, content: bytes = b"x") -> Path:
    target = tmp_path / "plain.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return target


def test_what_was_written_is_read(tmp_path: Path) -> None:
    parts = {"run.json": b"{}", "adapters/adapters.safetensors": os.urandom(3_000_000)}
    with open_bundle(written(tmp_path, parts)) as bundle:
        assert bundle.names == set(parts)
        assert {name: bundle.read(name) for name in parts} == parts
        told = bundle.copy("run.json", tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == b"{}"
    assert told.bytes == 2


def test_the_stream_is_a_zip_file_for_everybody(tmp_path: Path) -> None:
    with zipfile.ZipFile(written(tmp_path, {"run.json": b"{}"})) as archive:
        assert archive.testzip() is None


def test_a_file_that_is_no_zip_or_cut_short(tmp_path: Path) -> None:
    whole = zipped(tmp_path, "run.json")
    for content in (b"", b"hello", whole.read_bytes()[:-1], b"PK\x05\x06", whole.read_bytes()[30:]):
        (tmp_path / "bad.zip").write_bytes(content)
        with pytest.raises(BadBundle), open_bundle(tmp_path / "bad.zip") as bundle:
            bundle.read("run.json")


def test_a_table_of_a_million_entries_is_not_even_read(tmp_path: Path) -> None:
    whole = zipped(tmp_path, *map(str, range(2000)))
    with pytest.raises(BadBundle, match="lists 2000 entries"), open_bundle(whole):
        pass


def test_64_bit_records_cannot_hide_a_large_table(tmp_path: Path) -> None:
    content = zipped(tmp_path, "run.json").read_bytes()
    end = content.rindex(b"PK\x05\x06")
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    (tmp_path / "big.zip").write_bytes(content[:end] + locator + content[end:])
    with pytest.raises(BadBundle, match="64-bit"), open_bundle(tmp_path / "big.zip"):
        pass


def test_a_part_that_unpacks_to_more_than_it_says(tmp_path: Path) -> None:
    """The declared size is cut to a tenth in both places where it stands."""
    content = zipped(tmp_path, "events.jsonl", content=bytes(range(256)) * 400).read_bytes()
    size = struct.pack("<L", 102_400)
    (tmp_path / "liar.zip").write_bytes(content.replace(size, struct.pack("<L", 10_240)))
    with open_bundle(tmp_path / "liar.zip") as bundle, pytest.raises(BadBundle, match="damaged"):
        bundle.read("events.jsonl")


def test_a_part_whose_bytes_were_changed(tmp_path: Path) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("run.json", b"original")
    (tmp_path / "changed.zip").write_bytes(target.getvalue().replace(b"original", b"0riginal"))
    with open_bundle(tmp_path / "changed.zip") as bundle, pytest.raises(BadBundle, match="damaged"):
        bundle.read("run.json")
