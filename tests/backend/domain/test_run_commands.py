"""Commands that a shell takes apart again into what was asked for."""

import json
import shlex
from pathlib import Path

from backend.domain.run_commands import run_commands

NASTY = 'it\'s $(touch x) `id` "quoted"'
COMMANDS = run_commands("http://h:1", "sft", {"model_path": NASTY}, Path("/runs/a b"), "model: x\n", token=False)


def test_curl_carries_the_whole_request() -> None:
    words = shlex.split(COMMANDS.curl)
    assert words[:2] == ["curl", "-sS"]
    assert json.loads(words[words.index("-d") + 1]) == {"kind": "sft", "config": {"model_path": NASTY}}


def test_folders_with_blanks() -> None:
    assert shlex.split(COMMANDS.cli or "") == ["mlx_lm.lora", "--config", "/runs/a b/mlx.yaml"]
    assert "'/runs/a b/config.json'" in COMMANDS.server
    assert COMMANDS.cli_anywhere == "cat > mlx.yaml <<'YAML'\nmodel: x\nYAML\nmlx_lm.lora --config mlx.yaml\n"


def test_the_token_is_named_and_not_told() -> None:
    guarded = run_commands("http://h:1", "grpo", {}, Path("/r"), None, token=True)
    assert guarded.cli is guarded.cli_anywhere is guarded.yaml is None
    for text in (guarded.curl, guarded.server):
        assert 'Bearer $DROID_TOKEN"' in text
    assert "DROID_TOKEN" not in COMMANDS.curl
