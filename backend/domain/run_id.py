"""The id of a run, which is the name of its folder: when it was made, its adapter's name, four digits by chance."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

_FORM = re.compile(r"(\d{8}-\d{6})-([A-Za-z0-9][A-Za-z0-9._-]{0,63})-[0-9a-f]{4}", re.ASCII)
_TIME = "%Y%m%d-%H%M%S"


@dataclass(frozen=True)
class RunIdParts:
    """What an id tells."""

    created_at: datetime
    adapter_name: str


def make_run_id(created_at: datetime, adapter_name: str, chance: str) -> str:
    """The id of a new run."""
    return f"{created_at.strftime(_TIME)}-{adapter_name}-{chance}"


def parse_run_id(run_id: str) -> RunIdParts | None:
    """What an id tells; None where it is none of ours."""
    found = _FORM.fullmatch(run_id)
    if found is None:
        return None
    try:
        return RunIdParts(datetime.strptime(found[1], _TIME).replace(tzinfo=UTC), found[2])
    except ValueError:
        return None
