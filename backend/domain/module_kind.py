"""What part a module plays in its block, told from its name.

Knows the names that mlx-lm's model files give to their projections. Does not know models, shapes or weights: a caller
says whether the module is a plain matrix, a stack of experts or an embedding. A name that no rule knows is `OTHER` and
stays as it is, because adapting a matrix whose use is unknown can break a model (some are read directly, past the
adapter), while leaving one alone shows in the coverage of the map.
"""

import re
from collections.abc import Collection, Iterable
from enum import StrEnum

from backend.domain.model_map import ModuleKind


class ModuleForm(StrEnum):
    """How a module holds its weights."""

    LINEAR = "linear"
    STACKED = "stacked"
    EMBEDDING = "embedding"


# Routers pick experts by a discrete choice and weigh them: moved a little, they unbalance what the base has learnt.
# These are whole path components, so that a dense block's `mlp.gate_proj` is no router and a router's own
# `mlp.gate.gate_proj` is. Klear's `coefficient` weighs routed against shared experts.
_ROUTERS = frozenset({"gate", "router", "shared_expert_gate", "coefficient"})

# Left alone, each for its reason:
#   altup, laurel, per_layer_*   Gemma 3n and 4: the residual stream's bookkeeping, neither attention nor MLP; AltUp's
#                                coefficients are clipped and read as bare weights, past any adapter
#   indexer, index_*             DeepSeek 3.2, GLM DSA, MiniMax M3: choose which keys to look at by a top-k that passes
#                                no gradient, so an adapter there would never move
#   *_res_proj                   Kimi K3: one score per hidden state between blocks, read as a bare weight
_OTHERS = frozenset(
    {
        "altup",
        "laurel",
        "per_layer_input_gate",
        "per_layer_projection",
        "indexer",
        "index_q_proj",
        "index_k_proj",
        "self_attention_res_proj",
        "mlp_res_proj",
    }
)

# Experts that every token meets (`shared_*`) count with the routed ones, and so do the projections in and out of the
# narrower space in which some models keep their experts.
_EXPERTS = frozenset(
    {
        "experts",
        "switch_mlp",
        "switch_glu",
        "shared_experts",
        "shared_expert",
        "share_expert",
        "shared_mlp",
        "fc1_latent_proj",
        "fc2_latent_proj",
        "pre_expert_proj",
        "post_expert_proj",
        "routed_expert_down_proj",
        "routed_expert_up_proj",
    }
)

_SSM = frozenset({"mamba", "linear_attn", "conv"})
_ATTENTION = frozenset({"self_attn", "attn", "attention", "att_proj", "attn_out"})
_MLP = frozenset({"mlp", "mlps", "mlp_block", "feed_forward", "ffn", "moe", "block_sparse_moe", "ff_proj", "ff_out"})

# One component name for whatever a block's mixer is; its projections tell which.
_MIXERS = frozenset({"mixer", "temporal_block"})
_MIXER_ATTENTION = frozenset({"q_proj", "k_proj", "v_proj", "o_proj", "qkv_proj", "wqkv"})
_MIXER_SSM = frozenset({"in_proj", "x_proj", "dt_proj", "bcdt_proj", "linear_x", "linear_y", "linear_out"})
_MIXER_MLP = frozenset({"gate_proj", "up_proj", "down_proj"})

_BY_COMPONENT: tuple[tuple[frozenset[str], ModuleKind], ...] = (
    (_OTHERS, ModuleKind.OTHER),
    (_ROUTERS, ModuleKind.ROUTER),
    (_EXPERTS, ModuleKind.EXPERT),
    (_SSM, ModuleKind.SSM),
    (_ATTENTION, ModuleKind.ATTENTION),
    (_MLP, ModuleKind.MLP),
)
"""Rules in order; the first that finds one of its names among a path's components decides."""


def module_kind(path: str, form: ModuleForm, block_paths: Collection[str] = ()) -> ModuleKind:
    """The kind of the module at `path`, a dotted path inside its block.

    `block_paths` are the paths of all projections in the same block. They are needed for one question only: whether
    the `out_proj` of a `mixer` closes a state-space layer (which has an `in_proj`) or attention.
    """
    if form is ModuleForm.EMBEDDING:
        return ModuleKind.OTHER
    parts = path.lower().split(".")
    for names, kind in _BY_COMPONENT:
        if not names.isdisjoint(parts):
            return ModuleKind.EXPERT if kind is ModuleKind.MLP and form is ModuleForm.STACKED else kind
    if not _MIXERS.isdisjoint(parts):
        return _kind_in_mixer(path, block_paths)
    return ModuleKind.EXPERT if form is ModuleForm.STACKED else ModuleKind.OTHER


def _kind_in_mixer(path: str, block_paths: Collection[str]) -> ModuleKind:
    parent, _, leaf = path.rpartition(".")
    name = leaf.lower()
    if name == "out_proj":
        return ModuleKind.SSM if f"{parent}.in_proj" in block_paths else ModuleKind.ATTENTION
    if name in _MIXER_ATTENTION:
        return ModuleKind.ATTENTION
    if name in _MIXER_SSM:
        return ModuleKind.SSM
    return ModuleKind.MLP if name in _MIXER_MLP else ModuleKind.OTHER


_KIND_ORDER = tuple(ModuleKind)

# The order in which a block applies its projections. Names that are not here follow in alphabetical order.
_LEAVES = """
q_k_v_proj qkvg_proj qkv_proj query_key_value c_attn W_pack Wqkv wqkv att_proj
q_a_proj q_b_proj q_proj c_q attn_query r_proj
kv_a_proj_with_mqa kv_b_proj kv_proj k_proj c_k attn_key v_proj c_v attn_value
in_proj in_proj_qkvz in_proj_qkv in_proj_z in_proj_ba x_proj bcdt_proj dt_proj linear_x linear_y linear_out
o_a_proj o_b_proj o_proj out_proj dense wo attn_out attn_resid
gate_up_proj gate_proj up_proj down_proj
c_fc c_fc_0 c_fc_1 fc_in fc_out dense_h_to_4h dense_4h_to_h ff_proj ff_out
mlp_gate mlp_linear mlp_resid input_linear output_linear w1 w2 w3 v1 c_proj
"""
_LEAF_ORDER = tuple(_LEAVES.split())


def canonical_order(modules: Iterable[tuple[str, ModuleKind]]) -> tuple[str, ...]:
    """The distinct paths of (path, kind) pairs, in an order that does not depend on where they were found.

    Mixers come before MLPs and experts; modules of one parent stay together, in the order of their use.
    """
    kinds: dict[str, ModuleKind] = {}
    for path, kind in modules:
        kinds.setdefault(path, kind)
    return tuple(sorted(kinds, key=lambda path: _sort_key(path, kinds[path])))


def _sort_key(path: str, kind: ModuleKind) -> tuple[int, list[tuple[int, str]], int, list[tuple[int, str]]]:
    parent, _, leaf = path.rpartition(".")
    rank = _LEAF_ORDER.index(leaf) if leaf in _LEAF_ORDER else len(_LEAF_ORDER)
    return _KIND_ORDER.index(kind), _natural(parent), rank, _natural(leaf)


def _natural(text: str) -> list[tuple[int, str]]:
    """A sort key that puts `experts.10` behind `experts.9`."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", text)]
