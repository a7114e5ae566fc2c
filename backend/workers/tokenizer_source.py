"""A model's own tokenizer, loaded as mlx-lm loads it, and a fingerprint of everything that decides its tokens."""

import hashlib
from importlib.metadata import version
from pathlib import Path
from typing import Any

from backend.domain.dataset import DataFormat
from backend.workers.inspection_error import InspectionError
from backend.workers.model_facts import read_config
from backend.workers.model_source import find_model_folder

_PATTERNS = ("*.json", "*.jinja", "*.txt", "*.model", "*.tiktoken")
_LEFT_OUT = ("model.safetensors.index.json", "training_args.json")
_TOKENIZER_FILES = ("tokenizer.json", "tokenizer.model", "vocab.json", "vocab.txt", "tiktoken.model")


class NoChatTemplate(Exception):
    """Chat and completion rows cannot be put to this model."""


def tokenizer_folder(model: str) -> Path:
    """The folder with a model's tokenizer; of a hub id the small files are fetched. Raises `InspectionError`."""
    folder = find_model_folder(model)
    if _has_tokenizer(folder):
        return folder
    if not Path(model).is_dir():
        folder = _fetched(model)
        if _has_tokenizer(folder):
            return folder
    raise InspectionError(
        "not_a_model",
        f"{model} has no tokenizer files.",
        "Choose a folder that holds tokenizer.json beside config.json.",
    )


def _has_tokenizer(folder: Path) -> bool:
    return any((folder / name).is_file() for name in _TOKENIZER_FILES)


def _fetched(model: str) -> Path:
    from huggingface_hub import errors, snapshot_download

    try:
        return Path(snapshot_download(model, allow_patterns=list(_PATTERNS)))
    except (errors.HTTPError, errors.LocalEntryNotFoundError, errors.OfflineModeIsEnabled, OSError) as error:
        raise InspectionError(
            "offline",
            f"The tokenizer of {model} is not on this machine, and the hub could not be reached.",
            "Check the connection and try again, or choose a folder on this machine.",
        ) from error


def load_tokenizer(folder: Path) -> Any:
    """The tokenizer that `mlx_lm.lora` would train with. Raises `InspectionError`."""
    from mlx_lm.utils import load_tokenizer as stock

    eos = read_config(folder).get("eos_token_id")
    try:
        return stock(folder, {"trust_remote_code": False}, eos_token_ids=eos)
    except (OSError, ValueError, KeyError, TypeError, ImportError, AttributeError) as error:
        words = " ".join(str(error).split())[:200].rstrip(".")
        raise InspectionError(
            "bad_config",
            f"The tokenizer in {folder} could not be loaded: {words}.",
            "Check its tokenizer files, or choose another model.",
        ) from error


def require_template(tokenizer: Any, format_: DataFormat) -> None:
    """Refuse rows that need a chat template where there is none. Raises `NoChatTemplate`."""
    if format_ is not DataFormat.TEXT and not tokenizer.has_chat_template:
        raise NoChatTemplate(f"The model's tokenizer has no chat template, which {format_} rows need.")


def tokenizer_fingerprint(folder: Path) -> str:
    """Differs as soon as any file or package that decides tokens does. Raises OSError."""
    digest = hashlib.sha256()
    for package in ("mlx-lm", "transformers", "tokenizers"):
        digest.update(f"{package}={version(package)};".encode())
    files = {path for pattern in _PATTERNS for path in folder.glob(pattern) if path.name not in _LEFT_OUT}
    for path in sorted(files):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
