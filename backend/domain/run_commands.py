"""The same run from a shell: with mlx_lm alone, and through this server."""

import json
import shlex
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

_JSON = "-H 'Content-Type: application/json'"
_ALLOWED = ' -H "Authorization: Bearer $DROID_TOKEN"'


class RunCommands(BaseModel):
    """Texts to paste. Those for mlx_lm are null for a method that mlx_lm does not know."""

    model_config = ConfigDict(frozen=True)

    curl: str = Field(description="Starts the same run through this server; carries the whole configuration.")
    server: str = Field(description="The same, with the configuration taken from the run's folder.")
    cli: str | None = Field(description="Trains the same with mlx_lm alone, out of the run's folder.")
    cli_anywhere: str | None = Field(description="The same, and brings its settings along.")
    yaml: str | None = Field(description="What mlx_lm.lora was given.")


def curl_line(url: str, kind: str, config: dict[str, Any], *, token: bool = False) -> str:
    """A shell line that starts a run through the API."""
    body = shlex.quote(json.dumps({"kind": kind, "config": config}))
    return f"curl -sS {url}/api/runs {_JSON}{_ALLOWED if token else ''} -d {body}\n"


def mlx_lines(yaml: str) -> str:
    """Shell lines that train the same with mlx_lm alone."""
    return f"cat > mlx.yaml <<'YAML'\n{yaml}YAML\nmlx_lm.lora --config mlx.yaml\n"


def run_commands(
    url: str, kind: str, config: dict[str, Any], folder: Path, yaml: str | None, *, token: bool
) -> RunCommands:
    """Every way to repeat a run. The token itself is never in a text: it is taken from the environment."""
    body = f"""printf '{{"kind": "{kind}", "config": %s}}' "$(cat {shlex.quote(str(folder / "config.json"))})\""""
    return RunCommands(
        curl=curl_line(url, kind, config, token=token),
        server=f"{body} | curl -sS {url}/api/runs {_JSON}{_ALLOWED if token else ''} -d @-\n",
        cli=None if yaml is None else f"mlx_lm.lora --config {shlex.quote(str(folder / 'mlx.yaml'))}\n",
        cli_anywhere=None if yaml is None else mlx_lines(yaml),
        yaml=yaml,
    )
