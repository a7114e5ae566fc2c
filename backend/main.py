"""Puts the application together. No logic of its own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from backend import __version__
from backend.api import (
    bundles,
    compare,
    compare_batches,
    compare_votes,
    comparisons,
    configs,
    dataset_reports,
    dataset_work,
    datasets,
    enhanced,
    evaluations,
    health,
    models,
    problems,
    queue,
    reports,
    results,
    run_curves,
    run_events,
    run_folder,
    runs,
    trash,
)
from backend.api.body_limit import BodyLimit
from backend.api.guard import Guard
from backend.api.pages import Pages
from backend.api.runs import start_training
from backend.domain.lora_parameters import generate_lora_parameters
from backend.domain.training_config import TrainingConfig
from backend.services.compare_service import CompareService
from backend.services.comparison_desk import ComparisonDesk
from backend.services.comparison_files import ComparisonFiles
from backend.services.curve_cache import CurveCache
from backend.services.dataset_room import DatasetRoom
from backend.services.evaluation_desk import EvaluationDesk
from backend.services.home_tidy import HomeTidy
from backend.services.inspectors import Inspectors
from backend.services.queue_store import QueueStore
from backend.services.result_table import ResultTable
from backend.services.run_store import RunStore
from backend.services.run_supervisor import RunSupervisor
from backend.settings import Settings, default_home

__all__ = ["TrainingConfig", "app", "create_app", "generate_lora_parameters", "start_training"]


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application for these settings; by default for the person's own home folder. Touches no file yet."""
    chosen = settings or Settings(home=default_home())
    application = FastAPI(
        title="Droid Fine-Tuning",
        version=__version__,
        description="Fine-tunes language models with MLX and proves what it did.",
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
    )
    application.state.settings = chosen
    application.state.inspectors = Inspectors()
    application.state.store = RunStore(chosen.runs)
    application.state.compare = CompareService(
        application.state.store, application.state.inspectors.model, chosen.home / "compare"
    )
    application.state.supervisor = RunSupervisor(
        application.state.store,
        QueueStore(chosen.queue),
        application.state.inspectors,
        before_start=application.state.compare.step_aside,
    )
    application.state.evaluations = EvaluationDesk(
        application.state.store, before_start=application.state.compare.step_aside
    )
    application.state.supervisor.share_queue(application.state.evaluations.work)
    application.state.comparisons = ComparisonDesk(
        ComparisonFiles(chosen.home / "comparisons"),
        application.state.store,
        application.state.supervisor,
        application.state.evaluations,
    )
    application.state.data = DatasetRoom(chosen)
    application.state.results = ResultTable(application.state.store)
    application.state.curves = CurveCache(application.state.store)
    application.state.tidy = HomeTidy(application.state.store.trash, chosen.imports, application.state.results)
    problems.install(application)
    for room in (
        health,
        models,
        datasets,
        dataset_reports,
        dataset_work,
        configs,
        enhanced,
        queue,
        runs,
        run_events,
        evaluations,
        comparisons,
        run_curves,
        run_folder,
        reports,
        bundles,
        results,
        trash,
        compare_batches,
        compare_votes,
        compare,
    ):
        application.include_router(room.router)
    application.mount("/", Pages(chosen.pages))
    application.add_middleware(BodyLimit, streamed=frozenset({"/api/datasets", "/api/datasets/files", "/api/bundles"}))
    application.add_middleware(Guard, token=chosen.token)
    return application


@asynccontextmanager
async def _lifespan(application: FastAPI) -> AsyncIterator[None]:
    await application.state.supervisor.open()
    await application.state.comparisons.open()
    await application.state.compare.open()
    await application.state.tidy.open()
    yield
    await application.state.tidy.close()
    await application.state.data.close()
    await application.state.compare.close()
    await application.state.comparisons.close()
    await application.state.evaluations.close()
    await application.state.supervisor.close()


app = create_app()
