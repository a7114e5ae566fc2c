"""Trying rewards, as a process of its own: one line in, one line out."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from backend.domain.enhanced_trial import TrialReport

ROOT = Path(__file__).parents[3]
ROW = {
    "prompt": "What colour is the fox?",
    "answer": "orange",
    "completions": ["orange", "The fox is orange.", "red", ""],
}
TWO = ["contains_answer_reward", "concise_reward"]


def ask(line: str) -> TrialReport:
    done = subprocess.run(
        [sys.executable, "-m", "backend.workers.reward_trial"],
        cwd=ROOT,
        input=line + "\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") == 1
    return TrialReport.model_validate_json(done.stdout)


def attempt(
    functions: list[str], weights: list[float] | None = None, file: Path | None = None, **more: Any
) -> TrialReport:
    weights = [1 / len(functions)] * len(functions) if weights is None else weights
    asked = {"functions": functions, "weights": weights, "file": str(file) if file else None, "rows": [ROW], **more}
    return ask(json.dumps(asked))


def written(folder: Path, body: str) -> Path:
    file = folder / "rewards.py"
    file.write_text(
        f"# a comment, so that lines are not what they seem\ndef mine(prompts, completions, answer, types=None):\n{body}\n"
    )
    return file


def test_scores_spread_and_advantages() -> None:
    report = attempt(TWO)
    assert report.ok
    contains, concise = report.functions
    assert contains.scores == [1, 1, 0, 0]
    assert concise.scores == [1, pytest.approx(8 / 18), 1, 0]
    (group,) = report.groups
    assert group.totals == pytest.approx([1, (1 + 8 / 18) / 2, 0.5, 0])
    assert not group.flat
    assert group.spread > 0.3
    assert sum(group.advantages) == pytest.approx(0, abs=1e-5)
    assert group.advantages == sorted(group.advantages, reverse=True)


def test_swapping_the_weights_changes_the_advantages() -> None:
    one, other = (attempt(TWO, weights).groups[0].advantages for weights in ([0.9, 0.1], [0.1, 0.9]))
    assert one[1] > one[2], "what holds the answer wins"
    assert other[1] < other[2], "what is short wins"


def test_made_up_answers_stand_in_for_those_of_a_model() -> None:
    report = attempt(["r1_soft_format_reward_func"], rows=[{"prompt": "2 + 2?", "answer": "4"}])
    assert sorted(set(report.functions[0].scores)) == [0, 0.5]
    assert len(report.groups[0].completions) == 6


def test_equal_scores_are_warned_of(tmp_path: Path) -> None:
    report = attempt(["mine"], file=written(tmp_path, "    print('noise')\n    return [1] * len(completions)"))
    assert report.ok
    assert report.groups[0].flat
    assert report.groups[0].advantages == [0, 0, 0, 0]
    assert report.warnings == ["All scores are equal in every group. A group without spread teaches nothing."]


@pytest.mark.parametrize(
    ("body", "line", "said"),
    [
        ("    x = 1\n    return [1 / 0 for c in completions]", 4, "raised ZeroDivisionError"),
        ("    return [1.0]", 2, "returned 1 scores for 4 answers"),
        ("    return ['good'] * len(completions)", 2, "which is no finite number"),
        ("    return [float('nan')] * len(completions)", 2, "which is no finite number"),
        ("    return [None] * len(completions)", 2, "which is no finite number"),
        ("    return 'good'", 2, "returned str"),
        ("    pass", 2, "returned NoneType"),
        ("    raise SystemExit(3)", 3, "raised SystemExit"),
    ],
)
def test_a_reward_that_misbehaves_is_blamed_by_line(tmp_path: Path, body: str, line: int, said: str) -> None:
    report = attempt(["mine"], file=written(tmp_path, body))
    (problem,) = report.problems
    assert not report.ok
    assert (problem.function, problem.line) == ("mine", line)
    assert said in problem.message


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("def mine(:\n", 1, "is not Python"),
        ("import nothing_of_that_name\n", 1, "ModuleNotFoundError"),
        ("x = 1\n\nraise RuntimeError('no')\n", 3, "RuntimeError: no"),
        ("def other(prompts, completions, answer): return []\n", None, "the file defines other"),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path: Path, text: str, line: int | None, said: str) -> None:
    file = tmp_path / "rewards.py"
    file.write_text(text)
    (problem,) = attempt(["mine"], file=file).problems
    assert problem.line == line
    assert said in problem.message


@pytest.mark.parametrize(
    "body",
    [
        "    while True: pass",
        "    while True:\n        try:\n            while True: pass\n        except Exception: pass",
    ],
)
def test_an_endless_loop_ends(tmp_path: Path, body: str) -> None:
    began = time.monotonic()
    (problem,) = attempt(["mine"], file=written(tmp_path, body), seconds=0.3).problems
    assert time.monotonic() - began < 30
    assert "took longer than" in problem.message
    assert problem.line is not None


def test_an_endless_loop_at_the_top_of_the_file_ends(tmp_path: Path) -> None:
    file = tmp_path / "rewards.py"
    file.write_text("while True: pass\n")
    (problem,) = attempt(["mine"], file=file, seconds=0.3).problems
    assert (problem.line, "took longer than" in problem.message) == (1, True)


def test_functions_registered_with_the_engines_decorator_count(tmp_path: Path) -> None:
    file = tmp_path / "rewards.py"
    file.write_text(
        "from mlx_lm_lora.trainer.grpo_reward_functions import register_reward_function\n"
        "@register_reward_function('by_length')\n"
        "def something(prompts, completions, answer, types=None):\n    return [len(c) for c in completions]\n"
    )
    report = attempt(["by_length"], file=file)
    assert report.functions[0].scores == [6, 18, 3, 0]
    assert report.available == ["by_length", "something"]


def test_a_built_in_reward_cannot_be_replaced(tmp_path: Path) -> None:
    file = tmp_path / "rewards.py"
    file.write_text(
        "def concise_reward(prompts, completions, answer, types=None):\n    return [9.0] * len(completions)\n"
    )
    assert max(attempt(["concise_reward"], file=file).functions[0].scores) == 1


@pytest.mark.parametrize(
    ("functions", "weights", "said"),
    [(TWO, [0.5, 0.4], "sum to 0.9"), (["nothing"], [1.0], "There is no reward"), (TWO, [1.0], "have 1 weights")],
)
def test_a_choice_that_makes_no_sense(functions: list[str], weights: list[float], said: str) -> None:
    report = attempt(functions, weights)
    assert not report.ok
    assert said in report.problems[0].message


@pytest.mark.parametrize("line", ["", "not json", "[]", "{}"])
def test_a_bad_request_is_answered(line: str) -> None:
    assert not ask(line).ok
