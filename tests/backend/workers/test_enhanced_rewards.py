"""What rewards and models of every sort do to a run of the Enhanced trainer."""

import json
import os
from pathlib import Path

from backend.domain.enhanced_choices import EnhancedKind
from backend.domain.enhanced_request import REQUEST_FILE
from tests.backend.workers.test_enhanced_train import MODEL, MODULES, of_type, request, run

LENGTHS = """
def shorter(prompts, completions, answer, types=None):
    return [1 / (1 + len(c)) for c in completions]
"""


def reward_file(folder: Path, text: str) -> str:
    file = folder / "rewards.py"
    file.write_text(text)
    return str(file)


def test_a_reward_that_raises_ends_the_run_with_its_line(tmp_path: Path) -> None:
    broken = "def broken(prompts, completions, answer, types=None):\n    return [1 / len(()) for c in completions]\n"
    folder = request(
        tmp_path / "run",
        EnhancedKind.GRPO,
        reward_functions=["broken"],
        reward_weights=[1.0],
        reward_functions_file=reward_file(tmp_path, broken),
    )
    last = of_type(run(folder), "finished")[0]
    assert (last["outcome"], last["saved"]) == ("failed", False)
    assert last["error_type"] == "RewardProblem"
    assert last["error"] == "reward broken, line 2: raised ZeroDivisionError: division by zero"


def test_a_reward_of_ones_own_trains(tmp_path: Path) -> None:
    folder = request(
        tmp_path / "run",
        EnhancedKind.DR_GRPO,
        reward_functions=["shorter"],
        reward_functions_file=reward_file(tmp_path, LENGTHS),
    )
    events = run(folder)
    assert events[-1]["outcome"] == "completed"
    assert {function["name"] for event in of_type(events, "reward") for function in event["functions"]} == {"shorter"}


def test_scores_without_spread_are_pointed_out(tmp_path: Path) -> None:
    even = "def even(prompts, completions, answer, types=None):\n    return [1.0] * len(completions)\n"
    folder = request(
        tmp_path / "run",
        EnhancedKind.GRPO,
        iterations=1,
        reward_functions=["even"],
        reward_functions_file=reward_file(tmp_path, even),
    )
    events = run(folder)
    assert any("nothing was learned" in event["text"] for event in of_type(events, "message"))
    proof = of_type(events, "proof")[0]["proof"]
    assert not proof["ok"]
    assert len(proof["zero_lora_b"]) == len(MODULES)


def test_a_model_without_a_chat_template_is_named(tmp_path: Path) -> None:
    model = tmp_path / "model"
    model.mkdir()
    for file in MODEL.iterdir():
        os.link(file, model / file.name)
    (model / "tokenizer_config.json").unlink()
    settings = json.loads((MODEL / "tokenizer_config.json").read_text())
    del settings["chat_template"]
    (model / "tokenizer_config.json").write_text(json.dumps(settings))
    folder = request(tmp_path / "run", EnhancedKind.GRPO)
    asked = json.loads((folder / REQUEST_FILE).read_text())
    (folder / REQUEST_FILE).write_text(json.dumps({**asked, "model_path": str(model)}))
    last = of_type(run(folder), "finished")[0]
    assert (last["outcome"], last["error_type"]) == ("failed", "NoChatTemplate")
