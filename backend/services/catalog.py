"""Models, data sets and presets that are at hand without a path being typed."""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field

from backend.domain.mlx_config import form_values
from backend.domain.training_config import TrainingConfig
from backend.errors import NotFound
from backend.runtime.model_files import has_all_weights, is_model_folder, weight_bytes
from backend.settings import Settings


class KnownModel(BaseModel):
    """A model that is on this computer."""

    model_config = ConfigDict(frozen=True)

    model: str = Field(description="What to put into model_path.")
    name: str
    source: str = Field(description="demo, folder or cache.")
    weight_bytes: int


class KnownDataset(BaseModel):
    """Data that is on this computer."""

    model_config = ConfigDict(frozen=True)

    name: str
    source: str = Field(description="demo, upload or split.")
    train: str
    valid: str | None
    bytes: int


class Preset(BaseModel):
    """A configuration under `configs/`, as plain mlx-lm YAML."""

    model_config = ConfigDict(frozen=True)

    id: str
    title: str
    text: str = Field(description="The comment that opens the file: purpose, command, memory note.")
    yaml: str
    values: dict[str, Any] | None = Field(
        description="Fields of the Setup form that it sets; null where it asks for what that form does not offer."
    )


def demo_config(settings: Settings) -> TrainingConfig:
    """The demo as a configuration that can be started as it is. Raises `NotFound` where the demo was removed."""
    demo = settings.configs / "demo"
    try:
        values = json.loads((demo / "training.json").read_bytes())
    except FileNotFoundError as error:
        raise NotFound("The demo is not installed: configs/demo/training.json is missing.") from error
    data = demo / "data"
    paths = {
        "model_path": str(demo / "model"),
        "train_data_path": str(data / "train.jsonl"),
        "val_data_path": str(data / "valid.jsonl"),
    }
    return TrainingConfig.model_validate(values | paths)


def known_models(settings: Settings, environ: Mapping[str, str] = os.environ) -> list[KnownModel]:
    """The demo, folders under the home, and complete models in the Hugging Face cache."""
    demo = settings.configs / "demo" / "model"
    found = [_model(demo, "Demo: animals, 24 blocks", "demo")] if is_model_folder(demo) else []
    if settings.models.is_dir():
        found += [
            _model(path, path.name, "folder") for path in sorted(settings.models.iterdir()) if is_model_folder(path)
        ]
    return found + list(_cached(_hub_cache(environ)))


def known_datasets(settings: Settings) -> list[KnownDataset]:
    """The demo's data, then uploads and splits, newest first."""
    demo = settings.configs / "demo" / "data"
    found = []
    if (demo / "train.jsonl").is_file():
        found.append(_dataset("Demo: pirate answers", "demo", demo / "train.jsonl", demo / "valid.jsonl"))
    if settings.datasets.is_dir():
        uploads = sorted(settings.datasets.glob("*.jsonl"), key=_changed, reverse=True)
        found += [_dataset(path.name, "upload", path, None) for path in uploads]
        found += [
            _dataset(path.parent.name, "split", path, path.parent / "valid.jsonl")
            for path in sorted(settings.datasets.glob("[!.]*/train.jsonl"), key=_changed, reverse=True)
        ]
    return found


def presets(settings: Settings) -> list[Preset]:
    """Every YAML file in `configs/`; the opening comment's first line is the title."""
    return [_preset(path) for path in sorted(settings.configs.glob("*.yaml"))]


def _preset(path: Path) -> Preset:
    text = path.read_text(encoding="utf-8")
    values = form_values(yaml.safe_load(text))
    comment = [line.lstrip("# ").rstrip() for line in text.splitlines() if line.startswith("#")]
    return Preset(id=path.stem, title=comment[0], text="\n".join(comment[1:]).strip(), yaml=text, values=values)


def _changed(path: Path) -> float:
    return path.stat().st_mtime


def _model(path: Path, name: str, source: str) -> KnownModel:
    return KnownModel(model=str(path), name=name, source=source, weight_bytes=weight_bytes(path))


def _dataset(name: str, source: str, train: Path, valid: Path | None) -> KnownDataset:
    beside = valid if valid is not None and valid.is_file() else None
    return KnownDataset(
        name=name,
        source=source,
        train=str(train),
        valid=None if beside is None else str(beside),
        bytes=train.stat().st_size,
    )


def _hub_cache(environ: Mapping[str, str]) -> Path:
    if "HF_HUB_CACHE" in environ:
        return Path(environ["HF_HUB_CACHE"])
    home = environ.get("HF_HOME") or Path(environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "huggingface"
    return Path(home) / "hub"


def _cached(cache: Path) -> Iterator[KnownModel]:
    """Models in the cache whose main revision has a config, weights, and every file that its index names."""
    for folder in sorted(cache.glob("models--*")):
        try:
            revision = (folder / "refs" / "main").read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            continue
        snapshot = folder / "snapshots" / revision
        if is_model_folder(snapshot) and has_all_weights(snapshot):
            name = folder.name.removeprefix("models--").replace("--", "/")
            yield KnownModel(model=name, name=name, source="cache", weight_bytes=weight_bytes(snapshot))
