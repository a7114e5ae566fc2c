"""The tokens of prepared rows, kept beside them in one file and read from the disk as they are needed.

`<name>.tokens`: eight bytes of name, the SHA-256 of `<name>.jsonl`, the count of rows as a 64-bit integer, for each row its start (64-bit), then for each
row its prompt tokens (32-bit), then the tokens of all rows (32-bit), in the order of `<name>.jsonl`. Little-endian.
"""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

_NAME = b"DROIDTK1"
_HEAD = 48
_ROWS = 4096


class TokenWriter:
    """Writes such a file, whole or not at all."""

    def __init__(self, target: Path) -> None:
        self._target = target

    def write(
        self, rows_sha256: str, tokens: BinaryIO, lengths: np.ndarray, prompts: np.ndarray, order: np.ndarray
    ) -> str:
        """`tokens` holds the tokens of all rows in the order of `lengths`; they are written in that of `order`.

        The SHA-256 of the file comes back. Raises OSError.
        """
        tokens.flush()
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths, dtype=np.int64)])
        ends = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths[order], dtype=np.int64)])
        beside = self._target.with_name(f".{self._target.name}.{os.getpid()}.part")
        try:
            with beside.open("wb") as file:
                out = _Hashed(file)
                out.write(_NAME + bytes.fromhex(rows_sha256) + np.int64(len(order)).tobytes() + ends.tobytes())
                out.write(prompts[order].astype(np.int32).tobytes())
                for first in range(0, len(order), _ROWS):
                    some = order[first : first + _ROWS]
                    spans = zip((starts[some] * 4).tolist(), (lengths[some].astype(np.int64) * 4).tolist(), strict=True)
                    out.write(b"".join(os.pread(tokens.fileno(), size, start) for start, size in spans))
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self._target)
            return out.digest.hexdigest()
        finally:
            beside.unlink(missing_ok=True)


class _Hashed:
    """A file whose content is hashed on its way."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> None:
        self.digest.update(data)
        self._file.write(data)


class PreparedTokens(Sequence[Any]):
    """(tokens, prompt) of each row, as mlx-lm's `process` gives them, without holding them in memory."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            head = file.read(_HEAD)
        if head[:8] != _NAME or len(head) < _HEAD:
            raise ValueError(f"{path} holds no tokens")
        self.rows_sha256 = head[8:40].hex()
        self._rows = int(np.frombuffer(head, np.int64, 1, 40)[0])
        prompts = _HEAD + 8 * (self._rows + 1)
        self._starts = np.memmap(path, np.int64, "r", _HEAD, (self._rows + 1,))
        self._prompts = np.memmap(path, np.int32, "r", prompts, (self._rows,))
        count = int(self._starts[-1])
        self._tokens = np.memmap(path, np.int32, "r", prompts + 4 * self._rows, (count,))

    def __len__(self) -> int:
        return self._rows

    def __getitem__(self, index: Any) -> Any:
        """(tokens as a list, prompt)."""
        start, end = int(self._starts[index]), int(self._starts[index + 1])
        return self._tokens[start:end].tolist(), int(self._prompts[index])


def give_tokens(dataset: Any, path: Path) -> bool:
    """Let a `CacheDataset` of mlx-lm take its tokens from `<name>.tokens`; False where that is not of these rows.

    The rows' file beside it must still be the one that was tokenised: then the trainer sees what it would have made.
    """
    try:
        tokens = PreparedTokens(path)
        with path.with_suffix(".jsonl").open("rb") as rows:
            digest = hashlib.file_digest(rows, "sha256").hexdigest()
    except (OSError, ValueError):
        return False
    if len(tokens) != len(dataset) or digest != tokens.rows_sha256:
        return False
    dataset._proc_data = tokens
    return True
