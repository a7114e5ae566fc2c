"""One base model in memory, and any number of adapters that share its arrays."""

from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend.domain.compare_worker import ResidentSide
from backend.domain.generation_protocol import ResidentReply, SideSource
from backend.workers.adapter_files import put_adapter
from backend.workers.module_twin import module_twin

MAX_RESIDENT = 8
"""Adapters kept in memory; the one that was not used for longest leaves first."""


@dataclass(frozen=True)
class _Resident:
    model: Any
    label: str
    bytes: int


class ResidentBase:
    """The base and its sides. Tokenizer first, so that prompts can be counted before the weights are there."""

    def __init__(self, model: str) -> None:
        """Find the model and load its tokenizer. Raises OSError, ValueError, and what huggingface_hub raises."""
        from mlx_lm.utils import _download, load_config, load_tokenizer

        self._folder = Path(_download(model))
        eos = load_config(self._folder).get("eos_token_id")
        self.tokenizer = load_tokenizer(self._folder, eos_token_ids=eos)
        self._sides: OrderedDict[str, _Resident] = OrderedDict()
        self._base: Any = None
        self._base_bytes = 0

    def load_weights(self) -> None:
        """Read the base's weights into memory. Raises OSError, ValueError, RuntimeError."""
        import mlx.core as mx
        from mlx_lm.utils import load_model

        self._base, _ = load_model(self._folder)
        self._base.eval()
        mx.clear_cache()
        self._base_bytes = mx.get_active_memory()

    def has(self, source: SideSource) -> bool:
        """Whether a side is in memory."""
        return source.folder is None or source.key in self._sides

    def side(self, source: SideSource) -> tuple[Any, int]:
        """(module tree, bytes of its own), loaded where it is not there yet. Raises `AdapterProblem`."""
        if source.folder is None or source.file is None:
            return self._base, 0
        if source.key not in self._sides:
            tree = put_adapter(module_twin(self._base), Path(source.folder), Path(source.file))
            self._sides[source.key] = _Resident(tree.model, source.label, tree.bytes)
        self._sides.move_to_end(source.key)
        found = self._sides[source.key]
        return found.model, found.bytes

    def trim(self, keep: int = MAX_RESIDENT) -> None:
        """Let the adapters go that were not used for longest."""
        leaving = len(self._sides) - keep
        for _ in range(leaving):
            self._sides.popitem(last=False)
        if leaving > 0:
            _return_memory()

    def drop(self, key: str) -> None:
        """Let one adapter go."""
        self._sides.pop(key, None)
        _return_memory()

    def report(self) -> ResidentReply:
        """What is in memory now, in bytes that MLX holds."""
        import mlx.core as mx

        return ResidentReply(
            base_bytes=self._base_bytes,
            active_bytes=mx.get_active_memory(),
            sides=[ResidentSide(key=key, label=side.label, bytes=side.bytes) for key, side in self._sides.items()],
        )


def _return_memory() -> None:
    import gc

    import mlx.core as mx

    gc.collect()
    mx.clear_cache()
