"""A run as one file to take elsewhere: everything but its rows, its saved states and what belongs to this computer."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from backend import __version__
from backend.domain.bundle import (
    ADAPTER_CONFIG,
    ADAPTER_PARTS,
    CONFIG,
    EVENTS,
    FORMAT,
    MANIFEST,
    MAX_BUNDLE,
    RUN,
    Manifest,
)
from backend.domain.enhanced_request import REQUEST_FILE
from backend.domain.mlx_config import mlx_yaml
from backend.domain.redaction import Redaction, private_places, redacted_run
from backend.domain.run import END_STATES, Run
from backend.errors import Conflict, StorageFailed, TooLarge
from backend.runtime.bundle_zip import BundleWriter
from backend.runtime.notes_file import NOTES_FILE
from backend.runtime.run_folder import RunFolder
from backend.services.run_store import RunStore
from backend.settings import PROJECT

_PIECE = 1 << 20
_LEFT_OUT = {"prompt": "", "completion": "", "answer": ""}
"""What a `completion` event quotes from the data."""


@dataclass(frozen=True)
class Bundle:
    """A bundle about to be sent."""

    name: str
    content: Iterator[bytes]


@dataclass
class _Parts:
    small: dict[str, bytes]
    files: dict[str, Path] = field(default_factory=dict)


def export_bundle(store: RunStore, run_id: str, home: Path, *, adapter: bool) -> Bundle:
    """The bundle of an ended run, its adapter with it where that is wished. Raises `NotFound`, `Conflict`, `StorageFailed`."""
    run, folder = store.get(run_id), store.folder(run_id)
    if run.state not in END_STATES:
        raise Conflict(f"The run has not ended: it is {run.state}. A bundle is made of an ended run.")
    redaction = redaction_of(run, folder, home)
    try:
        parts = _Parts(_texts(run, folder, redaction))
        if adapter:
            _add_adapter(parts, folder, redaction)
        _check_size(parts, folder)
    except OSError as error:
        raise StorageFailed(f"The run's folder cannot be read: {error.strerror}.") from error
    return Bundle(f"{run.id}.zip", _stream(run, folder, parts, redaction))


def redaction_of(run: Run, folder: RunFolder, home: Path) -> Redaction:
    """What is to be taken out of a run's words before they leave this computer."""
    places = {Path.home(): "~", PROJECT: "<application>", home: "<home>", folder.path: ""}
    spelled = {str(form): name for path, name in places.items() for form in (path, path.resolve())}
    return Redaction(private_places(run, spelled))


def _texts(run: Run, folder: RunFolder, redaction: Redaction) -> dict[str, bytes]:
    shown = redacted_run(run, redaction)
    found = {
        RUN: shown.model_dump_json(indent=2).encode(),
        CONFIG: json.dumps(shown.config.model_dump(mode="json"), indent=2).encode(),
    }
    for name in (REQUEST_FILE, NOTES_FILE, folder.preparation.name):
        with suppress(FileNotFoundError, ValueError):
            found[name] = _json(folder.path / name, redaction)
    with suppress(FileNotFoundError, yaml.YAMLError, UnicodeDecodeError):
        settings = yaml.safe_load(folder.mlx_yaml.read_text(encoding="utf-8"))
        found[folder.mlx_yaml.name] = mlx_yaml(redaction.value(settings)).encode()
    return found


def _json(path: Path, redaction: Redaction) -> bytes:
    return json.dumps(redaction.value(json.loads(path.read_bytes())), indent=2).encode()


def _add_adapter(parts: _Parts, folder: RunFolder, redaction: Redaction) -> None:
    if not folder.adapter_file.is_file():
        raise Conflict("This run has saved no adapter. Make the bundle without it.")
    with suppress(FileNotFoundError, ValueError):
        parts.small[ADAPTER_CONFIG] = _json(folder.path / ADAPTER_CONFIG, redaction)
    files = {name: folder.path / name for name in ADAPTER_PARTS if name != ADAPTER_CONFIG}
    parts.files = {name: path for name, path in files.items() if path.is_file()}


def _check_size(parts: _Parts, folder: RunFolder) -> None:
    total = folder.events.size() + sum(map(len, parts.small.values()))
    total += sum(path.stat().st_size for path in parts.files.values())
    if total > MAX_BUNDLE:
        raise TooLarge(
            f"The bundle would hold {total:,} bytes, and at most {MAX_BUNDLE:,} are packed. Make it without the adapter, "
            f"or copy the folder {folder.path}."
        )


def _stream(run: Run, folder: RunFolder, parts: _Parts, redaction: Redaction) -> Iterator[bytes]:
    writer = BundleWriter()
    for name, text in parts.small.items():
        yield from writer.part(name, [text], packed=True)
    yield from writer.part(EVENTS, _events(folder, redaction), packed=True)
    for name, path in parts.files.items():
        yield from writer.part(name, _pieces(path), packed=False)
    manifest = Manifest(
        format=FORMAT,
        made_by=f"Droid Fine-Tuning {__version__}",
        exported_at=datetime.now(UTC),
        run_id=run.id,
        kind=run.kind,
        versions=run.versions,
        data_sha256=run.data_sha256,
        proof_ok=None if run.proof is None else run.proof.ok,
        parts=writer.written,
    )
    yield from writer.part(MANIFEST, [manifest.model_dump_json(indent=2).encode()], packed=True)
    yield writer.end()


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def _events(folder: RunFolder, redaction: Redaction) -> Iterator[bytes]:
    """The log a part at a time, each event written anew; lines that are none stay here, since nobody knows what they hold."""
    offset = 0
    while (part := folder.events.read_part(0, offset)).end > offset:
        offset = part.end
        yield b"".join(_event_line(json.loads(read.line), redaction) for read in part.events)


def _event_line(event: dict[str, Any], redaction: Redaction) -> bytes:
    quoted = _LEFT_OUT if event["type"] == "completion" else {}
    shown = redaction.value({**event, **quoted})
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
