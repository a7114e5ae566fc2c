"""A place in a run as tensors and numbers, on its way into `state/` and back into a model and an optimizer.

`adapters.safetensors` and `optimizer.safetensors` hold what their names say, `gradients.safetensors` what has been
accumulated since the last update where something has; the rest is in `state.json`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import mlx.core as mx
from mlx.utils import tree_flatten, tree_map_with_path, tree_unflatten

from backend.domain.evaluation_tally import EvaluationTally
from backend.domain.saved_state import DataPlace, SavedState, SavedWindow
from backend.runtime.state_folder import StateFolder, StoredState
from backend.workers.tensor_file import write_tensors

Tensors = dict[str, Any]


class StateMismatch(Exception):
    """A saved state that does not fit the run it lies in; the message says what differs."""


@dataclass(frozen=True)
class Snapshot:
    """Everything that the next step depends on."""

    step: int
    total_steps: int
    weights: Tensors
    optimizer: Tensors
    gradients: Tensors | None
    place: DataPlace
    window: SavedWindow
    evaluations: EvaluationTally
    train_rows: int


def flat(tree: Any) -> Tensors:
    """Dotted name -> tensor, in the order in which mlx-lm saves an adapter."""
    return dict(tree_flatten(tree))


def all_finite(tensors: Tensors) -> bool:
    """Whether no number is NaN or infinite: a number less itself is 0, and what is none stays none. A third of the time."""
    differences = [mx.sum(tensor - tensor) for tensor in tensors.values()]
    return bool(mx.isfinite(mx.sum(mx.stack(differences))).item())


def write_state(folder: StateFolder, snapshot: Snapshot, settings: dict[str, Any]) -> StoredState:
    """Write a snapshot, whole or not at all. Raises OSError, RuntimeError."""
    part = folder.begin(snapshot.step)
    groups = {"adapters": snapshot.weights, "optimizer": snapshot.optimizer, "gradients": snapshot.gradients}
    for name, tensors in groups.items():
        if tensors is not None:
            write_tensors(part / f"{name}.safetensors", tensors, write=mx.save_safetensors)
    saved = SavedState(
        step=snapshot.step,
        total_steps=snapshot.total_steps,
        saved_at=datetime.now(UTC),
        settings=settings,
        train_rows=snapshot.train_rows,
        random=random_key(),
        place=snapshot.place,
        window=snapshot.window,
        evaluations=snapshot.evaluations,
        files={},
    )
    return folder.publish(part, saved)


def restore_tensors(stored: StoredState, model: Any, optimizer: Any) -> Any | None:
    """Put weights, optimizer and random key back; the accumulated gradients as a tree, where there are some.

    Raises `StateMismatch` when the tensors are not those of this model.
    """
    weights = _load(stored.path / "adapters.safetensors")
    trainable = flat(model.trainable_parameters())
    wrong = sorted(set(weights) ^ set(trainable)) or _unlike(weights, trainable)
    if wrong:
        raise StateMismatch(f"The saved state holds other adapters than this run trains; the first is {wrong[0]}.")
    model.load_weights(list(weights.items()), strict=False)
    optimizer.state = tree_unflatten(list(_load(stored.path / "optimizer.safetensors").items()))
    set_random_key(stored.saved.random)
    gradients = stored.path / "gradients.safetensors"
    if gradients.name not in stored.saved.files:
        return None
    held = _load(gradients)
    return tree_map_with_path(lambda name, _: held[name], model.trainable_parameters())


def random_key() -> list[int]:
    """MLX's global random key."""
    states: Any = mx.random.state
    return [int(part) for part in states[0].tolist()]


def set_random_key(key: Iterable[int]) -> None:
    """Put MLX's global random key back: a seed is the key, its two halves one after the other."""
    high, low = key
    mx.random.seed((high << 32) | low)


def _load(file: Path) -> Tensors:
    loaded: Tensors = mx.load(str(file))  # type: ignore[assignment]
    mx.eval(list(loaded.values()))
    return loaded


def _unlike(saved: Tensors, held: Tensors) -> list[str]:
    return [name for name, tensor in saved.items() if tensor.shape != held[name].shape]
