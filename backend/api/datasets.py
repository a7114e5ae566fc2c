"""Data at hand, uploads, and what is inside a file."""

from pathlib import Path

from fastapi import APIRouter, UploadFile
from pydantic import BaseModel, ConfigDict, Field

from backend.api.deps import InspectorsDep, SettingsDep
from backend.api.problems import RESPONSES
from backend.domain.dataset import DatasetReport
from backend.services.catalog import KnownDataset, known_datasets
from backend.services.dataset_intake import report_on, store_upload

router = APIRouter(prefix="/api/datasets", tags=["datasets"], responses=RESPONSES)


class InspectDataset(BaseModel):
    """Which file to read."""

    model_config = ConfigDict(extra="forbid")

    path: str = Field(min_length=1, max_length=4096)


@router.get("")
def list_datasets(settings: SettingsDep) -> list[KnownDataset]:
    """List the data sets that are on this computer."""
    return known_datasets(settings)


@router.post("", status_code=201)
async def upload_dataset(file: UploadFile, settings: SettingsDep, inspectors: InspectorsDep) -> DatasetReport:
    """Keep an uploaded JSONL file under the home folder and report on it."""
    name = Path(file.filename or "data.jsonl").name
    return await store_upload(settings, inspectors.rows, name, file.size or 0, file.file)


@router.post("/inspect")
async def inspect_data(request: InspectDataset, inspectors: InspectorsDep) -> DatasetReport:
    """Read a JSONL file and report rows, format and errors with line numbers."""
    return await report_on(request.path, inspectors.rows)
