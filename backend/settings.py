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
    roots: tuple[Path, ...] = ()
    """Folders besides its own that a server which others can reach may read."""
    max_upload_bytes: int = 20_000_000_000
    """The largest file that is taken from a browser, and the most that an import may unpack to."""

    @property
    def runs(self) -> Path:
        """The folder that holds one folder a run."""
        return self.home / "runs"

    @property
    def queue(self) -> Path:
        """Where the arranged queue is kept."""
        return self.home / "queue.json"

    @property
    def datasets(self) -> Path:
        """Uploaded data files."""
        return self.home / "datasets"

    @property
    def uploads(self) -> Path:
        """Uploaded tables that are not rows yet."""
        return self.home / "uploads"

    @property
    def reports(self) -> Path:
        """Reports on data, kept by content, tokenizer and settings."""
        return self.home / "cache" / "reports"

    @property
    def prepared(self) -> Path:
        """Prepared rows, kept by content, tokenizer and settings."""
        return self.home / "cache" / "rows"

    @property
    def imports(self) -> Path:
        """Where bundles are taken apart before they become runs."""
        return self.home / "cache" / "imports"

    @property
    def models(self) -> Path:
        """Model folders that a person put into the home."""
        return self.home / "models"

    @property
    def readable(self) -> tuple[Path, ...] | None:
        """Where typed paths may lead; None for everywhere, which is for this computer alone."""
        return None if self.is_local else (self.home, self.configs, *self.roots)

    @property
    def is_local(self) -> bool:
        """Whether only this computer can reach the server."""
        return self.host in ("127.0.0.1", "::1", "localhost")


def default_home(environ: Mapping[str, str] = os.environ) -> Path:
    """`DROID_HOME`, or `.droid-finetuning` in the person's home folder."""
    return Path(environ.get("DROID_HOME") or Path.home() / ".droid-finetuning").expanduser().absolute()
