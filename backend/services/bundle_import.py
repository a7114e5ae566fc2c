"""Bundles from elsewhere: taken in whole or not at all, and not believed before they are checked."""

import asyncio
import json
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from backend.domain.bundle import (
    ADAPTER,
    ADAPTER_PARTS,
    CONFIG,
    FORMAT,
    MANIFEST,
    MAX_BUNDLE,
    REQUIRED,
    RUN,
    BadBundle,
    Manifest,
    ManifestFormat,
)
from backend.domain.run import END_STATES, Imported, Run
from backend.domain.run_id import parse_run_id
from backend.errors import Conflict, FieldError, InvalidInput, StorageFailed, TooLarge
from backend.runtime.bundle_zip import BundleReader, open_bundle
from backend.runtime.disk_room import room
from backend.runtime.model_files import BrokenSafetensors, read_safetensors_header
from backend.runtime.run_folder import RunFolder
from backend.services.run_store import RunStore
from backend.services.stream_copy import copy_stream

Model = TypeVar("Model", bound=BaseModel)
_HINT = "Export the run again, and send the file as it is."


async def import_bundle(
    store: RunStore, imports: Path, name: str, length: int | None, pieces: AsyncIterator[bytes]
) -> Run:
    """Take a bundle in as a run of this home. Nothing is left behind where it is refused.

    `length` is what the sender announced, if anything. Raises `InvalidInput`, `Conflict`, `TooLarge`, `StorageFailed`.
    """
    try:
        with _workplace(imports) as place:
            upload = place / "bundle.zip"
            allowed = min(MAX_BUNDLE, room(imports))
            if length is not None and length > allowed:
                raise _too_large(allowed)
            with upload.open("xb") as file:
                await copy_stream(pieces, file, allowed, _too_large(allowed))
            return await asyncio.to_thread(_take_in, store, imports, place, name)
    except BadBundle as bad:
        raise InvalidInput.of(FieldError("bundle", f"The bundle is refused: {bad}", _HINT)) from bad
    except OSError as error:
        raise StorageFailed(f"The bundle could not be kept in {imports}: {error.strerror}.") from error


@contextmanager
def _workplace(imports: Path) -> Iterator[Path]:
    imports.mkdir(parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(dir=imports))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _too_large(allowed: int) -> TooLarge:
    return TooLarge(f"The bundle is larger than the {allowed:,} bytes that are taken. Copy the run's folder by hand.")


def _take_in(store: RunStore, imports: Path, place: Path, name: str) -> Run:
    staged = RunFolder(place / "run")
    with open_bundle(place / "bundle.zip") as bundle:
        manifest = _manifest(bundle)
        run = _run(bundle, manifest)
        if store.is_taken(run.id):
            raise Conflict(f"The run {run.id} is already here. Delete it first to import it again.")
        need = sum(part.bytes for part in manifest.parts.values())
        if need > room(imports):
            raise StorageFailed(f"The run needs {need:,} bytes, and the disk has no room for them. Free some space.")
        staged.create()
        for part, told in manifest.parts.items():
            if bundle.copy(part, staged.path / part) != told:
                raise BadBundle(f"{part} is not what it was when the bundle was made: size or hash differs.")
    _check_adapter(staged, run, manifest)
    arrived = run.model_copy(update={"imported": Imported(at=datetime.now(UTC), source=name), "process": None})
    return _bring_in(store, staged, arrived)


def _manifest(bundle: BundleReader) -> Manifest:
    if MANIFEST not in bundle.names:
        raise BadBundle(f"{MANIFEST} is missing.")
    text = bundle.read(MANIFEST)
    found = _parsed(ManifestFormat, text, MANIFEST).format
    if found > FORMAT:
        raise BadBundle(
            f"It has format {found}, made by a newer version, and this one reads up to {FORMAT}. Update the application."
        )
    manifest = _parsed(Manifest, text, MANIFEST)
    held = bundle.names - {MANIFEST}
    missing = sorted({*manifest.parts, *REQUIRED} - held)
    unlisted = sorted(held - manifest.parts.keys())
    if missing:
        raise BadBundle(f"{missing[0]} is missing.")
    if unlisted:
        raise BadBundle(f"{unlisted[0]} is not in its table of contents.")
    return manifest


def _run(bundle: BundleReader, manifest: Manifest) -> Run:
    run = _parsed(Run, bundle.read(RUN), RUN)
    if parse_run_id(run.id) is None or run.id != manifest.run_id:
        raise BadBundle(f"{RUN} names the run {run.id[:80]!r}, and the table of contents {manifest.run_id[:80]!r}.")
    if run.state not in END_STATES:
        raise BadBundle(f"{RUN} says that the run is {run.state}, and only an ended one can be taken in.")
    try:
        config = json.loads(bundle.read(CONFIG))
    except (ValueError, RecursionError) as error:
        raise BadBundle(f"{CONFIG} is no JSON.") from error
    if config != run.config.model_dump(mode="json"):
        raise BadBundle(f"{CONFIG} and {RUN} hold different configurations.")
    return run


def _parsed(model: type[Model], text: bytes, name: str) -> Model:
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadBundle(f"{name} cannot be read: {where}: {first['msg']}.") from error


def _check_adapter(staged: RunFolder, run: Run, manifest: Manifest) -> None:
    for name in ADAPTER_PARTS[1:]:
        if name not in manifest.parts:
            continue
        try:
            read_safetensors_header(staged.path / name)
        except BrokenSafetensors as error:
            raise BadBundle(f"{name}: {error}") from error
    told = manifest.parts.get(ADAPTER)
    if told is not None and run.proof is not None and told.sha256 != run.proof.adapter_sha256:
        raise BadBundle(f"{ADAPTER} is not the file that the proof was made of.")


def _bring_in(store: RunStore, staged: RunFolder, run: Run) -> Run:
    arrived = run.model_copy(update={"folder": str(store.path_of(run.id))})
    staged.write_run(arrived)
    return store.bring_in(staged.path, arrived)
