"""Write what is frozen of the Enhanced Setup anew: `python -m tests.contract.write_golden`. Only on purpose."""

import json
import tempfile
from pathlib import Path

from backend.domain.enhanced_choices import EnhancedKind
from backend.domain.model_map import ModelMap
from tests.contract.golden_enhanced import FORM, form, path_of, trained
from tests.fixtures.serving import PROJECT, serving


def main() -> None:
    with tempfile.TemporaryDirectory() as home, serving(Path(home)) as server:
        answer = server.client.post("/api/models/inspect", json={"model": str(PROJECT / "configs/demo/model")})
        model = ModelMap.model_validate_json(answer.content)
    for name, frozen in [(kind.value, trained(kind, model)) for kind in EnhancedKind] + [(FORM, form())]:
        path_of(name).parent.mkdir(exist_ok=True)
        path_of(name).write_text(json.dumps(frozen, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
