"""Module maps of models, made by a worker and remembered until the model's files change."""

import asyncio
import json
from pathlib import Path

from backend.domain.model_map import ModelMap
from backend.errors import FieldError, InvalidInput, WorkerFailed
from backend.runtime.typed_path import typed_path
from backend.services.compute import faster_in_float32
from backend.services.worker_question import Answer, ask_worker

_TIMEOUT_SECONDS = 120


class ModelInspector:
    """Asks `backend.workers.inspect_model`; one question at a time for each model."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], ModelMap] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def inspect(self, model: str) -> ModelMap:
        """The module map. Raises `InvalidInput` naming `model_path`, `WorkerFailed`."""
        if not model.strip():
            raise InvalidInput.of(
                FieldError("model_path", "No model is chosen.", "Choose a folder or a Hugging Face id.")
            )
        _refuse_outside(model)
        key = (model, _stamp(model))
        async with self._locks.setdefault(model, asyncio.Lock()):
            if key not in self._known:
                self._known[key] = await self._ask(model)
            return self._known[key]

    async def _ask(self, model: str) -> ModelMap:
        question = json.dumps({"model": model}).encode()
        try:
            answer = await ask_worker("backend.workers.inspect_model", question, _TIMEOUT_SECONDS)
        except TimeoutError as error:
            raise WorkerFailed(f"Looking into {model} took longer than {_TIMEOUT_SECONDS} s. Try again.") from error
        return _map_of(model, answer)


def _map_of(model: str, given: Answer) -> ModelMap:
    try:
        answer = json.loads(given.out)
    except ValueError as error:
        raise WorkerFailed(f"Looking into {model} failed: {given.last_words()}") from error
    if answer["ok"]:
        found = ModelMap.model_validate(answer["map"])
        faster = faster_in_float32(found.dtype, found.quantization_bits)
        return found.model_copy(update={"faster_in_float32": faster})
    raise InvalidInput.of(FieldError("model_path", answer["message"], answer.get("hint", "")))


def _refuse_outside(model: str) -> None:
    """A folder that this server may not read; a name that is no folder is the hub's, and the worker's to look for."""
    try:
        if Path(model).expanduser().is_dir():
            typed_path(model)
    except PermissionError as error:
        message = f"{model[:200]} is outside the folders that this server reads."
        raise InvalidInput.of(FieldError("model_path", message, "Choose a model that it lists.")) from error
    except (OSError, RuntimeError, ValueError):
        return


def _stamp(model: str) -> int:
    """Changes whenever config.json does; 0 for a hub id, whose revision is fixed by the cache."""
    try:
        return (typed_path(model) / "config.json").stat().st_mtime_ns
    except OSError:
        return 0
