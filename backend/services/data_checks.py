"""What a data file must hold before a run may start: readable, right in every row, and enough for a batch."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from backend.domain.dataset import DataFormat, DatasetReport, RowError
from backend.errors import FieldError
from backend.runtime.typed_path import typed_file, typed_path


class DataPaths(Protocol):
    """A configuration, as far as its data is concerned."""

    train_data_path: str
    val_data_path: str


class RowReport(Protocol):
    """A report on a file of rows, of whatever sort they are."""

    @property
    def rows(self) -> int: ...  # noqa: D102
    @property
    def error_count(self) -> int: ...  # noqa: D102
    @property
    def errors(self) -> list[RowError]: ...  # noqa: D102


Report = TypeVar("Report", bound=RowReport)
Report_co = TypeVar("Report_co", bound=RowReport, covariant=True)


@dataclass(frozen=True)
class Data(Generic[Report_co]):
    """A file and its report; both None where there is no such file or it cannot be trained on."""

    file: Path | None
    report: Report_co | None


def train_source(config: DataPaths) -> Path | None:
    """The training file: the path itself, or train.jsonl in it when it is a folder. Raises OSError."""
    return _in_folder(config.train_data_path, "train.jsonl")


def val_source(config: DataPaths) -> Path | None:
    """The validation file: the path itself, or valid.jsonl in the folder given for training or validation. Raises OSError."""
    if config.val_data_path.strip():
        return _in_folder(config.val_data_path, "valid.jsonl")
    return valid_in(config.train_data_path)


def valid_in(train_data_path: str) -> Path | None:
    """valid.jsonl of a folder given for training; None where there is none, or a file was given. Raises OSError."""
    if not train_data_path.strip():
        return None
    beside = typed_path(train_data_path) / "valid.jsonl"
    return beside if beside.is_file() else None


def _in_folder(given: str, name: str) -> Path | None:
    return typed_file(given, name) if given.strip() else None


async def read_data(
    field: str,
    config: DataPaths,
    source: Callable[[DataPaths], Path | None],
    inspect: Callable[[Path], Awaitable[Report]],
    errors: list[FieldError],
) -> Data[Report]:
    """Look into the file that `source` finds; what is wrong with it is added to `errors`."""
    try:
        file = await asyncio.to_thread(source, config)
        if file is None:
            return Data(None, None)
        report = await inspect(file)
    except OSError as error:
        errors.append(unreadable(field, error))
    else:
        errors.extend(_report_errors(field, report))
        return Data(file, report)
    return Data(None, None)


def unreadable(field: str, error: OSError) -> FieldError:
    """What to tell about a file that could not be read."""
    name = repr(error.filename)[1:-1]
    shown = name if len(name) <= 200 else f"{name[:197]}..."
    if isinstance(error, PermissionError):
        return FieldError(field, f"{shown} may not be read.", "Allow reading it, or choose another file.")
    if isinstance(error, FileNotFoundError):
        return FieldError(field, f"There is no file {shown}.", "Check the path.")
    return FieldError(field, f"{shown} cannot be read: {error.strerror}.", "Check the path, or choose another file.")


def _report_errors(field: str, report: RowReport) -> list[FieldError]:
    if report.error_count:
        first = report.errors[0]
        more = f" {report.error_count - 1} more lines are wrong too." if report.error_count > 1 else ""
        return [FieldError(field, f"Line {first.line}: {first.message}{more}", first.hint)]
    if not report.rows:
        return [FieldError(field, "The file has no rows.", "Give one JSON object a line.")]
    return []


def batch_errors(batch_size: int, train: RowReport | None, val: RowReport | None) -> list[FieldError]:
    """A batch must fit into both files."""
    return [
        FieldError(
            "batch_size",
            f"A batch of {batch_size} is larger than the {report.rows} {name} rows.",
            f"Use at most {report.rows}.",
        )
        for name, report in (("training", train), ("validation", val))
        if report is not None and 0 < report.rows < batch_size
    ]


def format_errors(train: DatasetReport | None, val: DatasetReport | None) -> list[FieldError]:
    """Both files must hold the same sort of rows."""
    if train is not None and val is not None and train.format and val.format and train.format is not val.format:
        return [
            FieldError(
                "val_data_path",
                f"Validation rows are in {val.format} format, training rows in {train.format}.",
                "Use one format for both.",
            )
        ]
    return []


def mask_errors(train: DatasetReport | None, val: DatasetReport | None) -> list[FieldError]:
    """What forbids leaving prompts out of the loss."""
    for name, report in (("training", train), ("validation", val)):
        if report is None:
            continue
        if report.format is DataFormat.TEXT:
            return [
                FieldError(
                    "mask_prompt",
                    "Text rows have no prompt to leave out.",
                    "Turn it off, or use chat or completion rows.",
                )
            ]
        if report.rows_without_answer:
            return [
                FieldError(
                    "mask_prompt",
                    f"{report.rows_without_answer} {name} rows do not end with an assistant turn, so nothing in them "
                    "would be trained.",
                    "End every row with an assistant turn, or turn this off.",
                )
            ]
    return []
