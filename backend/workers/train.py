"""The trainer: `python -m backend.workers.train <run folder>`.

Reads `run.json` and `mlx.yaml`, trains through mlx-lm's own entry point, writes numbered events, proves the adapter, and
says how it ended. It needs no server: nothing here waits for one, and a server that comes later reads the same file.

Where the folder holds a saved state the same command goes on from it, up to the `iters` of `mlx.yaml`.
"""

import platform
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from backend.domain.events import Phase
from backend.domain.preparation import PrepareSettings
from backend.domain.run import Run
from backend.domain.training_config import TrainingConfig
from backend.runtime.atomic_file import write_atomic
from backend.runtime.engines import engine_versions
from backend.runtime.loaded_blas import loaded_blas, not_loaded
from backend.runtime.run_folder import RunFolder
from backend.workers.log_tee import tee_output
from backend.workers.mlx_seams import run_mlx_lora
from backend.workers.run_session import RunSession
from backend.workers.trackers import TrackedLog, leave_out_reporters


class SftHooks:
    """Connects mlx-lm's trainer with the session."""

    def __init__(self, session: RunSession, prepared: Path | None = None) -> None:
        self._session = session
        self._prepared = prepared
        self.training_batches = session.training_batches
        self.evaluation_batches = session.evaluation_batches
        self.on_saved = session.on_saved
        self.on_train_loss_report = session.on_train_loss_report
        self.on_val_loss_report = session.on_val_loss_report

    def loading(self) -> None:
        """The base is being read."""
        self._session.phase(Phase.LOADING)

    def saving(self) -> None:
        """An adapter is being written."""
        self._session.phase(Phase.SAVING)

    def loaded(self, model: Any, train_rows: Any, val_rows: Any, iterations: int, batch_size: int) -> None:
        """Tell what is really held, tokenise what will be read, then train."""
        from backend.workers.quick_attention import quicken_attention

        streams = quicken_attention()
        self._session.events.append(
            "plan",
            total_steps=iterations,
            train_rows=len(train_rows),
            val_rows=len(val_rows),
            versions=engine_versions(),
            attention_streams=streams,
            **figures(model),
        )
        if not self._has_tokens(train_rows, "train") and iterations * batch_size >= len(train_rows):
            self._session.tokenise(train_rows, "training")
        if len(val_rows) and not self._has_tokens(val_rows, "valid"):
            self._session.tokenise(val_rows, "validation")
        self._session.begin_training(iterations)

    def _has_tokens(self, rows: Any, name: str) -> bool:
        """Whether preparation left the tokens of these very rows; they need not be made again then."""
        from backend.workers.prepared_tokens import give_tokens

        return self._prepared is not None and give_tokens(rows, self._prepared / f"{name}.tokens")

    def trained(self) -> None:
        """The loop is over."""
        self._session.end_training()


def figures(model: Any) -> dict[str, Any]:
    """What is trained and on what, as fields of a `PlanEvent`."""
    import mlx.core as mx
    from mlx.utils import tree_flatten
    from mlx_lm.utils import get_total_parameters

    trainable = sum(array.size for _, array in tree_flatten(model.trainable_parameters()))
    blas = loaded_blas()
    return {
        "trainable_parameters": trainable,
        "total_parameters": get_total_parameters(model),
        "device": f"{mx.default_device().type.name.upper()}, {platform.machine()}",
        "blas": None if blas is None else str(blas.path),
        "blas_threads": None if blas is None else blas.threads,
        "blas_kernels": None if blas is None else blas.kernels,
    }


def tell_of_missing_blas(session: RunSession) -> None:
    """A library that this process was to compute with and could not load."""
    missing = not_loaded()
    if missing is not None:
        session.message(f"{missing} could not be loaded, so this run computes with MLX's own, slower BLAS.", "warning")


def train(folder: RunFolder, run: Run, session: RunSession) -> None:
    """Fetch the model where it is missing, train, prove. Raises whatever goes wrong."""
    if not Path(run.config.model_path).is_dir():
        from backend.workers.hub_download import fetch_model

        fetch_model(run.config.model_path, session)
    _prepare(folder, setup_config(run), session)
    _train_from_state(folder, setup_config(run), session)
    if session.saved and session.step:
        _prove(folder, run, session)


