"""The inspection worker and models of the hub: from small files, from the cache, and not at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.domain.architecture_keys import STANDARD_KEYS
from tests.fixtures.hub import Hub, serving_hub
from tests.fixtures.inspecting import LLAMA, inspect, model_folder, refusal


@pytest.fixture
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    root = tmp_path_factory.mktemp("hub")
    files = {"tokenizer_config_json": "{}", "chat_template_jinja": "{{ messages }}", "model_safetensors": "weights"}
    model = model_folder(root / "model", LLAMA, **files)
    (root / "empty").mkdir()
    (root / "empty" / "README.md").touch()
    repositories = {"owner/model": model, "owner/empty": root / "empty", "owner/gated": model}
    with serving_hub(repositories, gated={"owner/gated"}) as hub:
        yield hub


def test_a_model_of_the_hub_is_inspected_from_its_small_files(hub: Hub, tmp_path: Path) -> None:
    found = inspect("owner/model", hub.environment(tmp_path))
    assert found.model == "owner/model"
    assert tuple(found.keys) == STANDARD_KEYS
    assert found.has_chat_template is True
    assert found.weight_bytes is None
    assert "config.json" in hub.asked
    assert "model.safetensors" not in hub.asked


def test_a_cached_model_needs_no_hub(hub: Hub, tmp_path: Path) -> None:
    fetched = inspect("owner/model", hub.environment(tmp_path))
    hub.asked.clear()
    assert inspect("owner/model", hub.environment(tmp_path)) == fetched
    assert hub.asked == []
    assert inspect("owner/model", {**hub.environment(tmp_path), "HF_HUB_OFFLINE": "1"}) == fetched


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("owner/unknown", "not_found"),
        ("no such name", "not_found"),
        ("owner/empty", "not_a_model"),
        ("owner/gated", "no_permission"),
    ],
)
def test_what_the_hub_refuses(hub: Hub, tmp_path: Path, model: str, expected: str) -> None:
    code, message = refusal(model, hub.environment(tmp_path))
    assert code == expected
    assert model in message


def test_offline_by_wish(hub: Hub, tmp_path: Path) -> None:
    code, message = refusal("owner/model", {**hub.environment(tmp_path), "HF_HUB_OFFLINE": "1"})
    assert code == "offline"
    assert "owner/model" in message
    assert hub.asked == []


def test_offline_because_nobody_answers(hub: Hub, tmp_path: Path) -> None:
    environment = hub.environment(tmp_path)
    hub.shutdown()
    hub.server_close()
    assert refusal("owner/model", environment)[0] == "offline"
