"""The document that the TypeScript client is made from is the one that the application gives."""

import json

from backend.main import create_app
from tests.fixtures.serving import PROJECT


def test_openapi_json_is_current() -> None:
    kept = json.loads((PROJECT / "frontend" / "src" / "api" / "openapi.json").read_text())
    assert kept == create_app().openapi(), "run: python -m backend --openapi > frontend/src/api/openapi.json"
