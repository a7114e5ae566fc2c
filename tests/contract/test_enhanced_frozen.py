"""The Enhanced Setup is frozen: what each method asks of its trainer is held, word for word, by files beside this test.

A change of Setup leaves them as they are. When one of them must change, it is a decision and not an accident: run
`python -m tests.contract.write_golden` and say in docs/decisions.md why results of before and after no longer compare.
"""

import json

import httpx
import pytest

from backend.domain.enhanced_choices import EnhancedKind
from backend.domain.model_map import ModelMap
from tests.contract.golden_enhanced import FORM, form, read, trained
from tests.fixtures.serving import PROJECT


@pytest.fixture(scope="module")
def demo_map(client: httpx.Client) -> ModelMap:
    answer = client.post("/api/models/inspect", json={"model": str(PROJECT / "configs/demo/model")})
    return ModelMap.model_validate_json(answer.content)


@pytest.mark.parametrize("kind", EnhancedKind)
def test_the_request_the_arguments_and_the_keys(demo_map: ModelMap, kind: EnhancedKind) -> None:
    assert json.loads(json.dumps(trained(kind, demo_map))) == read(kind.value)


def test_the_form_with_its_limits_defaults_and_help() -> None:
    assert json.loads(json.dumps(form())) == read(FORM)


def test_nothing_of_the_setup_form_is_imported() -> None:
    """`enhanced_*` in the domain stands on its own: not one line of `training_config` or what is built on it."""
    setup = ("training_config", "config_rules", "lora_parameters", "recommended", "backend.domain.preview")
    for file in sorted((PROJECT / "backend/domain").glob("enhanced_*.py")):
        imports = [line for line in file.read_text().splitlines() if line.startswith(("from ", "import "))]
        assert not [line for line in imports if any(name in line for name in setup)], file.name