def _prepare(folder: RunFolder, config: TrainingConfig, session: RunSession) -> None:
    """Make the rows ready, once in the life of a run: the order of its batches hangs on them."""
    if folder.preparation.exists() or not folder.source.is_dir():
        return
    from backend.workers.prepare_rows import prepare

    session.phase(Phase.PREPARING)
    done = prepare(
        {file.stem: file for file in sorted(folder.source.glob("*.jsonl"))},
        folder.data,
        config.model_path,
        PrepareSettings(
            mask_prompt=config.mask_prompt,
            max_seq_length=config.max_seq_length,
            batch_size=config.batch_size,
            sort_by_length=config.sort_by_length,
        ),
        EveryMoment(lambda done, total, unit: session.phase(Phase.PREPARING, done, total, unit)),
        folder.rows_cache,
    )
    write_atomic(folder.preparation, done.model_dump_json().encode())
    session.events.append("preparation", preparation=done)
    for sentence in done.sentences():
        session.message(sentence)


class EveryMoment:
    """Passes progress on a few times a second at most."""

    def __init__(self, tell: Callable[[int, int | None, str], None], seconds: float = 0.25) -> None:
        self._tell = tell
        self._seconds = seconds
        self._last = 0.0

    def __call__(self, done: int, total: int | None, unit: str) -> None:
        """So much is done."""
        if time.monotonic() - self._last >= self._seconds:
            self._last = time.monotonic()
            self._tell(done, total, unit)


def _train_from_state(folder: RunFolder, config: TrainingConfig, session: RunSession) -> None:
    from backend.workers import training_loop
    from backend.workers.state_keeper import StateKeeper

    keeper = StateKeeper(folder, session, config.keep_checkpoints)

    def loop(**given: Any) -> None:
        training_loop.train(session=session, keeper=keeper, **given)

    arguments: tuple[str, ...] = ()
    if keeper.stored is not None and config.resume_adapter_file:
        # The file that the run once began from may be gone; what it has become since is in the state.
        arguments = ("--resume-adapter-file", str(keeper.stored.path / folder.adapter_file.name))
    run_mlx_lora(folder.mlx_yaml, SftHooks(session, folder.data), loop, *arguments)


def setup_config(run: Run) -> TrainingConfig:
    """The configuration of a Setup run; this program trains no others."""
    if not isinstance(run.config, TrainingConfig):
        raise TypeError(f"a run of kind {run.kind} is not trained here")
    return run.config


def _prove(folder: RunFolder, run: Run, session: RunSession) -> None:
    from backend.workers.verify_adapter import prove

    session.phase(Phase.PROVING)
    if run.plan is not None:
        session.events.append("proof", proof=prove(run.config.model_path, folder.adapters, run.plan.asked()))


def main() -> int:
    """Train the run in the folder named on the command line; 0 when it ended as wished."""
    folder = RunFolder(Path(sys.argv[1]))
    run = folder.read_run()
    config = setup_config(run)
    events = TrackedLog(folder.events.path, config.trackers, run.id, config.model_dump(mode="json"))
    session = RunSession(events, config.patience if config.early_stop else None, config.early_stop_min_delta)
    session.listen_for_stop()
    session.phase(Phase.LOADING)
    tee_output(folder.events)
    tell_of_missing_blas(session)
    with last_word(session):
        events.begin()
        leave_out_reporters()
        train(folder, run, session)
    return 0


class last_word:  # noqa: N801 - reads as a statement at its one use
    """Writes the `finished` event whatever way the body ends; an error goes on to end the process with a trace."""

    def __init__(self, session: RunSession) -> None:
        self._session = session

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> bool:
        if error is None:
            self._session.finished(self._session.outcome)
            return True
        if isinstance(error, KeyboardInterrupt):
            self._session.finished("completed" if _whole(self._session) else "stopped")
            return True
        self._session.finished("failed", error)
        return False


def _whole(session: RunSession) -> bool:
    return session.outcome == "completed" and session.saved and 0 < session.total_steps == session.step


if __name__ == "__main__":
    sys.exit(main())
