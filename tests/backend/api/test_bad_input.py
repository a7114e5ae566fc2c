"""Everything a person can get wrong on the form is refused with the field, the reason and the way out, and leaves no run."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.fixtures.serving import PROJECT, Ended, Server

DEMO = PROJECT / "configs" / "demo"
ROW = '{"prompt": "a", "completion": "b"}\n'
TEXT = '{"text": "a b c"}\n'
ASKED = '{"messages": [{"role": "user", "content": "Who?"}]}\n'
ANSWERED = '{"messages": [{"role": "user", "content": "Who?"}, {"role": "assistant", "content": "I."}]}\n'
NAN = float("nan")

Changes = dict[str, Any] | Callable[[Path], dict[str, Any]]


def data(text: str, **more: Any) -> Callable[[Path], dict[str, Any]]:
    """Training data with this text and no validation."""

    def write(folder: Path) -> dict[str, Any]:
        file = folder / "data.jsonl"
        file.write_text(text)
        return {"train_data_path": str(file), "val_data_path": "", "batch_size": 1, "mask_prompt": False, **more}

    return write


def model(**files: str) -> Callable[[Path], dict[str, Any]]:
    def write(folder: Path) -> dict[str, Any]:
        for name, text in files.items():
            (folder / f"{name}.json").write_text(text)
        return {"model_path": str(folder)}

    return write


def unreadable(folder: Path) -> dict[str, Any]:
    """Mode 000. The server of the tests gives up root's right to read it all the same (see fixtures/serving)."""
    file = folder / "secret.jsonl"
    file.write_text(ROW)
    file.chmod(0)
    return {"train_data_path": str(file)}


def below_a_file(folder: Path) -> dict[str, Any]:
    (folder / "file").write_text(ROW)
    return {"train_data_path": str(folder / "file" / "train.jsonl")}


def not_a_model_but_a_file(folder: Path) -> dict[str, Any]:
    (folder / "model.safetensors").write_text("")
    return {"model_path": str(folder / "model.safetensors")}


def broken_config(folder: Path) -> dict[str, Any]:
    shutil.copytree(DEMO / "model", folder / "model")
    (folder / "model" / "config.json").write_text('{"model_type": ')
    return {"model_path": str(folder / "model")}


CASES: dict[str, tuple[Changes, str, str]] = {
    "rank 0": ({"lora_rank": 0}, "lora_rank", "LoRA Rank is 0"),
    "rank text": ({"lora_rank": "wide"}, "lora_rank", "not a whole number"),
    "rank 8.5": ({"lora_rank": 8.5}, "lora_rank", "not a whole number"),
    "alpha 0.5": ({"lora_alpha": 0.5}, "lora_alpha", "at least 1"),
    "dropout -0.1": ({"lora_dropout": -0.1}, "lora_dropout", "at least 0"),
    "dropout 1": ({"lora_dropout": 1}, "lora_dropout", "less than 1"),
    "dropout NaN": ({"lora_dropout": NAN}, "lora_dropout", "finite"),
    "layers 0": ({"lora_num_layers": 0}, "lora_num_layers", "train nothing"),
    "layers -2": ({"lora_num_layers": -2}, "lora_num_layers", "at least -1"),
    "layers 25 of 24": ({"lora_num_layers": 25}, "lora_num_layers", "has 24"),
    "learning rate 0": ({"learning_rate": 0}, "learning_rate", "more than 0"),
    "learning rate negative": ({"learning_rate": -1e-5}, "learning_rate", "more than 0"),
    "learning rate NaN": ({"learning_rate": NAN}, "learning_rate", "finite"),
    "learning rate text": ({"learning_rate": "fast"}, "learning_rate", "not a number"),
    "learning rate infinite": ({"learning_rate": float("inf")}, "learning_rate", ""),
    "batch larger than the data": (data(ROW * 3, batch_size=4), "batch_size", "larger than the 3 training rows"),
    "batch larger than the validation": ({"batch_size": 64}, "batch_size", "48 validation rows"),
    "empty file": (data(""), "train_data_path", "no rows"),
    "blank lines only": (data("\n\n  \n"), "train_data_path", "no rows"),
    "broken JSON on line 17": (data(ROW * 16 + "{oops\n" + ROW), "train_data_path", "Line 17:"),
    "not an object": (data(ROW + "[1]\n"), "train_data_path", "Line 2:"),
    "mixed formats": (data(ROW * 2 + TEXT), "train_data_path", "Line 3:"),
    "unknown keys": (data('{"question": "a"}\n'), "train_data_path", "question"),
    "masking text rows": (data(TEXT * 2, mask_prompt=True), "mask_prompt", "no prompt"),
    "masking rows without an answer": (data(ANSWERED + ASKED, mask_prompt=True), "mask_prompt", "assistant turn"),
    "missing data": ({"train_data_path": "/nowhere/train.jsonl"}, "train_data_path", "no file"),
    "missing validation": ({"val_data_path": "/nowhere/valid.jsonl"}, "val_data_path", "no file"),
    "data path with a null byte": ({"train_data_path": "a\0b"}, "train_data_path", ""),
    "data path too long": ({"train_data_path": "/" + "x" * 3000}, "train_data_path", ""),
    "data path beyond the limit": ({"train_data_path": "x" * 5000}, "train_data_path", "4096"),
    "data of an unknown person": ({"train_data_path": "~nobody-here/x.jsonl"}, "train_data_path", ""),
    "data path of half a surrogate": ({"train_data_path": "\ud800"}, "train_data_path", ""),
    "data path is an empty folder": (lambda folder: {"train_data_path": str(folder)}, "train_data_path", "no file"),
    "data path is a number": ({"train_data_path": 7}, "train_data_path", ""),
    "model path with a null byte": ({"model_path": "a\0b"}, "model_path", ""),
    "model path of half a surrogate": ({"model_path": "\ud800"}, "model_path", ""),
    "resume path with a null byte": ({"resume_adapter_file": "a\0b"}, "resume_adapter_file", ""),
    "resume path of an unknown person": ({"resume_adapter_file": "~nobody-here/x"}, "resume_adapter_file", ""),
    "early stop as text": ({"early_stop": "perhaps"}, "early_stop", ""),
    "no data": ({"train_data_path": " "}, "train_data_path", "No training data"),
    "no permission": (unreadable, "train_data_path", "may not be read"),
    "path below a file": (below_a_file, "train_data_path", "Not a directory"),
    "no model": ({"model_path": ""}, "model_path", "No model"),
    "folder without config.json": (model(), "model_path", "config.json"),
    "unknown architecture": (model(config='{"model_type": "abacus"}'), "model_path", "abacus"),
    "broken config.json": (broken_config, "model_path", "config.json"),
    "a file as model": (not_a_model_but_a_file, "model_path", "not a folder"),
    "missing model folder": ({"model_path": "/nowhere/model"}, "model_path", "no folder"),
    "adapter name outside": ({"adapter_name": "../x"}, "adapter_name", "characters"),
    "adapter name empty": ({"adapter_name": ""}, "adapter_name", "characters"),
    "adapter name too long": ({"adapter_name": "x" * 65}, "adapter_name", "characters"),
    "unknown key": ({"lora_ranks": 8}, "lora_ranks", "not a known field"),
    "fine-tune type": ({"fine_tune_type": "full"}, "fine_tune_type", "not a choice"),
    "optimizer": ({"optimizer": "magic"}, "optimizer", "not a choice"),
    "iterations and epochs": ({"iterations": 5, "epochs": 1}, "epochs", "both given"),
    "early stop without validation": ({"early_stop": True, "val_data_path": ""}, "early_stop", "no validation loss"),
    "warm-up as long as the run": ({"warmup_steps": 4}, "warmup_steps", "as long as the whole run"),
    "accumulation beyond the run": ({"grad_accumulation_steps": 5}, "grad_accumulation_steps", "never complete"),
    "resume file missing": ({"resume_adapter_file": "/nowhere.safetensors"}, "resume_adapter_file", "no file"),
}


