"""Whatever the OpenAPI document allows, and much that it forbids, is answered: never with an error of the server itself."""

import hypothesis
import pytest
import schemathesis
from schemathesis import GenerationMode
from schemathesis.schemas import APIOperation

from backend.main import create_app
from tests.fixtures.serving import Server

EXAMPLES = 6
DOCUMENT = schemathesis.openapi.from_dict(create_app().openapi())
OPERATIONS = [found.ok() for found in DOCUMENT.get_all_operations()]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["allowed", "forbidden"])
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_no_call_breaks_the_server(server: Server, operation: APIOperation, mode: GenerationMode) -> None:
    @hypothesis.settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    def probe(case: schemathesis.Case) -> None:
        answer = case.call(base_url=server.url, timeout=60)
        assert answer.status_code < 500, answer.text

    try:
        probe()
    except hypothesis.errors.Unsatisfiable:
        pytest.skip("nothing about this call can be wrong: it takes no input")
