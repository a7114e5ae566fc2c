"""Every reach into mlx-lm beyond its entry point, in one place.

The child *is* `mlx_lm.lora`: its own `main()` reads the run's YAML, loads, trains and saves. Around it five names are
replaced, each pinned to the mlx-lm version in `pyproject.toml` and guarded by a contract test:

- `mlx_lm.tuner.callbacks.SUPPORT_CALLBACK["droid"]`: the reporter, chosen with `--report-to droid`.
- `mlx_lm.lora.load`, `.load_dataset`: announce what is being done.
- `mlx_lm.lora.train`: the stock loop, called with batches that can end early. No arithmetic changes.
- `mlx.core.save_safetensors`: writes beside and renames, so that a full disk never leaves half an adapter.
"""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

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
    def on_val_loss_report(self, report: dict[str, Any]) -> None: ...  # noqa: D102


def run_mlx_lora(config: Path, hooks: TrainingHooks) -> None:
    """`mlx_lm.lora --config <config>`, with hooks. Raises whatever mlx-lm raises."""
    from mlx_lm import lora
    from mlx_lm.tuner import callbacks

    callbacks.SUPPORT_CALLBACK[REPORTER] = lambda **_: hooks
    lora.load = _announced(lora.load, hooks.loading)
    lora.train = _hooked_train(lora.train, hooks)
    _save_atomically(hooks)
    sys.argv = ["mlx_lm.lora", "--config", str(config), "--report-to", REPORTER]
    lora.main()


def _announced(stock: Callable[..., Any], announce: Callable[[], None]) -> Callable[..., Any]:
    def announced(*args: Any, **kwargs: Any) -> Any:
        announce()
        return stock(*args, **kwargs)

    return announced


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


def _save_atomically(hooks: TrainingHooks) -> None:
    import mlx.core as mx

    stock = mx.save_safetensors

    def save(file: str, arrays: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        hooks.saving()
        target = Path(file)
        beside = target.with_name(f".{target.stem}.part.safetensors")
        try:
            stock(str(beside), arrays, *args, **kwargs)
            size = _flushed_size(beside)
            beside.replace(target)
        except RuntimeError as error:
            refusal = _disk_refusal(beside)
            beside.unlink(missing_ok=True)
            raise (refusal or error) from error
        except OSError:
            beside.unlink(missing_ok=True)
            raise
        hooks.on_saved(target.name, size)

    mx.save_safetensors = save  # type: ignore[assignment]


def _disk_refusal(file: Path) -> OSError | None:
    """Why a file cannot grow. mlx only says that it could not write; asking again in its place gives the system's reason."""
    try:
        with file.open("ab", buffering=0) as growing:
            growing.write(bytes(1 << 20))
            os.fsync(growing.fileno())
    except OSError as refusal:
        return refusal
    return None


def _flushed_size(file: Path) -> int:
    """Bytes of a safetensors file that is complete and on the disk. Raises OSError, `BrokenSafetensors` as OSError."""
    from backend.runtime.model_files import BrokenSafetensors, read_safetensors_header

    with file.open("rb") as written:
        os.fsync(written.fileno())
    try:
        read_safetensors_header(file)
    except BrokenSafetensors as error:
        raise OSError(28, f"No space left on device: {error}", str(file)) from error
    return file.stat().st_size
