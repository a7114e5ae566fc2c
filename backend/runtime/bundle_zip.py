"""Zip files of this product's own making, written as a stream and read as if an enemy had made them."""

import hashlib
import io
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from backend.domain.bundle import PARTS, BadBundle
from backend.domain.bundle_entries import Entry, check_entries
from backend.domain.saved_state import SavedFile

_PIECE = 1 << 20
_END = struct.Struct("<4s4H2LH")
_END_MARK = b"PK\x05\x06"
_BIG_MARK = b"PK\x06\x07"
_BIG_SIZE = 20
"""A record in front of the end that leads to 64-bit sizes, whatever the end itself says."""
_MAX_COMMENT = 65535
_MAX_TABLE = 64 * 1024
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 1
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, struct.error)


class _Drain(io.RawIOBase):
    """Takes what the zip writer writes and gives it away; knows no way back, so the writer never seeks."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self._waiting += piece
        return len(piece)

    def take(self) -> bytes:
        """What has come since the last call."""
        piece = bytes(self._waiting)
        self._waiting.clear()
        return piece


class BundleWriter:
    """A zip file made piece by piece; `written` holds size and hash of each part that is whole."""

    def __init__(self) -> None:
        self.written: dict[str, SavedFile] = {}
        self._drain = _Drain()
        self._zip = zipfile.ZipFile(self._drain, "w")

    def part(self, name: str, pieces: Iterable[bytes], *, packed: bool) -> Iterator[bytes]:
        """Add one part; the bytes of the zip file as they come."""
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        info.external_attr = (stat.S_IFREG | 0o644) << 16
        digest, size = hashlib.sha256(), 0
        with self._zip.open(info, "w") as out:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                out.write(piece)
                yield self._drain.take()
        self.written[name] = SavedFile(bytes=size, sha256=digest.hexdigest())
        yield self._drain.take()

    def end(self) -> bytes:
        """Close the zip file; its last bytes."""
        self._zip.close()
        return self._drain.take()


class BundleReader:
    """An opened bundle whose table was found harmless. Every read is bounded by what the table declares."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._zip = archive
        self.names = frozenset(info.orig_filename for info in archive.infolist())

    def read(self, name: str) -> bytes:
        """A whole part. Raises `BadBundle`."""
        return b"".join(self._pieces(name))

    def copy(self, name: str, target: Path) -> SavedFile:
        """Write a part to a new file; what was written. Raises `BadBundle`, OSError."""
        digest, size = hashlib.sha256(), 0
        with target.open("xb") as out:
            for piece in self._pieces(name):
                digest.update(piece)
                size += len(piece)
                out.write(piece)
        return SavedFile(bytes=size, sha256=digest.hexdigest())

    def _pieces(self, name: str) -> Iterator[bytes]:
        taken = 0
        try:
            with self._zip.open(name) as file:
                while piece := file.read(_PIECE):
                    taken += len(piece)
                    if taken > PARTS[name]:
                        raise BadBundle(f"{name} is larger than it says.")
                    yield piece
        except _BROKEN as error:
            raise BadBundle(f"{name} is damaged: {error}.") from error


@contextmanager
def open_bundle(path: Path) -> Iterator[BundleReader]:
    """Open a file as a bundle. Raises `BadBundle`, OSError."""
    with path.open("rb") as file:
        _check_table(file)
    try:
        archive = zipfile.ZipFile(path)
    except _BROKEN as error:
        raise BadBundle("It is no zip file, or it was cut short.") from error
    with archive:
        if any(info.header_offset < 0 for info in archive.infolist()):
            raise BadBundle("It is no zip file, or its beginning is missing.")
        check_entries([_entry(info) for info in archive.infolist()])
        yield BundleReader(archive)


def _entry(info: zipfile.ZipInfo) -> Entry:
    return Entry(
        name=info.orig_filename,
        packed=info.compress_size,
        size=info.file_size,
        is_link=stat.S_ISLNK(info.external_attr >> 16),
        is_locked=bool(info.flag_bits & _ENCRYPTED),
        known_method=info.compress_type in _METHODS,
    )


def _check_table(file: BinaryIO) -> None:
    """Look at the record at a zip file's end before its table is read: a table of millions would fill the memory."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _MAX_COMMENT - _END.size - _BIG_SIZE))
    tail = file.read()
    place = tail.rfind(_END_MARK)
    if place < 0 or len(tail) - place < _END.size:
        raise BadBundle("It is no zip file, or it was cut short.")
    if tail[max(0, place - _BIG_SIZE) : place].startswith(_BIG_MARK):
        raise BadBundle("It is a zip file with 64-bit sizes, which bundles never are.")
    _, _, _, _, count, table, _, _ = _END.unpack_from(tail, place)
    if table > _MAX_TABLE or count > len(PARTS):
        raise BadBundle(f"Its table lists {count} entries in {table:,} bytes, and a bundle has {len(PARTS)} at most.")
