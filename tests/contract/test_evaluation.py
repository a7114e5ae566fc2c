"""An evaluation is `mlx_lm.lora --test`, on every row, for the base and for the adapter."""

import math
import subprocess
import sys
from pathlib import Path

import pytest

from backend.domain.forgetting import ProbeKind
from backend.runtime.blas import find_blas, worker_environment
from backend.runtime.run_folder import RunFolder
from tests.fixtures import training
from tests.fixtures.evaluating import evaluated, first_rows, planned, told_by_worker
from tests.fixtures.serving import PROJECT

DEMO = PROJECT / "configs" / "demo"
PLAIN_TEST = """
import sys
from mlx_lm import lora
stock = lora.evaluate
def evaluate(**given):
    loss = stock(**given)
    print("LOSS", repr(loss))
    return loss
lora.evaluate = evaluate
lora.main()
"""


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """A run that has learned something in a few steps."""
    settings = {**training.SMALL, "iterations": 12, "steps_per_eval": 4, "learning_rate": 5e-4, "mask_prompt": True}
    folder = training.new_run(tmp_path_factory.mktemp("home"), **settings)
    assert training.train(folder) == 0, training.log_end(folder)
    return folder


def plain_test_loss(folder: RunFolder, data: Path, adapters: str, batch_size: int) -> float:
    """The loss that `mlx_lm.lora --test` computes, at full precision."""
    done = subprocess.run(
        [
            *(sys.executable, "-c", PLAIN_TEST, "--test", "--config", str(folder.mlx_yaml), "--data", str(data)),
            *("--adapter-path", adapters, "--batch-size", str(batch_size), "--test-batches", "-1"),
        ],
        cwd=PROJECT,
        env=worker_environment(find_blas()),
        capture_output=True,
        text=True,
        check=False,
    )
    found = [line.split()[1] for line in done.stdout.splitlines() if line.startswith("LOSS")]
    assert found, done.stderr
    return float(found[0])


@pytest.mark.parametrize(("rows", "batch_size"), [(16, 2), (7, 1)], ids=["whole batches", "a rest"])
def test_the_losses_are_those_of_plain_mlx_lm(trained: RunFolder, tmp_path: Path, rows: int, batch_size: int) -> None:
    """With a rest, mlx-lm itself leaves rows out unless it is given batches of one."""
    file = first_rows(DEMO / "data" / "test.jsonl", tmp_path / "test.jsonl", rows)
    for name in ("train", "valid"):
        first_rows(DEMO / "data" / f"{name}.jsonl", tmp_path / f"{name}.jsonl", 4)
    config = tmp_path / "plain.yaml"
    config.write_text(trained.mlx_yaml.read_text().replace("train: true", "train: false"))
    plain = RunFolder(trained.path)
    plain.mlx_yaml = config
    found = evaluated(trained, path=str(file))
    assert found.tuned.loss == pytest.approx(
        plain_test_loss(plain, tmp_path, str(trained.adapters), batch_size), abs=1e-5
    )
    assert found.base.loss == pytest.approx(plain_test_loss(plain, tmp_path, "", batch_size), abs=1e-5)
    assert found.tuned.loss is not None
    assert found.base.loss is not None
    assert found.tuned.loss < found.base.loss - 0.1
    assert found.tuned.perplexity == pytest.approx(math.exp(found.tuned.loss))
    assert found.tuned.rows == rows
    assert found.tuned.real_tokens == found.tuned.tokens - rows  # mlx-lm counts one padding token a row


def test_the_best_weights_are_others(trained: RunFolder) -> None:
    final, best = evaluated(trained), evaluated(trained, weights="best")
    assert planned(trained).plan.adapter_file == "adapters.safetensors"
    assert planned(trained, weights="best").plan.adapter_file == "best_adapters.safetensors"
    assert final.adapter_sha256 != best.adapter_sha256
    assert final.tuned.loss != best.tuned.loss
    assert final.base == best.base


def test_the_probes_are_texts_that_the_run_never_trained_on(trained: RunFolder) -> None:
    general, old = evaluated(trained).probes
    assert (general.kind, general.rows) == (ProbeKind.GENERAL, 36)
    assert (old.kind, old.rows) == (ProbeKind.OLD_TASK, 48)
    assert old.base.real_loss is not None
    assert old.base.real_loss < 0.1  # the base was taught to answer just so
    assert old.difference is not None
    assert old.difference > 0
    assert "guessing" in general.words
    assert f"rose by {old.difference:.2f}" in old.words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"messages": [{"role": "user"}]}\n', "Line 1 of broken.jsonl: A turn's content is not text."),
        ("", "has no rows"),
    ],
)
def test_rows_that_became_unreadable_are_told_with_their_line(
    trained: RunFolder, tmp_path: Path, text: str, said: str
) -> None:
    file = first_rows(DEMO / "data" / "test.jsonl", tmp_path / "broken.jsonl", 4)
    evaluation = planned(trained, path=str(file))
    file.write_text(text)
    told = told_by_worker(trained, evaluation)
    assert told.type == "problem"
    assert said in told.message


def test_weights_that_are_gone_are_told(trained: RunFolder) -> None:
    evaluation = planned(trained, weights="best")
    hidden = trained.adapters / "hidden"
    (trained.adapters / "best_adapters.safetensors").rename(hidden)
    told = told_by_worker(trained, evaluation)
    hidden.rename(trained.adapters / "best_adapters.safetensors")
    assert told.type == "problem"
    assert "best_adapters.safetensors (any more)" in told.message
