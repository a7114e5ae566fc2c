"""`state.json`: what beside its tensors a run needs so that it can go on as if it had never ended.

It lies in `state/<step>/` of a run folder with the tensors that it names. Everything in it is exact: numbers of the
trainer survive JSON to the last bit.
"""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from backend.domain.evaluation_tally import EvaluationTally


class _Saved(BaseModel):
    model_config = ConfigDict(frozen=True)


class SavedFile(_Saved):
    """A file of the state, as it must be found."""

    bytes: int
    sha256: str


class NumpyState(_Saved):
    """NumPy's global generator, which shuffles the batches."""

    keys: list[int]
    position: int
    has_gauss: int
    cached_gaussian: float


class DataPlace(_Saved):
    """Where in its data a run stands."""

    pass_began: NumpyState = Field(description="The generator before the pass at hand was shuffled.")
    taken: int = Field(description="Batches of this pass that have been trained.")
    now: NumpyState = Field(description="The generator now; evaluations draw from it too.")


class SavedWindow(_Saved):
    """What has been summed up since the last training report."""

    loss: float
    tokens: int
    steps: int
    seconds: float
    trained_tokens: int = Field(description="Tokens in all reports so far.")


class SavedState(_Saved):
    """A place in a run, with the files that belong to it."""

    format: Literal[1] = 1
    step: int = Field(ge=0, description="Steps that are done.")
    total_steps: int
    saved_at: datetime
    settings: dict[str, Any] = Field(description="What of mlx.yaml must be the same when the run goes on.")
    train_rows: int
    random: list[int] = Field(description="MLX's random key, which drops inputs at random.")
    place: DataPlace
    window: SavedWindow
    evaluations: EvaluationTally
    files: dict[str, SavedFile] = Field(description="Name in the same folder -> what it must hold.")


_PLACES = {"data", "adapter_path", "model", "resume_adapter_file"}
_FREE = _PLACES | {"iters", "save_every", "steps_per_report", "steps_per_eval", "val_batches"}
"""Settings that a run may go on without: places, and how long and how closely it is watched."""


def fixed_settings(mlx_config: dict[str, Any]) -> dict[str, Any]:
    """The part of an mlx-lm mapping that exact resume depends on."""
    return {key: value for key, value in mlx_config.items() if key not in _FREE}


def differences(saved: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """What was changed since a state was saved, in words; empty when the run can go on."""
    return [
        f"{key} was {saved.get(key)!r} and is {now.get(key)!r}"
        for key in sorted(saved.keys() | now.keys())
        if saved.get(key) != now.get(key)
    ]
