"""Copies of models that train faster here."""

import re
from pathlib import Path

from backend.domain.model_copy import Float32Job, Float32Request, Float32Work
from backend.errors import FieldError, InvalidInput
from backend.runtime.typed_path import typed_path
from backend.services.dataset_jobs import DatasetJobs
from backend.settings import Settings

_OUTSIDE = "Choose a model that it lists."


def start_float32(request: Float32Request, settings: Settings, jobs: DatasetJobs) -> Float32Job:
    """Queue a float32 copy into the home. Raises `InvalidInput`, `Conflict`."""
    model = request.model.strip()
    if not model:
        raise InvalidInput.of(FieldError("model", "No model is chosen.", "Choose a folder or a Hugging Face id."))
    folder = Path(model).expanduser()
    if folder.is_dir():
        model = _readable(model)
    work = Float32Work(model=model, folder=str(settings.models), name=f"{_plain_name(model)}-float32")
    return jobs.start(Float32Job, "backend.workers.float32_copy", work)


def _readable(model: str) -> str:
    try:
        return str(typed_path(model))
    except OSError as error:
        message = f"{model[:200]} is outside the folders that this server reads."
        raise InvalidInput.of(FieldError("model", message, _OUTSIDE)) from error


def _plain_name(model: str) -> str:
    """The last part of a path or hub id, without characters that a folder's name may not have."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", Path(model).name).strip(".-")[:100] or "model"
