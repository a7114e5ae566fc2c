"""The report of one run, put together from its folder."""

from pathlib import Path

from backend import __version__
from backend.domain.redaction import redacted_run
from backend.domain.report_page import TABLE_ROWS, report_page
from backend.domain.run_notes import RunNotes
from backend.runtime.notes_file import BrokenNotes, read_notes
from backend.services.bundle_export import redaction_of
from backend.services.curve_cache import CurveCache
from backend.services.run_store import RunStore

_DRAWN = 1200


def run_report(store: RunStore, curves: CurveCache, run_id: str, home: Path) -> str:
    """One HTML file without a path of this computer. Raises `NotFound`, `StorageFailed`."""
    run, folder = store.get(run_id), store.folder(run_id)
    redaction = redaction_of(run, folder, home)
    try:
        notes = read_notes(folder.path)
    except BrokenNotes:
        notes = RunNotes()
    shown = notes.model_copy(update={"note": redaction.text(notes.note)})
    return report_page(
        redacted_run(run, redaction),
        shown,
        curves.curves(run_id, _DRAWN),
        curves.curves(run_id, TABLE_ROWS),
        f"Droid Fine-Tuning {__version__}",
    )
