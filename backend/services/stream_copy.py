"""Bytes that arrive piece by piece, written to a file. Memory does not grow with them."""

import asyncio
from collections.abc import AsyncIterator
from typing import BinaryIO

from backend.errors import DroidError

_PIECE = 1 << 20


async def copy_stream(pieces: AsyncIterator[bytes], file: BinaryIO, allowed: int, refusal: DroidError) -> int:
    """Write whole pieces in a thread, so that a slow disk holds up nobody else; the bytes written.

    Raises `refusal` where more than `allowed` come, OSError.
    """
    size = 0
    waiting = bytearray()
    async for piece in pieces:
        size += len(piece)
        if size > allowed:
            raise refusal
        waiting += piece
        if len(waiting) >= _PIECE:
            await asyncio.to_thread(file.write, bytes(waiting))
            waiting.clear()
    await asyncio.to_thread(file.write, bytes(waiting))
    return size
