"""Whether an ended run can go on exactly where it was, and how far."""

import yaml

from backend.domain.mlx_config import form_values, mlx_yaml
from backend.domain.run import END_STATES, Run, RunKind
from backend.domain.training_config import LrSchedule
from backend.errors import Conflict, FieldError, InvalidInput
from backend.runtime.atomic_file import write_atomic
from backend.runtime.run_folder import RunFolder


def check_resume(run: Run, folder: RunFolder, iterations: int | None) -> int:
    """Steps that the run will have in all. Raises `Conflict`, `InvalidInput`, OSError."""
    if run.state not in END_STATES:
        raise Conflict(f"The run has not ended: it is {run.state}.")
    if run.kind is not RunKind.SFT:
        raise Conflict(
            "Runs of the Enhanced Setup keep no state to go on from. Start a copy of this run with Resume from Adapter set to "
            "its adapters.safetensors."
        )
    if run.imported is not None:
        raise Conflict(
            "The run was imported without its rows and its saved state, so it cannot go on here. Start a copy of it with data "
            "of this computer."
        )
    if not folder.mlx_yaml.is_file():
        raise Conflict("The run's folder no longer holds mlx.yaml, so it cannot go on. Start a copy of this run.")
    stored = folder.state.newest()
    done = 0 if stored is None else stored.saved.step
    planned = run.plan.iterations if run.plan is not None else done
    total = planned if iterations is None else iterations
    if total <= done:
        raise InvalidInput.of(
            FieldError(
                "iterations",
                f"{done} steps are done and saved, and the run has {total} in all: nothing is left to train.",
                f"Give more than {done} steps in all.",
            )
        )
    if total > planned and _decays(folder):
        raise InvalidInput.of(
            FieldError(
                "iterations",
                f"The learning rate was planned to reach zero at step {planned}: steps beyond it would learn nothing.",
                "Start a copy of this run with more iterations, or with a constant learning rate.",
            )
        )
    return total


def _decays(folder: RunFolder) -> bool:
    settings = yaml.safe_load(folder.mlx_yaml.read_text(encoding="utf-8"))
    values = form_values({"lr_schedule": settings.get("lr_schedule")}) or {}
    return values.get("lr_schedule") in {LrSchedule.LINEAR, LrSchedule.COSINE}


def lengthen(folder: RunFolder, total: int) -> None:
    """Let `mlx.yaml` end after `total` steps; the learning-rate schedule stays as it was planned. Raises OSError."""
    settings = yaml.safe_load(folder.mlx_yaml.read_text(encoding="utf-8"))
    if settings["iters"] != total:
        write_atomic(folder.mlx_yaml, mlx_yaml({**settings, "iters": total}).encode())
