"""What a comparison is refused for: each time the field, the reason and the remedy."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.comparing import MODEL, Comparing, make_adapter, said
from tests.fixtures.serving import Ended, Server

BASE = {"source": "base"}


@pytest.fixture(scope="module")
def comparing(server: Server) -> Iterator[Comparing]:
    yield Comparing(server)
    server.client.post("/api/compare/worker/unload")


@pytest.fixture(scope="module")
def adapter(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return {"source": "adapter", "path": str(make_adapter(tmp_path_factory.mktemp("adapters") / "mine"))}


def of_run(run: Ended, checkpoint: str | int = "final") -> dict[str, Any]:
    return {"source": "run", "run_id": run.run["id"], "checkpoint": checkpoint}


@pytest.mark.parametrize("text", ["", "   \n"])
def test_an_empty_prompt(comparing: Comparing, text: str) -> None:
    assert comparing.refusal(messages=said(text))["field"] == "messages"


def test_a_conversation_that_does_not_end_with_the_user(comparing: Comparing) -> None:
    turns = [*said("Hello"), {"role": "assistant", "content": "Hello!"}]
    assert comparing.refusal(messages=turns)["field"] == "messages"


def test_a_prompt_past_the_context(comparing: Comparing) -> None:
    error = comparing.refusal(messages=said("What colour is the fox? " * 60))
    assert error["field"] == "messages"
    assert "context holds 256" in error["message"]


def test_an_answer_that_may_pass_the_context_is_warned_of(comparing: Comparing) -> None:
    session = comparing.ask([BASE], settings={"max_tokens": 250})
    assert "256" in session["warnings"][0]
    comparing.listen(session["id"])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("max_tokens", 10_001), ("max_tokens", 0), ("temperature", 2.1), ("top_p", 0), ("min_p", 1), ("top_k", -1),
        ("repetition_penalty", 0.9), ("seed", -1), ("speed", 1),
    ],
)  # fmt: skip
def test_settings_beyond_their_limits(comparing: Comparing, field: str, value: float) -> None:
    assert comparing.refusal(settings={field: value})["field"] == f"settings.{field}"


def test_ten_thousand_tokens_may_be_asked(comparing: Comparing) -> None:
    done = comparing.listen(comparing.ask([BASE], settings={"max_tokens": 10_000})["id"])
    assert done.of("side_finished")[0]["finish_reason"] == "stop"


def test_no_sides_and_too_many(comparing: Comparing) -> None:
    assert comparing.refusal(sides=[])["field"] == "sides"
    assert comparing.refusal(sides=[BASE] * 5)["field"] == "sides"


def test_a_model_that_is_none(comparing: Comparing, tmp_path: Path) -> None:
    assert comparing.refusal(model_path=str(tmp_path))["field"] == "model_path"


def test_an_unknown_run_and_an_unknown_checkpoint(comparing: Comparing, finished_run: Ended) -> None:
    unknown = {"source": "run", "run_id": "no-such-run"}
    assert comparing.refusal(sides=[unknown])["field"] == "sides.0.run_id"
    error = comparing.refusal(sides=[BASE, of_run(finished_run, 4)])
    assert error["field"] == "sides.1.checkpoint"
    assert "saved: 3, 6" in error["message"]


def test_a_run_and_an_adapter_of_another_base(
    comparing: Comparing, finished_run: Ended, adapter: dict[str, str], tmp_path: Path
) -> None:
    other = tmp_path / "other-base"
    shutil.copytree(MODEL, other)
    error = comparing.refusal(model_path=str(other), sides=[BASE, of_run(finished_run)])
    assert error["field"] == "sides.1"
    assert str(MODEL) in error["message"]
    assert str(other) in error["message"]
    assert comparing.refusal(model_path=str(other), sides=[adapter])["field"] == "sides.0"


def broken(folder: Path, change: str) -> Path:
    """An adapter folder with something wrong in it."""
    made = make_adapter(folder / "adapter", num_layers=2)
    weights, config = made / "adapters.safetensors", made / "adapter_config.json"
    if change == "missing":
        weights.unlink()
    elif change == "truncated":
        weights.write_bytes(weights.read_bytes()[:-1])
    elif change == "no config":
        config.unlink()
    elif change == "rank":
        shutil.copy(make_adapter(folder / "four", rank=4, num_layers=2) / weights.name, weights)
    else:
        named = json.loads(config.read_text())
        config.write_text(json.dumps({**named, "model": "/gone/model"}))
        text = weights.read_bytes()
        weights.write_bytes(text.replace(b"layers.23.", b"layers.93."))
    return made


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("missing", "There is no adapters.safetensors"),
        ("truncated", "cut short"),
        ("no config", "holds no adapter_config.json"),
        ("rank", "has rank 4, but adapter_config.json says 8"),
        ("another model", "adapts block 93"),
    ],
)
def test_adapters_that_cannot_be_used(comparing: Comparing, tmp_path: Path, change: str, says: str) -> None:
    error = comparing.refusal(sides=[BASE, {"source": "adapter", "path": str(broken(tmp_path, change))}])
    assert error["field"] == "sides.1.path"
    assert says in error["message"]


def test_an_adapter_folder_that_is_deleted_while_loaded(comparing: Comparing, tmp_path: Path) -> None:
    side = {"source": "adapter", "path": str(make_adapter(tmp_path / "short-lived"))}
    assert comparing.listen(comparing.ask([side])["id"]).of("side_finished")
    shutil.rmtree(side["path"])
    error = comparing.refusal(sides=[side])
    assert error["field"] == "sides.0.path"
    assert "There is no adapter folder" in error["message"]
