"""A model from the Hugging Face hub, fetched before training with its progress told in bytes."""

import threading
import time
from pathlib import Path
from typing import Any

from backend.domain.events import Phase
from backend.runtime.model_files import has_all_weights
from backend.workers.run_session import RunSession

_TELL_SECONDS = 0.25
_BYTES_ON_DISK = "huggingface_hub.snapshot_download"
"""Name that the hub's client gives to the one bar that counts bytes of all files; contract-tested."""


def fetch_model(model: str, session: RunSession) -> None:
    """Make sure the files that mlx-lm will load are in the cache. Raises the hub's own errors when they cannot be had.

    What is already there is not asked for again, so a model in the cache needs no network.
    """
    from huggingface_hub import HfApi, snapshot_download
    from mlx_lm.utils import DEFAULT_ALLOW_PATTERNS

    if _in_cache(model):
        return
    session.phase(Phase.DOWNLOADING, 0, None, "bytes")
    # Asked first, because without an answer snapshot_download settles for what is in the cache, be it the config alone.
    HfApi().model_info(model)
    snapshot_download(model, allow_patterns=DEFAULT_ALLOW_PATTERNS, tqdm_class=_progress(session))


def _in_cache(model: str) -> bool:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    try:
        return has_all_weights(Path(snapshot_download(model, local_files_only=True)))
    except LocalEntryNotFoundError:
        return False


def _progress(session: RunSession) -> Any:
    from huggingface_hub.utils import tqdm

    class ByteProgress(tqdm):
        """Tells bytes in place of drawing a bar; counters of files are left silent."""

        last_told = 0.0
        one_at_a_time = threading.Lock()  # files come on threads of their own, and the count must not go back

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            self.counts = kwargs.pop("name", "") == _BYTES_ON_DISK
            super().__init__(*args, **{**kwargs, "disable": False, "file": _Nowhere()})

        def update(self, n: float | None = 1) -> bool | None:
            with ByteProgress.one_at_a_time:
                moved = super().update(n)
                now = time.monotonic()
                done = self.total is not None and self.n >= self.total
                if self.counts and (done or now - ByteProgress.last_told >= _TELL_SECONDS):
                    ByteProgress.last_told = now
                    session.phase(Phase.DOWNLOADING, int(self.n), int(self.total) if self.total else None, "bytes")
                return moved

    return ByteProgress


class _Nowhere:
    """A stream that forgets."""

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        return None
