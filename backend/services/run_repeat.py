"""How a run is repeated from a shell."""

from contextlib import suppress

from backend.domain.run_commands import RunCommands, run_commands
from backend.services.run_store import RunStore


def commands(store: RunStore, run_id: str, url: str, *, token: bool) -> RunCommands:
    """Texts that start the same run. Raises `NotFound`."""
    run, folder = store.get(run_id), store.folder(run_id)
    yaml = None
    with suppress(OSError, UnicodeDecodeError):
        yaml = folder.mlx_yaml.read_text(encoding="utf-8")
    config = run.config.model_dump(mode="json", exclude_defaults=True)
    return run_commands(url, run.kind.value, config, folder.path, yaml, token=token)
