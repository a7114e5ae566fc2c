"""Where the server lives and what it may touch: read once at the start, then handed down."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
DEFAULT_PORT = 8321


@dataclass(frozen=True)
class Settings:
    """The server's settings."""

    home: Path
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    token: str | None = None
    pages: Path = field(default=PROJECT / "frontend" / "dist")
    configs: Path = field(default=PROJECT / "configs")

    @property
    def runs(self) -> Path:
        """The folder that holds one folder a run."""
        return self.home / "runs"

    @property
    def datasets(self) -> Path:
        """Uploaded data files."""
        return self.home / "datasets"

    @property
    def models(self) -> Path:
        """Model folders that a person put into the home."""
        return self.home / "models"

    @property
    def is_local(self) -> bool:
        """Whether only this computer can reach the server."""
        return self.host in ("127.0.0.1", "::1", "localhost")


def default_home(environ: Mapping[str, str] = os.environ) -> Path:
    """`DROID_HOME`, or `.droid-finetuning` in the person's home folder."""
    return Path(environ.get("DROID_HOME") or Path.home() / ".droid-finetuning").expanduser().absolute()
