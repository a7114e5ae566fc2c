"""What routes need, named once so that it stands in their signatures."""

from typing import Annotated

from fastapi import Depends, Query
from starlette.requests import HTTPConnection

from backend.services.compare_service import CompareService
from backend.services.comparison_desk import ComparisonDesk
from backend.services.curve_cache import CurveCache
from backend.services.dataset_room import DatasetRoom
from backend.services.evaluation_desk import EvaluationDesk
from backend.services.inspectors import Inspectors
from backend.services.result_table import ResultTable
from backend.services.run_store import RunStore
from backend.services.run_supervisor import RunSupervisor
from backend.settings import Settings


def _settings(connection: HTTPConnection) -> Settings:
    return connection.app.state.settings  # type: ignore[no-any-return]


def _store(connection: HTTPConnection) -> RunStore:
    return connection.app.state.store  # type: ignore[no-any-return]


def _supervisor(connection: HTTPConnection) -> RunSupervisor:
    return connection.app.state.supervisor  # type: ignore[no-any-return]


def _inspectors(connection: HTTPConnection) -> Inspectors:
    return connection.app.state.inspectors  # type: ignore[no-any-return]


def _results(connection: HTTPConnection) -> ResultTable:
    return connection.app.state.results  # type: ignore[no-any-return]


def _curves(connection: HTTPConnection) -> CurveCache:
    return connection.app.state.curves  # type: ignore[no-any-return]


def _compare(connection: HTTPConnection) -> CompareService:
    return connection.app.state.compare  # type: ignore[no-any-return]


def _data(connection: HTTPConnection) -> DatasetRoom:
    return connection.app.state.data  # type: ignore[no-any-return]


def _evaluations(connection: HTTPConnection) -> EvaluationDesk:
    return connection.app.state.evaluations  # type: ignore[no-any-return]


def _comparisons(connection: HTTPConnection) -> ComparisonDesk:
    return connection.app.state.comparisons  # type: ignore[no-any-return]


SettingsDep = Annotated[Settings, Depends(_settings)]
StoreDep = Annotated[RunStore, Depends(_store)]
SupervisorDep = Annotated[RunSupervisor, Depends(_supervisor)]
InspectorsDep = Annotated[Inspectors, Depends(_inspectors)]
ResultsDep = Annotated[ResultTable, Depends(_results)]
CurvesDep = Annotated[CurveCache, Depends(_curves)]
CompareDep = Annotated[CompareService, Depends(_compare)]
DataDep = Annotated[DatasetRoom, Depends(_data)]
EvaluationsDep = Annotated[EvaluationDesk, Depends(_evaluations)]
ComparisonsDep = Annotated[ComparisonDesk, Depends(_comparisons)]
WaitSeconds = Annotated[
    float, Query(ge=0, le=30, description="Answer only once the job has ended, or after so many seconds.")
]
