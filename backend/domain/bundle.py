"""A run as one file: which parts it has, how large each may be, and its table of contents."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from backend.domain.run import RunKind
from backend.domain.saved_state import SavedFile

FORMAT = 1
MANIFEST = "manifest.json"
MAX_BUNDLE = 2_000_000_000
"""Bytes of a whole bundle, packed or not. Below 2^31, so that no bundle needs the zip format's 64-bit records."""
MAX_RATIO = 200
"""How many times its packed size a part may have; JSON lines of a run reach about 20."""
_SMALL = 20_000_000

RUN, CONFIG, EVENTS = "run.json", "config.json", "events.jsonl"
ADAPTER = "adapters/adapters.safetensors"
BEST_ADAPTER = "adapters/best_adapters.safetensors"
ADAPTER_CONFIG = "adapters/adapter_config.json"
ADAPTER_PARTS = (ADAPTER_CONFIG, ADAPTER, BEST_ADAPTER)
PARTS: dict[str, int] = {
    MANIFEST: 1_000_000,
    CONFIG: _SMALL,
    RUN: _SMALL,
    EVENTS: MAX_BUNDLE,
    "mlx.yaml": _SMALL,
    "enhanced.json": _SMALL,
    "notes.json": 1_000_000,
    "preparation.json": _SMALL,
    ADAPTER_CONFIG: 1_000_000,
    ADAPTER: MAX_BUNDLE,
    BEST_ADAPTER: MAX_BUNDLE,
}
"""Every part that there can be -> its largest size in bytes."""
REQUIRED = (RUN, CONFIG, EVENTS)


class Manifest(BaseModel):
    """`manifest.json`: what is in the bundle, and what it was made of."""

    model_config = ConfigDict(frozen=True)

    format: int = Field(ge=1)
    made_by: str = Field(description="Name and version of the application.")
    exported_at: datetime
    run_id: str
    kind: RunKind
    versions: dict[str, str] = Field(description="Engines that trained the run.")
    data_sha256: dict[str, str] = Field(
        description="Hash of each data file; the rows themselves are not in the bundle."
    )
    proof_ok: bool | None
    parts: dict[str, SavedFile] = Field(description="Size and SHA-256 of every other file in the bundle.")


class ManifestFormat(BaseModel):
    """The one field that every format has."""

    format: int = Field(ge=1)


class BadBundle(Exception):
    """A file that is not taken as a bundle; the message is a sentence that says why."""