def post(client: httpx.Client, config: dict[str, Any]) -> httpx.Response:
    """The body as Python writes it, so that NaN and Infinity stand in it as they are."""
    body = json.dumps({"kind": "sft", "config": config})
    return client.post("/api/runs", content=body, headers={"Content-Type": "application/json"})


def refused(server: Server, config: dict[str, Any], field: str, words: str) -> None:
    before = server.run_ids
    answer = post(server.client, config)
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert [error["field"] for error in problem["errors"]] == [field]
    (error,) = problem["errors"]
    assert words in error["message"]
    assert error["message"].endswith(".")
    assert error["hint"].endswith(".")
    assert error["message"] in problem["detail"]
    assert problem["title"]
    assert server.run_ids == before


@pytest.mark.parametrize(("changes", "field", "words"), CASES.values(), ids=CASES.keys())
def test_bad_input(
    server: Server, demo_config: dict[str, Any], tmp_path: Path, changes: Changes, field: str, words: str
) -> None:
    made = changes(tmp_path) if callable(changes) else changes
    refused(server, {**demo_config, **made}, field, words)


def test_resume_from_a_file_that_is_cut_short(
    server: Server, demo_config: dict[str, Any], finished_run: Ended, tmp_path: Path
) -> None:
    whole = server.folder(finished_run.run["id"]).adapter_file.read_bytes()
    cut = tmp_path / "adapters.safetensors"
    cut.write_bytes(whole[:-100])
    refused(server, {**demo_config, "resume_adapter_file": str(cut)}, "resume_adapter_file", "cut short")
    cut.write_bytes(b"not safetensors at all")
    refused(server, {**demo_config, "resume_adapter_file": str(cut)}, "resume_adapter_file", "safetensors")


@pytest.mark.parametrize(
    ("changes", "words"), [({"lora_rank": 16}, "rank 32"), ({"lora_num_layers": 8}, "covers 168 modules, this run 56")]
)
def test_resume_from_another_shape(
    server: Server, demo_config: dict[str, Any], finished_run: Ended, changes: dict[str, Any], words: str
) -> None:
    adapter = server.folder(finished_run.run["id"]).adapter_file
    refused(server, {**demo_config, **changes, "resume_adapter_file": str(adapter)}, "resume_adapter_file", words)


def test_everything_wrong_is_said_at_once(server: Server, demo_config: dict[str, Any]) -> None:
    wrong = {"train_data_path": "/nowhere.jsonl", "lora_num_layers": 25, "early_stop": True, "val_data_path": ""}
    errors = post(server.client, {**demo_config, **wrong}).json()["errors"]
    assert {error["field"] for error in errors} == {"train_data_path", "lora_num_layers", "early_stop"}


@pytest.mark.parametrize(
    "body", ["", "{", "[]", '{"kind": "sft"}', '{"config": {}}', '{"kind": "magic", "config": {}}']
)
def test_a_body_that_is_no_request(server: Server, body: str) -> None:
    before = server.run_ids
    answer = server.client.post("/api/runs", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    for error in answer.json()["errors"]:
        assert error["message"]
        assert error["hint"]
    assert server.run_ids == before


def test_preview_refuses_what_a_start_refuses(client: httpx.Client, demo_config: dict[str, Any]) -> None:
    answer = client.post("/api/configs/preview", json={"config": {**demo_config, "lora_num_layers": 25}})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "lora_num_layers"
