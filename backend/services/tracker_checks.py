"""Whether the trackers that a run asks for can be written: they come with packages of their own."""

from collections.abc import Callable, Sequence
from importlib.util import find_spec

from backend.domain.trackers import INSTALL, PACKAGES, Tracker
from backend.errors import FieldError


def _is_installed(module: str) -> bool:
    return find_spec(module) is not None


def tracker_errors(
    trackers: Sequence[Tracker], is_installed: Callable[[str], bool] = _is_installed
) -> list[FieldError]:
    """One error that names what is missing and the command that installs it; nothing is imported."""
    missing = [PACKAGES[tracker] for tracker in trackers if not is_installed(PACKAGES[tracker].module)]
    if not missing:
        return []
    names = " and ".join(f"{package.title} (package {package.module})" for package in missing)
    return [
        FieldError("trackers", f"{names}: not installed.", f"Run {INSTALL} in the project's folder, or leave it out.")
    ]
