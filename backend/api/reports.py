"""The report of a run as one file to keep or to send."""

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from backend.api.deps import CurvesDep, SettingsDep, StoreDep
from backend.api.problems import RESPONSES
from backend.domain.report_page import POLICY
from backend.runtime.new_files import plain_stem
from backend.services.run_report import run_report

router = APIRouter(prefix="/api/runs", tags=["results"], responses=RESPONSES)


@router.get("/{run_id}/report", response_class=HTMLResponse)
def get_run_report(run_id: str, store: StoreDep, curves: CurvesDep, settings: SettingsDep) -> Response:
    """Give the run as one HTML file that needs nothing else: what was asked, curves, proof, exit and note."""
    page = run_report(store, curves, run_id, settings.home)
    return HTMLResponse(
        page,
        headers={
            "Content-Disposition": f'attachment; filename="{plain_stem(run_id + ".html")}.html"',
            "Content-Security-Policy": f"{POLICY}; sandbox; frame-ancestors 'none'",
        },
    )
