"""One server for each home folder: a lock that the system releases however the server ends."""

import fcntl
import json
import os
from pathlib import Path
from typing import BinaryIO


class HomeTaken(Exception):
    """Another server works on this home; `address` is where it says that it is."""

    def __init__(self, address: str | None) -> None:
        super().__init__(address or "unknown")
        self.address = address


class HomeLock:
    """Held from `acquire` until the process ends or `release` is called."""

    def __init__(self, home: Path) -> None:
        self._path = home / "server.lock"
        self._file: BinaryIO | None = None

    def acquire(self) -> None:
        """Take the home. Raises `HomeTaken`, OSError."""
        file = self._path.open("a+b", buffering=0)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            address = _address_in(file)
            file.close()
            raise HomeTaken(address) from error
        self._file = file

    def tell(self, address: str) -> None:
        """Leave word where this server can be reached, for one that finds the home taken. Raises OSError."""
        if self._file is not None:
            self._file.truncate(0)
            self._file.write(json.dumps({"pid": os.getpid(), "address": address}).encode())

    def release(self) -> None:
        """Give the home back."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _address_in(file: BinaryIO) -> str | None:
    file.seek(0)
    try:
        told = json.loads(file.read(4096))
    except ValueError:
        return None
    address = told.get("address") if isinstance(told, dict) else None
    return address if isinstance(address, str) else None
