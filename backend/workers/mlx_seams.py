"""Every reach into mlx-lm beyond its entry point, in one place.

The child *is* `mlx_lm.lora`: its own `main()` reads the run's YAML, loads, trains and saves. Around it six names are
replaced, each pinned to the mlx-lm version in `pyproject.toml` and guarded by a contract test:

- `mlx_lm.tuner.callbacks.SUPPORT_CALLBACK["droid"]`: the reporter, chosen with `--report-to droid`.
- `mlx_lm.lora.load`: announces what is being done.
- `mlx_lm.lora.save_config`: `adapter_config.json` is replaced as a whole.
- `mlx_lm.lora.train`: either a loop of our own (`backend/workers/training_loop.py`, which can begin at any step and does
  the same arithmetic), or the stock loop, called with batches that can end early.
- `mlx.core.save_safetensors`, for the stock loop: writes beside and renames, so that a full disk never leaves half an
  adapter. A loop of our own saves so itself.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

from backend.runtime.atomic_file import sync_folder
from backend.workers.tensor_file import write_tensors

REPORTER = "droid"


class TrainingHooks(Protocol):
    """What the trainer does around mlx-lm's own work."""

    def loading(self) -> None: ...  # noqa: D102
    def loaded(self, model: Any, train_rows: Any, val_rows: Any, iterations: int, batch_size: int) -> None: ...  # noqa: D102
    def training_batches(self, batches: Iterator[Any]) -> Iterator[Any]: ...  # noqa: D102
    def evaluation_batches(self, batches: Iterator[Any], total: int) -> Iterator[Any]: ...  # noqa: D102
    def trained(self) -> None: ...  # noqa: D102
    def saving(self) -> None: ...  # noqa: D102
    def on_saved(self, name: str, size: int) -> None: ...  # noqa: D102
    def on_train_loss_report(self, report: dict[str, Any]) -> None: ...  # noqa: D102
    def on_val_loss_report(self, report: dict[str, Any]) -> object: ...  # noqa: D102


Loop = Callable[..., None]
"""Called with the keywords that mlx-lm gives its own `train`."""


def run_mlx_lora(config: Path, hooks: TrainingHooks, loop: Loop | None = None, *arguments: str) -> None:
    """`mlx_lm.lora --config <config> <arguments>`, with hooks, and with another loop. Raises whatever mlx-lm raises."""
    from mlx_lm import lora
    from mlx_lm.tuner import callbacks

    callbacks.SUPPORT_CALLBACK[REPORTER] = lambda **_: hooks
    lora.load = _announced(lora.load, hooks.loading)
    lora.save_config = _replacing(lora.save_config)
    if loop is None:
        lora.train = _hooked_train(lora.train, hooks)
        save_atomically(hooks)
    else:
        lora.train = _own_train(loop, hooks)
    sys.argv = ["mlx_lm.lora", "--config", str(config), "--report-to", REPORTER, *arguments]
    lora.main()


def _announced(stock: Callable[..., Any], announce: Callable[[], None]) -> Callable[..., Any]:
    def announced(*args: Any, **kwargs: Any) -> Any:
        announce()
        return stock(*args, **kwargs)

    return announced


def _replacing(stock: Callable[..., None]) -> Callable[..., None]:
    def save_config(config: dict[str, Any], config_path: Path) -> None:
        beside = config_path.with_name(f".{config_path.name}.part")
        stock(config, beside)
        beside.replace(config_path)
        sync_folder(config_path.parent)

    return save_config


def _own_train(loop: Loop, hooks: TrainingHooks) -> Loop:
    def train(*, model: Any, args: Any, train_dataset: Any, val_dataset: Any, **given: Any) -> None:
        hooks.loaded(model, train_dataset, val_dataset, args.iters, args.batch_size)
        loop(model=model, args=args, train_dataset=train_dataset, val_dataset=val_dataset, **given)
        hooks.trained()

    return train


def _hooked_train(stock: Callable[..., None], hooks: TrainingHooks) -> Callable[..., None]:
    from mlx_lm.tuner.trainer import iterate_batches as stock_batches

    def batches(dataset: Any, batch_size: int, *args: Any, loop: bool = False, **kwargs: Any) -> Iterator[Any]:
        made = stock_batches(dataset, batch_size, *args, loop=loop, **kwargs)
        return hooks.training_batches(made) if loop else hooks.evaluation_batches(made, len(dataset) // batch_size)

    def train(*, model: Any, args: Any, train_dataset: Any, val_dataset: Any, **kwargs: Any) -> None:
        hooks.loaded(model, train_dataset, val_dataset, args.iters, args.batch_size)
        stock(
            model=model,
            args=args,
            train_dataset=train_dataset,
            val_dataset=val_dataset,
            iterate_batches=batches,
            **kwargs,
        )
        hooks.trained()

    return train


def save_atomically(hooks: TrainingHooks) -> None:
    """From now on `mx.save_safetensors` replaces files as a whole, and says so."""
    import mlx.core as mx

    stock = mx.save_safetensors

    def save(file: str, arrays: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        hooks.saving()
        target = Path(file)
        size = write_tensors(target, arrays, *args, write=stock, **kwargs)
        hooks.on_saved(target.name, size)

    mx.save_safetensors = save  # type: ignore[assignment]
