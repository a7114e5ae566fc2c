"""What single tokens say: their bytes, their text, and whether they are special."""

import re
from functools import cached_property
from typing import Any

from backend.domain.row_tokens import Token, TokenUse

_BYTE_TOKEN = re.compile(r"<0x([0-9A-Fa-f]{2})>")


class TokenPieces:
    """The vocabulary of one tokenizer, read token by token."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self._known: dict[int, tuple[bytes, bool]] = {}

    def token(self, number: int, use: TokenUse) -> Token:
        """One token of a row."""
        if number not in self._known:
            self._known[number] = self._read(number)
        data, special = self._known[number]
        return Token(id=number, text=data.decode("utf-8", "replace"), bytes=data.hex(), special=special, use=use)

    @cached_property
    def _added(self) -> dict[int, Any]:
        return dict(getattr(self._tokenizer, "added_tokens_decoder", {}))

    @cached_property
    def _special(self) -> frozenset[int]:
        marked = {number for number, token in self._added.items() if token.special}
        return frozenset(marked | set(self._tokenizer.all_special_ids))

    @cached_property
    def _byte_level(self) -> dict[str, int] | None:
        """Character -> byte, for tokenizers that write bytes as printable characters."""
        from mlx_lm.tokenizer_utils import BPEStreamingDetokenizer, _byte_decoder

        is_byte_level = isinstance(self._tokenizer.detokenizer, BPEStreamingDetokenizer)
        return dict(_byte_decoder()) if is_byte_level else None

    def _read(self, number: int) -> tuple[bytes, bool]:
        special = number in self._special
        if number in self._added:
            return str(self._added[number].content).encode(), special
        piece = self._tokenizer.convert_ids_to_tokens(number)
        if piece is None:
            return b"", special
        if self._byte_level is not None and all(character in self._byte_level for character in piece):
            return bytes(self._byte_level[character] for character in piece), special
        if found := _BYTE_TOKEN.fullmatch(piece):
            return bytes([int(found[1], 16)]), special
        if "\u2581" in piece:
            return piece.replace("\u2581", " ").encode(), special
        return str(self._tokenizer.decode([number])).encode(), special
