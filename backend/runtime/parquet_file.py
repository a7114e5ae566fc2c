"""Parquet files, read a few rows at a time, with a look at how far they would unpack before anything is unpacked."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backend.domain.dataset import RowProblem
from backend.runtime.json_lines import unchanged

if TYPE_CHECKING:
    from pyarrow.parquet import FileMetaData

_BATCH_ROWS = 64
_MOST_CHUNK_BYTES = 2_000_000_000
_MOST_GROWTH = 200
_SMALL_BYTES = 50_000_000


def parquet_rows(path: Path) -> Iterator[tuple[int, Any]]:
    """(row number from 1, row). Raises `RowProblem` where the file is broken or a bomb, `FileChanged`, OSError."""
    import pyarrow
    from pyarrow import parquet

    with unchanged(path):
        try:
            with parquet.ParquetFile(path, memory_map=False, buffer_size=1 << 20) as file:
                _refuse_bomb(file.metadata, path.stat().st_size)
                number = 0
                for batch in file.iter_batches(_BATCH_ROWS, use_threads=False):
                    for row in batch.to_pylist():
                        number += 1
                        yield number, {name: _plain(value) for name, value in row.items()}
        except (pyarrow.ArrowException, OSError, UnicodeDecodeError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            words = " ".join(str(error).split())[:200].rstrip(".")
            raise RowProblem(f"The Parquet file cannot be read: {words}.", "Write it again.") from error


def _refuse_bomb(metadata: "FileMetaData", size: int) -> None:
    """A column chunk is unpacked page by page, a page at once: neither may be absurdly larger than what is stored."""
    for group in range(metadata.num_row_groups):
        for column in range(metadata.num_columns):
            chunk = metadata.row_group(group).column(column)
            unpacked, packed = chunk.total_uncompressed_size, max(1, chunk.total_compressed_size)
            is_large = unpacked > _SMALL_BYTES and unpacked > _MOST_GROWTH * packed
            if unpacked > _MOST_CHUNK_BYTES or is_large or packed > size:
                raise RowProblem(
                    f"The column {chunk.path_in_schema[:40]!r} would unpack from {packed:,} to {unpacked:,} bytes at once.",
                    "It looks like a trap or is broken. Write the file with smaller row groups.",
                )


def _plain(value: object) -> object:
    """A value that JSON knows."""
    match value:
        case dict():
            return {name: _plain(item) for name, item in value.items() if item is not None}
        case list() | tuple():
            return [_plain(item) for item in value]
        case bytes():
            return value.decode("utf-8", "replace")
        case Decimal() | date() | datetime():
            return str(value)
        case _:
            return value
