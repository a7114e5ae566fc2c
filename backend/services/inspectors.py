"""Who looks into models and into files of rows; one of each a server, for what they remember."""

from dataclasses import dataclass, field

from backend.services.model_inspector import ModelInspector
from backend.services.row_inspector import RowInspector


@dataclass(frozen=True)
class Inspectors:
    """What a check of a configuration asks."""

    model: ModelInspector = field(default_factory=ModelInspector)
    rows: RowInspector = field(default_factory=RowInspector)
