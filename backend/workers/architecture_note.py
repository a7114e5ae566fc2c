"""One remark about a model whose blocks are not the usual attention and dense MLP.

Knows the walk's result. Does not know model types: every sentence follows from what the blocks hold, so that a new
architecture is described as soon as its projections are classified.
"""

from collections.abc import Iterator, Sequence

from backend.domain.architecture_keys import STANDARD_KEYS
from backend.domain.model_map import BlockInfo, ModuleInfo, ModuleKind

_NAMES_SHOWN = 4


def architecture_note(blocks: Sequence[BlockInfo], keys: Sequence[str], refused: Sequence[str]) -> str | None:
    """What departs from the seven standard matrices, in plain sentences; None for a standard model."""
    if tuple(keys) == STANDARD_KEYS and not refused and not _left_alone(blocks):
        return None
    sentences = [*_experts(blocks), *_mixers(blocks), *_gaps(blocks, refused)]
    return " ".join(sentences) or _names(keys)


def _names(keys: Sequence[str]) -> str:
    if own := [key for key in keys if key not in STANDARD_KEYS]:
        return f"This architecture has matrices of its own: {_some(own)}."
    return f"This architecture has no {_some([key for key in STANDARD_KEYS if key not in keys])}."


def _experts(blocks: Sequence[BlockInfo]) -> Iterator[str]:
    counts = {_expert_count(block.modules) for block in blocks} - {0}
    if not counts:
        return
    number = str(max(counts)) if len(counts) == 1 else f"up to {max(counts)}"
    holding = sum(_expert_count(block.modules) > 0 for block in blocks)
    where = "each block" if holding == len(blocks) else f"{holding} of {len(blocks)} blocks"
    yield f"Mixture of experts: {number} experts are adapted in {where}; the router is left alone."


def _expert_count(modules: Sequence[ModuleInfo]) -> int:
    """Routed experts in a block: stacked in one module, or listed as experts.0, experts.1 and so on."""
    experts = [module for module in modules if module.kind is ModuleKind.EXPERT]
    stacked = max((module.experts for module in experts), default=0)
    listed = {part for module in experts for part in module.path.split(".") if part.isdigit()}
    return max(stacked, len(listed)) if stacked > 1 or listed else 0


def _mixers(blocks: Sequence[BlockInfo]) -> Iterator[str]:
    recurrent = sum(any(module.kind is ModuleKind.SSM for module in block.modules) for block in blocks)
    attending = sum(any(module.kind is ModuleKind.ATTENTION for module in block.modules) for block in blocks)
    if recurrent and attending:
        yield (
            f"Hybrid: attention in {attending} of {len(blocks)} blocks, a state-space, linear-attention or convolution "
            f"mixer in {recurrent}; both are adapted."
        )
    elif recurrent:
        yield "State-space model: there is no attention; the mixer's projections stand in for it."


def _gaps(blocks: Sequence[BlockInfo], refused: Sequence[str]) -> Iterator[str]:
    if refused:
        yield f"mlx-lm has no adapter for {_some(refused)}."
    if left := _left_alone(blocks):
        yield f"Left as they are: {_some(left)}."


def _left_alone(blocks: Sequence[BlockInfo]) -> list[str]:
    found = (module.path for block in blocks for module in block.modules if module.kind is ModuleKind.OTHER)
    return list(dict.fromkeys(found))


def _some(names: Sequence[str]) -> str:
    rest = len(names) - _NAMES_SHOWN
    return ", ".join(names[:_NAMES_SHOWN]) + (f" and {rest} more" if rest > 0 else "")
