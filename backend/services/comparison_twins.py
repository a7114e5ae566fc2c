"""Makes the rows and the common configuration of a comparison, so that its runs differ in nothing but method and seed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from backend.domain import enhanced_rules, mlx_config
from backend.domain.compare_rows import scored_row
from backend.domain.comparison_config import BY_REWARDS, AnyConfig, Twins
from backend.domain.comparison_rows import as_prompt, as_supervised
from backend.domain.evaluation import RowsFrom
from backend.domain.run import Run, RunKind
from backend.domain.training_config import TrainingConfig
from backend.errors import Conflict, FieldError, InvalidInput
from backend.runtime.run_folder import RunFolder
from backend.runtime.typed_path import typed_path
from backend.services.comparison_files import copy_rows, cut_to_whole, make_whole
from backend.services.data_checks import train_source, unreadable, val_source


@dataclass(frozen=True)
class Origin:
    """What a comparison is made from: a draft, or a run with its folder."""

    kind: RunKind
    config: AnyConfig
    run: Run | None = None
    folder: RunFolder | None = None


@dataclass(frozen=True)
class Made:
    """The rows on disk, and what all runs have in common."""

    twins: Twins
    train_rows: int
    test_rows: int
    rows_file: Path
    rows_from: RowsFrom


def make_twins(origin: Origin, methods: Sequence[RunKind], test_path: str | None, folder: Path) -> Made:
    """Write the rows into a new folder. Raises `Conflict`, `InvalidInput`, OSError."""
    folder.mkdir(parents=True)
    config = origin.config
    train, valid = _sources(origin)
    train_file, valid_file = folder / "train.jsonl", folder / "valid.jsonl"
    given = copy_rows("train_data_path", train, train_file, as_supervised)
    train_rows = _whole(origin, train_file, given)
    if valid is not None:
        rows = copy_rows("val_data_path", valid, valid_file, as_supervised)
        if rows >= config.batch_size:
            _whole(origin, valid_file, rows)
    test, rows_from = _test(origin, test_path, valid)
    test_rows = copy_rows("test_path", test, folder / "test.jsonl", scored_row)
    if not test_rows:
        raise InvalidInput.of(FieldError("test_path", f"{test} has no rows.", "Choose another file."))
    prompts, valid_prompts = "", ""
    if BY_REWARDS & set(methods):
        prompts = _prompts(train_file, folder / "prompts.jsonl")
        valid_prompts = _prompts(valid_file, folder / "valid-prompts.jsonl") if valid is not None else ""
    twins = Twins(
        kind=origin.kind,
        config=config,
        iterations=_iterations(origin, given),
        train=str(train_file),
        valid=str(valid_file) if valid is not None else "",
        prompts=prompts,
        valid_prompts=valid_prompts,
    )
    return Made(twins, train_rows, test_rows, folder / "test.jsonl", rows_from)


def _sources(origin: Origin) -> tuple[Path, Path | None]:
    """The rows as the run read them, or as the draft names them."""
    if origin.folder is not None:
        data = origin.folder.data
        made = (data / "train.jsonl").is_file()
        place = data if made else origin.folder.source
        if not (place / "train.jsonl").is_file():
            raise Conflict("The run's folder holds no training rows, so others cannot train on the same ones.")
        valid = place / "valid.jsonl"
        return place / "train.jsonl", valid if valid.is_file() else None
    try:
        train, valid_file = train_source(origin.config), val_source(origin.config)
    except OSError as error:
        raise InvalidInput.of(unreadable("train_data_path", error)) from error
    if train is None:
        problem = FieldError("train_data_path", "No training data is chosen.", "Choose a JSONL file.")
        raise InvalidInput.of(problem)
    return train, valid_file


def _whole(origin: Origin, file: Path, rows: int) -> int:
    """As many rows as a run that counts has trained: Setup repeats some, the Enhanced Setup leaves some out."""
    left_out = origin.run is not None and origin.kind is not RunKind.SFT
    return (cut_to_whole if left_out else make_whole)(file, rows, origin.config.batch_size)


def _iterations(origin: Origin, rows: int) -> int:
    if origin.run is not None and origin.run.plan is not None:
        return origin.run.plan.iterations
    if isinstance(origin.config, TrainingConfig):
        return mlx_config.resolve_iterations(origin.config, rows)
    return enhanced_rules.resolve_iterations(origin.config, rows)


def _test(origin: Origin, given: str | None, valid: Path | None) -> tuple[Path, RowsFrom]:
    if given is not None and given.strip():
        try:
            file = typed_path(given)
            return (file / "test.jsonl" if file.is_dir() else file), RowsFrom.GIVEN
        except OSError as error:
            raise InvalidInput.of(unreadable("test_path", error)) from error
    named = Path(origin.config.train_data_path).expanduser()
    beside = (named if named.is_dir() else named.parent) / "test.jsonl"
    if beside.is_file():
        return beside, RowsFrom.TEST
    if valid is not None:
        return valid, RowsFrom.VALIDATION
    problem = "There are neither test nor validation rows, so nothing could tell the methods apart."
    raise InvalidInput.of(FieldError("test_path", problem, "Choose a JSONL file with rows that are not trained on."))


def _prompts(source: Path, target: Path) -> str:
    copy_rows("methods", source, target, as_prompt)
    return str(target)
