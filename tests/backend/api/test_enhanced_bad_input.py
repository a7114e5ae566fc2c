"""Everything a person can get wrong on the Enhanced form is refused with field, reason and way out, and leaves no run."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backend.domain.enhanced_choices import EnhancedKind
from tests.backend.api.test_enhanced import small
from tests.fixtures.serving import PROJECT, Ended, Server

DEMO = PROJECT / "configs/demo/model"
ROW = '{"prompt": "The fox", "answer": "orange"}\n'
SIGNATURE = "def own(prompts, completions, answer, types=None):\n"

Changes = dict[str, Any] | Callable[[Path], dict[str, Any]]


def data(text: str) -> Callable[[Path], dict[str, Any]]:
    def write(folder: Path) -> dict[str, Any]:
        file = folder / "data.jsonl"
        file.write_text(text)
        return {"train_data_path": str(file), "val_data_path": ""}

    return write


def reward(body: str) -> Callable[[Path], dict[str, Any]]:
    """A reward file whose one function has this body."""

    def write(folder: Path) -> dict[str, Any]:
        file = folder / "own.py"
        file.write_text(SIGNATURE + "".join(f"    {line}\n" for line in body.splitlines()))
        return {"reward_functions": ["own"], "reward_functions_file": str(file)}

    return write


def without_template(folder: Path) -> dict[str, Any]:
    model = folder / "model"
    shutil.copytree(DEMO, model)
    for file in model.glob("*.jinja"):
        file.unlink()
    tokenizer = model / "tokenizer_config.json"
    settings = json.loads(tokenizer.read_text())
    settings.pop("chat_template", None)
    tokenizer.write_text(json.dumps(settings))
    return {"model_path": str(model)}


CASES: dict[str, tuple[Changes, str, str]] = {
    "weights of 0.9": ({"reward_weights": [0.5, 0.4]}, "reward_weights", "sum to 0.9"),
    "weights of 1.1": ({"reward_weights": [0.6, 0.5]}, "reward_weights", "sum to 1.1"),
    "a weight below 0": ({"reward_weights": [1.5, -0.5]}, "reward_weights", "below 0"),
    "too few weights": ({"reward_weights": [1.0]}, "reward_weights", "2 rewards have 1 weights"),
    "an unknown reward": ({"reward_functions": ["magic"], "reward_weights": [1]}, "reward_functions", "magic"),
    "no reward": ({"reward_functions": [], "reward_weights": []}, "reward_functions", "No reward"),
    "a reward twice": ({"reward_functions": ["concise_reward"] * 2}, "reward_functions", "twice"),
    "a reward file that is missing": (
        {"reward_functions": ["own"], "reward_functions_file": "/nowhere/own.py"},
        "reward_functions_file",
        "no file",
    ),
    "a reward that raises": (reward("x = 1\nreturn [x / 0]"), "reward_functions_file", "Line 3: own:"),
    "a reward that returns text": (reward("return 'good'"), "reward_functions_file", "own:"),
    "a reward of the wrong length": (reward("return [1.0]"), "reward_functions_file", "own:"),
    "a reward of NaN": (reward("return [float('nan') for _ in completions]"), "reward_functions_file", "own:"),
    "a reward file with a syntax error": (reward("return ["), "reward_functions_file", "Line 2:"),
    "a function that the file does not define": (
        lambda folder: {**reward("return []")(folder), "reward_functions": ["other"]},
        "reward_functions_file",
        "other",
    ),
    "a row without answer": (
        data(ROW + '{"prompt": "The bee"}\n'),
        "train_data_path",
        "Line 2: The row has no answer.",
    ),
    "an empty answer": (data('{"prompt": "The bee", "answer": " "}\n'), "train_data_path", "answer is empty"),
    "a prompt that is a number": (data('{"prompt": 7, "answer": "x"}\n'), "train_data_path", "prompt is not text"),
    "chat rows": (data('{"messages": []}\n'), "train_data_path", "no prompt"),
    "broken JSON": (data(ROW * 4 + "{oops\n"), "train_data_path", "Line 5:"),
    "an empty file": (data(""), "train_data_path", "no rows"),
    "a batch larger than the data": (
        lambda folder: {**data(ROW * 3)(folder), "batch_size": 4},
        "batch_size",
        "larger than the 3 training rows",
    ),
    "missing data": ({"train_data_path": "/nowhere.jsonl"}, "train_data_path", "no file"),
    "no model": ({"model_path": ""}, "model_path", "No model"),
    "missing model": ({"model_path": "/nowhere/model"}, "model_path", "no folder"),
    "a model without a chat template": (without_template, "model_path", "no chat template"),
    "a group of 1": ({"group_size": 1}, "group_size", "at least 2"),
    "temperature 0": ({"temperature": 0}, "temperature", "more than 0"),
    "epsilon 0": ({"epsilon": 0}, "epsilon", "at least"),
    "epsilon high below epsilon": ({"epsilon": 0.01, "epsilon_high": 0.001}, "epsilon_high", "below epsilon"),
    "completion length 0": ({"max_completion_length": 0}, "max_completion_length", "at least 1"),
    "a level that does not exist": ({"importance_sampling_level": "word"}, "importance_sampling_level", "not a choice"),
    "a loss that does not exist": ({"grpo_loss_type": "ppo"}, "grpo_loss_type", "not a choice"),
    "learning rate NaN": ({"learning_rate": float("nan")}, "learning_rate", "finite"),
    "a LoRA field of Setup": ({"lora_rank": 8}, "lora_rank", "not a known field"),
    "iterations and epochs": ({"epochs": 1}, "epochs", "both given"),
    "early stop without validation": ({"early_stop": True, "val_data_path": ""}, "early_stop", "nothing to look at"),
    "warm-up as long as the run": ({"warmup_steps": 3}, "warmup_steps", "as long as the whole run"),
    "adapter name outside": ({"adapter_name": "../x"}, "adapter_name", "characters"),
}


def refused(server: Server, config: dict[str, Any], field: str, words: str) -> None:
    before = server.run_ids
    body = json.dumps({"kind": "dr_grpo", "config": config})
    answer = server.client.post("/api/runs", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    (error,) = answer.json()["errors"]
    assert error["field"] == field
    assert words in error["message"]
    assert error["message"].endswith(".")
    assert error["hint"].endswith(".")
    assert server.run_ids == before


@pytest.mark.parametrize(("changes", "field", "words"), CASES.values(), ids=CASES.keys())
def test_bad_input(server: Server, tmp_path: Path, changes: Changes, field: str, words: str) -> None:
    made = changes(tmp_path) if callable(changes) else changes
    refused(server, {**small(server.client, EnhancedKind.DR_GRPO), **made}, field, words)


def test_a_reward_that_loops_for_ever(server: Server, tmp_path: Path) -> None:
    own = reward("while True:\n    pass")(tmp_path)
    refused(server, {**small(server.client, EnhancedKind.DR_GRPO), **own}, "reward_functions_file", "Line")


def test_resuming_an_adapter_of_setup(server: Server, finished_run: Ended) -> None:
    adapter = server.folder(finished_run.run["id"]).adapter_file
    config = small(server.client, EnhancedKind.DR_GRPO, resume_adapter_file=str(adapter))
    refused(server, config, "resume_adapter_file", "covers 168 modules, this run 64")


def test_masking_text_rows(server: Server, tmp_path: Path) -> None:
    config = small(server.client, EnhancedKind.SFT_ATTENTION, mask_prompt=True)
    made = data('{"text": "a b c"}\n')(tmp_path)
    answer = server.client.post("/api/runs", json={"kind": "sft_attention", "config": {**config, **made}})
    assert [error["field"] for error in answer.json()["errors"]] == ["mask_prompt"]


def test_a_trial_tells_the_line_and_the_remedy(server: Server, tmp_path: Path) -> None:
    config = {**small(server.client, EnhancedKind.GRPO), **reward("x = 1\nreturn [x / 0]")(tmp_path)}
    report = server.client.post("/api/enhanced/trial", json={"kind": "grpo", "config": config}).json()
    (problem,) = report["problems"]
    assert (report["ok"], problem["function"], problem["line"]) == (False, "own", 3)


def test_a_trial_of_weights_that_do_not_sum_to_1(server: Server) -> None:
    config = {**small(server.client, EnhancedKind.GRPO), "reward_weights": [0.5, 0.4]}
    answer = server.client.post("/api/enhanced/trial", json={"kind": "grpo", "config": config})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "reward_weights"
