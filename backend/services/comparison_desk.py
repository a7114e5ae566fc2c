"""Method comparisons: makes the runs, has each measured once it has ended, and puts the figures together."""

import asyncio
import logging
import secrets
from datetime import UTC, datetime

from backend.domain.comparison import Comparison, ComparisonChoice, ComparisonMember, ComparisonReport
from backend.domain.comparison_config import AnyConfig, comparison_errors
from backend.domain.comparison_report import report, standing
from backend.domain.evaluation import EvaluationRequest
from backend.domain.exit_cause import ExitCause
from backend.domain.run import END_STATES, Run, RunKind, RunState
from backend.errors import Conflict, DroidError, InvalidInput, NotFound, StorageFailed
from backend.services.comparison_files import ComparisonFiles
from backend.services.comparison_twins import Made, Origin, make_twins
from backend.services.evaluation_desk import EvaluationDesk
from backend.services.run_store import RunStore
from backend.services.run_supervisor import RunSupervisor

_log = logging.getLogger(__name__)


class ComparisonDesk:
    """Creates, reads and deletes comparisons; has their runs measured."""

    def __init__(
        self, files: ComparisonFiles, store: RunStore, supervisor: RunSupervisor, evaluations: EvaluationDesk
    ) -> None:
        self._files = files
        self._store = store
        self._supervisor = supervisor
        self._evaluations = evaluations
        self._tasks: set[asyncio.Task[None]] = set()
        supervisor.when_ended(self._run_ended)

    async def open(self) -> None:
        """Have measured what ended while no server was there. Runs and evaluations are read by now."""
        for comparison in await asyncio.to_thread(self._files.all):
            await self._measure(comparison)

    async def close(self) -> None:
        """Let go of what is being asked for; the next server asks again."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def from_run(self, run_id: str, choice: ComparisonChoice) -> ComparisonReport:
        """Set an ended run against others like it. Raises `NotFound`, `Conflict`, `InvalidInput`, `StorageFailed`."""
        run = self._store.get(run_id)
        if run.state not in END_STATES:
            raise Conflict(f"The run has not ended: it is {run.state}. Compare it once it has.")
        return await self._create(Origin(run.kind, run.config, run, self._store.folder(run_id)), choice)

    async def from_draft(self, kind: RunKind, config: AnyConfig, choice: ComparisonChoice) -> ComparisonReport:
        """Train every method from a draft. Raises `InvalidInput`, `StorageFailed`, `WorkerFailed`."""
        return await self._create(Origin(kind, config), choice)

    def all(self) -> list[ComparisonReport]:
        """Every comparison as it stands, newest first."""
        return [self._report(comparison) for comparison in self._files.all()]

    def get(self, comparison_id: str) -> ComparisonReport:
        """One comparison as it stands. Raises `NotFound`."""
        return self._report(self._files.get(comparison_id))

    def delete(self, comparison_id: str) -> None:
        """Forget the grouping; the runs stay. Raises `NotFound`, `StorageFailed`."""
        comparison = self._files.get(comparison_id)
        try:
            self._files.remove(comparison_id)
            for run in self._runs(comparison).values():
                if run.comparison_id == comparison_id:
                    self._store.note(run.id, write=True, comparison_id=None)
        except OSError as error:
            raise StorageFailed(f"The comparison could not be deleted: {error.strerror}.") from error

    async def _create(self, origin: Origin, choice: ComparisonChoice) -> ComparisonReport:
        errors = comparison_errors(origin.kind, origin.config, choice.methods)
        if errors:
            raise InvalidInput.of(*errors)
        now = datetime.now(UTC)
        comparison_id = f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
        folder = self._files.rows_folder(comparison_id)
        try:
            made = await asyncio.to_thread(make_twins, origin, choice.methods, choice.test_path, folder)
            await self._check(made, choice.methods)
            comparison = _planned(comparison_id, now, origin, choice, made)
            self._files.write(comparison)
        except OSError as error:
            self._files.abandon(comparison_id)
            raise StorageFailed(f"The comparison could not be written to {folder}: {error.strerror}.") from error
        except DroidError:
            self._files.abandon(comparison_id)
            raise
        comparison = await self._make_runs(comparison, made)
        await self._measure(comparison)
        return self._report(comparison)

    async def _check(self, made: Made, methods: list[RunKind]) -> None:
        for kind in methods:
            await self._supervisor.check(kind, made.twins.config_for(kind, 0))

    async def _make_runs(self, comparison: Comparison, made: Made) -> Comparison:
        """Queue the runs one after another, each written down as soon as it is there."""
        for place, member in enumerate(comparison.members):
            now = await self._made(member, comparison.id, made)
            members = [now if index == place else other for index, other in enumerate(comparison.members)]
            comparison = comparison.model_copy(update={"members": members})
            try:
                self._files.write(comparison)
            except OSError as error:
                raise StorageFailed(f"The comparison could not be kept: {error.strerror}.") from error
        return comparison

    async def _made(self, member: ComparisonMember, comparison_id: str, made: Made) -> ComparisonMember:
        try:
            if member.run_id is None:
                run = await self._supervisor.create(member.kind, made.twins.config_for(member.kind, member.seed))
            else:
                run = self._store.get(member.run_id)
            if run.comparison_id is None:
                self._store.note(run.id, write=True, comparison_id=comparison_id)
        except DroidError as error:
            return member.model_copy(update={"problem": error.detail})
        except OSError as error:
            return member.model_copy(update={"problem": f"The run could not be written: {error.strerror}."})
        return member.model_copy(update={"run_id": run.id})

    def _run_ended(self, run_id: str) -> None:
        task = asyncio.get_running_loop().create_task(self._measure_for(run_id))
        self._tasks.add(task)
        task.add_done_callback(self._task_done)

    def _task_done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("The runs of a comparison could not be measured", exc_info=error)

    async def _measure_for(self, run_id: str) -> None:
        for comparison in await asyncio.to_thread(self._files.all):
            if any(member.run_id == run_id for member in comparison.members):
                await self._measure(comparison)

    async def _measure(self, comparison: Comparison) -> None:
        """Queue an evaluation for each ended run that has none on these rows since it ended."""
        for run in self._runs(comparison).values():
            if run.state not in END_STATES or not self._store.folder(run.id).adapter_file.is_file():
                continue
            if standing(self._evaluations.of_run(run.id), run, comparison.rows_file) is not None:
                continue
            try:
                await self._evaluations.ask(run.id, EvaluationRequest(path=comparison.rows_file))
            except DroidError as error:
                _log.warning("Run %s of comparison %s is not measured: %s", run.id, comparison.id, error.detail)

    def _runs(self, comparison: Comparison) -> dict[str, Run]:
        found = {}
        for member in comparison.members:
            try:
                if member.run_id is not None:
                    found[member.run_id] = self._store.get(member.run_id)
            except NotFound:
                continue
        return found

    def _report(self, comparison: Comparison) -> ComparisonReport:
        runs = self._runs(comparison)
        return report(comparison, runs, {run_id: self._evaluations.of_run(run_id) for run_id in runs})


def _planned(comparison_id: str, now: datetime, origin: Origin, choice: ComparisonChoice, made: Made) -> Comparison:
    seeds = choice.seeds or [origin.config.seed]
    counted = _counted(origin)
    return Comparison(
        id=comparison_id,
        created_at=now,
        source_run_id=None if origin.run is None else origin.run.id,
        methods=choice.methods,
        seeds=seeds,
        members=[
            ComparisonMember(kind=kind, seed=seed, run_id=counted if _is_origin(origin, kind, seed) else None)
            for kind in choice.methods
            for seed in seeds
        ],
        iterations=made.twins.iterations,
        batch_size=origin.config.batch_size,
        train_rows=made.train_rows,
        test_rows=made.test_rows,
        rows_file=str(made.rows_file),
        rows_from=made.rows_from,
    )


def _is_origin(origin: Origin, kind: RunKind, seed: int) -> bool:
    return origin.kind is kind and origin.config.seed == seed


def _counted(origin: Origin) -> str | None:
    """The source itself, where it trained every step that it was asked for: it needs no twin of its own method and seed."""
    run = origin.run
    if (
        run is None
        or run.state is not RunState.COMPLETED
        or run.exit is None
        or run.exit.cause is not ExitCause.COMPLETED
    ):
        return None
    return run.id
