"""Everything about data that takes a worker: reports, the token viewer, fixes, imports, splits."""

import asyncio
from pathlib import Path

from backend.domain.data_fixes import FixJob, FixRequest, FixWork
from backend.domain.data_jobs import Job, ReportJob, ReportWork
from backend.domain.data_mapping import ColumnsJob, ColumnsRequest, ColumnsWork, ImportJob, ImportRequest
from backend.domain.data_split import SplitJob, SplitRequest, SplitWork
from backend.domain.row_tokens import RowTokens, RowTokensRequest
from backend.domain.token_report import ReportRequest, TokenSettings
from backend.errors import FieldError, InvalidInput
from backend.runtime.disk_room import room
from backend.runtime.new_files import plain_stem
from backend.services.data_checks import valid_in
from backend.services.data_paths import data_file
from backend.services.dataset_jobs import DatasetJobs
from backend.services.dataset_tokens import TokenViewer
from backend.settings import Settings

_LEAST_IMPORT_BYTES = 1_000_000_000
_MOST_GROWTH = 100


class DatasetRoom:
    """One a server: its jobs and its viewer."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.jobs = DatasetJobs()
        self._viewer = TokenViewer()

    async def close(self) -> None:
        """End every worker."""
        await self.jobs.close()
        await self._viewer.close()

    async def show_row(self, request: RowTokensRequest) -> RowTokens:
        """One row as the trainer sees it. Raises `InvalidInput`, `WorkerFailed`."""
        return await self._viewer.show(request.model_copy(update={"model": _model(request.model)}))

    async def start_report(self, request: ReportRequest) -> ReportJob:
        """Queue a report. Raises `InvalidInput`, `Conflict`."""
        path = await _file("path", request.path)
        val = await asyncio.to_thread(_val_file, request)
        work = ReportWork(
            path=path,
            val_path=val,
            model=_model(request.model),
            settings=TokenSettings(**{name: getattr(request, name) for name in TokenSettings.model_fields}),
            cache=str(self._settings.reports),
        )
        return self.jobs.start(ReportJob, "backend.workers.data_report", work)

    async def start_fix(self, request: FixRequest, *, apply: bool) -> FixJob:
        """Queue the preview of a fix, or the fix itself. Raises `InvalidInput`, `Conflict`."""
        work = FixWork(
            path=await _file("path", request.path),
            model=_model(request.model),
            settings=request.settings,
            fix=request.fix,
            folder=str(self._settings.datasets) if apply else None,
        )
        return self.jobs.start(FixJob, "backend.workers.fix_rows", work)

    async def start_columns(self, request: ColumnsRequest) -> ColumnsJob:
        """Queue a look into a table. Raises `InvalidInput`, `Conflict`."""
        work = ColumnsWork(path=await _source(request), hub=request.hub, mapping=request.mapping)
        return self.jobs.start(ColumnsJob, "backend.workers.read_columns", work, at_once=True)

    async def start_import(self, request: ImportRequest) -> ImportJob:
        """Queue an import. Raises `InvalidInput`, `Conflict`."""
        path = await _source(request)
        if request.mapping is not None and (missing := request.mapping.missing()):
            named = (FieldError(f"mapping.{role}", f"No column is named for {role}.", "Name one.") for role in missing)
            raise InvalidInput.of(*named)
        called = request.name or (request.hub.id.replace("/", "-") if request.hub else Path(path or "").name)
        work = ColumnsWork(
            path=path,
            hub=request.hub,
            mapping=request.mapping,
            stem=plain_stem(f"{called}.jsonl" if request.name or request.hub else called),
            folder=str(self._settings.datasets),
            limit_bytes=await asyncio.to_thread(self._limit, path),
        )
        return self.jobs.start(ImportJob, "backend.workers.import_rows", work)

    async def start_split(self, request: SplitRequest) -> SplitJob:
        """Queue a split. Raises `InvalidInput`, `Conflict`."""
        if not request.valid and not request.test:
            problem = FieldError(
                "valid", "Neither validation nor test rows are asked for.", "Give one of them a share."
            )
            raise InvalidInput.of(problem)
        path = await _file("path", request.path)
        work = SplitWork(**request.model_dump(exclude={"path"}), path=path, folder=str(self._settings.datasets))
        return self.jobs.start(SplitJob, "backend.workers.split_rows", work)

    def _limit(self, path: str | None) -> int:
        """The most bytes that an import may write: what the disk has, and no absurd multiple of the file."""
        most = min(room(self._settings.datasets), self._settings.max_upload_bytes)
        if path is None:
            return most
        return min(most, max(_LEAST_IMPORT_BYTES, _MOST_GROWTH * Path(path).stat().st_size))


AnyDataJob = FixJob | ColumnsJob | ImportJob | SplitJob
"""Jobs that are asked after under one address; `kind` tells them apart."""


def data_job(jobs: DatasetJobs, job_id: str) -> AnyDataJob:
    """A job of any of these kinds. Raises `NotFound`."""
    job = jobs.get(Job, job_id)
    return job if isinstance(job, FixJob | ColumnsJob | ImportJob | SplitJob) else jobs.get(FixJob, job_id)


async def _source(request: ColumnsRequest) -> str | None:
    if (request.path is None) == (request.hub is None):
        problem = FieldError("path", "Give either a file or a data set of the hub.", "Give one of path and hub.")
        raise InvalidInput.of(problem)
    return None if request.path is None else await _file("path", request.path)


def _val_file(request: ReportRequest) -> str | None:
    """What training would validate on: the named file, else valid.jsonl in a folder of training data."""
    if (request.val_path or "").strip():
        return str(data_file("val_path", request.val_path or "", "valid.jsonl"))
    beside = valid_in(request.path)
    return None if beside is None else str(beside)


async def _file(field: str, given: str | None, name: str = "train.jsonl") -> str:
    return str(await asyncio.to_thread(data_file, field, given or "", name))


def _model(model: str) -> str:
    if not model.strip():
        raise InvalidInput.of(FieldError("model", "No model is chosen.", "Choose a folder or a Hugging Face id."))
    return model.strip()
