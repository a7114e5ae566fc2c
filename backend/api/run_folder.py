"""A run's folder, and the same run from a shell."""

from fastapi import APIRouter, Request

from backend.api.deps import SettingsDep, StoreDep
from backend.api.problems import RESPONSES
from backend.domain.run_commands import RunCommands
from backend.domain.run_files import RunFiles
from backend.services.run_listing import list_files
from backend.services.run_repeat import commands

router = APIRouter(prefix="/api/runs", tags=["results"], responses=RESPONSES)


@router.get("/{run_id}/folder")
def get_run_folder(run_id: str, store: StoreDep) -> RunFiles:
    """List the files of a run with sizes and what each is for."""
    return list_files(store, run_id)


@router.get("/{run_id}/commands")
def get_run_commands(run_id: str, store: StoreDep, settings: SettingsDep, request: Request) -> RunCommands:
    """Give the same run as curl, as command lines and as YAML."""
    return commands(store, run_id, str(request.base_url).rstrip("/"), token=settings.token is not None)
