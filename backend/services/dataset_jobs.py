"""Jobs on data: started, followed, remembered for a while, cancelled. Long ones work one at a time, because each uses every core."""

import asyncio
import logging
import secrets
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from backend.domain.data_jobs import JOB_ENDS, Job, JobProblem, JobProgress, JobState
from backend.errors import Conflict, NotFound
from backend.services.dataset_worker import DataWorker

_REMEMBERED = 50
_QUEUE = 20
_log = logging.getLogger(__name__)
AnyJob = TypeVar("AnyJob", bound=Job)


class DatasetJobs:
    """Every job of this server's life; the oldest that have ended are forgotten."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._turn = asyncio.Lock()

    def start(self, kind: type[AnyJob], module: str, request: BaseModel, *, at_once: bool = False) -> AnyJob:
        """Queue `python -m <module>` with this request; its result becomes the job's. Raises `Conflict`.

        Work that is short whatever the size of the data need not wait its turn (`at_once`).
        """
        if len(self._tasks) >= _QUEUE:
            raise Conflict(f"{_QUEUE} jobs are waiting already. Wait for them, or cancel some.")
        job = kind(id=secrets.token_hex(6))
        self._jobs[job.id] = job
        self._forget()
        task = asyncio.get_running_loop().create_task(
            self._run(job.id, module, request, asyncio.Lock() if at_once else self._turn)
        )
        self._tasks[job.id] = task
        task.add_done_callback(lambda done: self._ended(job.id, done))
        return job

    def get(self, kind: type[AnyJob], job_id: str) -> AnyJob:
        """A job as it stands. Raises `NotFound`."""
        job = self._jobs.get(job_id)
        if not isinstance(job, kind):
            raise NotFound(f"There is no job {job_id[:80]!r}. The server may have been started anew: ask again.")
        return job

    async def settled(self, kind: type[AnyJob], job_id: str, seconds: float) -> AnyJob:
        """A job once it has ended, or as it stands after so long. Raises `NotFound`."""
        job = self.get(kind, job_id)
        if seconds and job_id in self._tasks:
            await asyncio.wait([self._tasks[job_id]], timeout=seconds)
            job = self.get(kind, job_id)
        return job

    def cancel(self, kind: type[AnyJob], job_id: str) -> None:
        """End a job and forget it; one that has ended is only forgotten. Raises `NotFound`."""
        self.get(kind, job_id)
        if job_id in self._tasks:
            self._change(job_id, state=JobState.CANCELLED)
            self._tasks[job_id].cancel()
        else:
            del self._jobs[job_id]

    async def close(self) -> None:
        """End everything that runs."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, job_id: str, module: str, request: BaseModel, turn: asyncio.Lock) -> None:
        async with turn:
            self._change(job_id, state=JobState.RUNNING)
            worker = await DataWorker.start(module)
            try:
                await worker.ask(request)
                async for line in worker.lines():
                    self._take(job_id, line)
                    if self._jobs[job_id].state in JOB_ENDS:
                        return
                await self._broke_down(job_id, worker)
            except OSError:
                await self._broke_down(job_id, worker)
            finally:
                await asyncio.shield(worker.end())

    async def _broke_down(self, job_id: str, worker: DataWorker) -> None:
        words = await worker.last_words()
        problem = JobProblem(
            field="", message=f"The worker ended without an answer: {words}.", hint="Try again; the log may say more."
        )
        self._change(job_id, state=JobState.FAILED, problem=problem)

    def _take(self, job_id: str, line: dict[str, Any]) -> None:
        if "progress" in line:
            self._change(job_id, progress=JobProgress.model_validate(line["progress"]))
        elif "problem" in line:
            self._change(job_id, state=JobState.FAILED, problem=JobProblem.model_validate(line["problem"]))
        else:
            kind = type(self._jobs[job_id])
            self._jobs[job_id] = kind.model_validate(
                {**self._jobs[job_id].model_dump(), "state": JobState.DONE, "result": line["result"]}
            )

    def _change(self, job_id: str, **changes: object) -> None:
        self._jobs[job_id] = self._jobs[job_id].model_copy(update=changes)

    def _ended(self, job_id: str, task: asyncio.Task[None]) -> None:
        self._tasks.pop(job_id, None)
        if task.cancelled():
            self._change(job_id, state=JobState.CANCELLED)
        elif (error := task.exception()) is not None:
            _log.error("A data job failed", exc_info=error)
            message = "The server could not follow the worker." if isinstance(error, ValidationError) else str(error)
            problem = JobProblem(field="", message=message.rstrip(".") + ".", hint="Try again.")
            self._change(job_id, state=JobState.FAILED, problem=problem)

    def _forget(self) -> None:
        ended = [job_id for job_id, job in self._jobs.items() if job.state in JOB_ENDS]
        for job_id in ended[: max(0, len(self._jobs) - _REMEMBERED)]:
            del self._jobs[job_id]
