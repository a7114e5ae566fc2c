"""Where rows of a table come from: a file, or a data set of the Hugging Face hub."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from backend.domain.data_mapping import ColumnsWork, HubSource, SourceKind
from backend.runtime.table_files import source_kind, table_rows
from backend.workers.job_channel import JobRefused

_MEMORY_BYTES = 16_000_000_000


def rows_of(work: ColumnsWork) -> tuple[SourceKind, Iterator[tuple[int, Any]]]:
    """(kind, numbered rows). Raises `RowProblem`, `JobRefused`, OSError."""
    if work.hub is not None:
        return SourceKind.HUB, hub_rows(work.hub)
    path = Path(work.path or "")
    kind = source_kind(path)
    return kind, table_rows(path, kind)


def limit_memory() -> None:
    """A file whose header lies about what it unpacks to ends this process, not the computer."""
    if os.name == "posix":
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = _MEMORY_BYTES if soft == resource.RLIM_INFINITY else min(soft, _MEMORY_BYTES)
        with contextlib.suppress(ValueError, OSError):  # some systems do not take such a limit
            resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))


def hub_rows(source: HubSource) -> Iterator[tuple[int, Any]]:
    """Rows of a data set of the hub, streamed; no program of the data set's is run. Raises `JobRefused`."""
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    import datasets
    from huggingface_hub.errors import HfHubHTTPError, OfflineModeIsEnabled

    refusals = (
        datasets.exceptions.DatasetNotFoundError,
        datasets.exceptions.DataFilesNotFoundError,
        HfHubHTTPError,
        OfflineModeIsEnabled,
        ConnectionError,
        ValueError,
        OSError,
    )
    try:
        rows = datasets.load_dataset(source.id, source.subset, split=source.split, streaming=True)
        yield from enumerate(rows, 1)
    except refusals as error:
        raise _refused(source, error) from error


def _refused(source: HubSource, error: Exception) -> JobRefused:
    words = " ".join(str(error).split())[:300].rstrip(".")
    if type(error).__name__ in ("OfflineModeIsEnabled", "ConnectionError", "ConnectTimeout", "LocalEntryNotFoundError"):
        message = f"{source.id} could not be fetched: the hub could not be reached."
        return JobRefused("hub", message, "Check the connection and try again, or download it and give the path.")
    return JobRefused(
        "hub",
        f"{source.id} could not be fetched: {words}.",
        "Check the name, subset and split; log in with `hf auth login` where it is private.",
    )
