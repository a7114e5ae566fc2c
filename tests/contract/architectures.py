"""One tiny configuration per model type that mlx-lm ships, and the table of keys that follows from them.

`ARCHITECTURES` maps a name (the model type; after a hyphenated suffix, another shape of the same type) to a config.json
that builds in milliseconds. Every config starts from `SIZES`, the usual names with small values, of which mlx-lm takes
the fields it knows; an entry states only what its architecture wants besides. Which modules to expect is not said
here: that is read off the built model.

`python -m tests.contract.architectures` writes the table in backend/domain/architecture_keys.py anew.
"""

import sys
import types
from itertools import groupby
from pathlib import Path
from typing import Any

from backend.domain import architecture_keys
from backend.domain.architecture_keys import STANDARD_KEYS
from backend.domain.model_map import ModuleKind
from backend.domain.module_kind import canonical_order
from backend.workers.inspection_error import InspectionError
from backend.workers.model_classes import aliases, module_name
from backend.workers.module_tree import read_tree

Config = dict[str, Any]

_TABLE_WIDTH = 90
_NOT_IN_TABLE = frozenset({"prism_hadamard_qwen35"})  # each pack decides which matrices are left for LoRA

_FULL, _SLIDING = "full_attention", "sliding_attention"

SIZES: Config = {
    # widths
    "hidden_size": 32, "intermediate_size": 48, "moe_intermediate_size": 24, "shared_expert_intermediate_size": 24,
    "moe_shared_expert_intermediate_size": 24, "shared_intermediate_size": 24, "vocab_size": 64, "head_dim": 8,
    "num_attention_heads": 4, "num_key_value_heads": 2, "num_hidden_layers": 4, "max_position_embeddings": 128,
    # constants
    "rms_norm_eps": 1e-5, "layer_norm_eps": 1e-5, "layer_norm_epsilon": 1e-5, "norm_eps": 1e-5, "rope_theta": 1e4,
    "partial_rotary_factor": 0.5, "attention_bias": False, "mlp_bias": False, "use_bias": False, "use_qk_norm": True,
    "tie_word_embeddings": False, "sliding_window": 16, "rope_scaling": None,
    # experts
    "num_experts": 4, "num_local_experts": 4, "n_routed_experts": 4, "num_experts_per_tok": 2, "num_shared_experts": 1,
    "n_shared_experts": 1, "norm_topk_prob": True, "n_group": 1, "topk_group": 1, "routed_scaling_factor": 1.0,
    "first_k_dense_replace": 1, "moe_layer_freq": 1, "decoder_sparse_step": 1, "mlp_only_layers": [0],
    "topk_method": "noaux_tc", "scoring_func": "sigmoid",
    # multi-head latent attention
    "q_lora_rank": 16, "kv_lora_rank": 16, "qk_rope_head_dim": 8, "qk_nope_head_dim": 8, "v_head_dim": 8,
    # state-space and linear attention
    "linear_num_value_heads": 4, "linear_num_key_heads": 2, "linear_key_head_dim": 8, "linear_value_head_dim": 8,
    "linear_conv_kernel_dim": 4, "conv_kernel": 4, "n_groups": 1, "use_conv_bias": True, "layer_group_size": 2,
    "group_norm_size": 1, "state_size": 8, "time_step_rank": 4,
}  # fmt: skip


def tiny(model_type: str, **departures: Any) -> Config:
    """The common sizes with this model type and what it wants otherwise."""
    return {**SIZES, "model_type": model_type, **departures}


def nested(model_type: str, text_type: str, **departures: Any) -> Config:
    """A vision-language config: the text tower stands under `text_config`."""
    return {"model_type": model_type, "vocab_size": SIZES["vocab_size"], "text_config": tiny(text_type, **departures)}


_INDEXER: Config = {"index_head_dim": 8, "index_n_heads": 4, "index_topk": 8}
_GRANITE: Config = {
    "logits_scaling": 1.0, "attention_multiplier": 1.0, "embedding_multiplier": 1.0, "residual_multiplier": 1.0,
}  # fmt: skip
_LAYERS: Config = {"layer_types": [_SLIDING, _FULL, _SLIDING, _FULL]}
_YARN: Config = {
    "type": "yarn", "factor": 2.0, "original_max_position_embeddings": 64, "mscale_all_dim": 1.0, "mscale": 1.0,
}  # fmt: skip
_MINISTRAL_ROPE: Config = {
    "rope_theta": 1e4, "rope_type": "default", "llama_4_scaling_beta": 0.1, "original_max_position_embeddings": 64,
}  # fmt: skip
_GPT2: Config = {
    "n_ctx": 128, "n_embd": 32, "n_head": 4, "n_layer": 2, "n_positions": 128, "n_inner": 48, "rotary_dim": 4,
}  # fmt: skip
_LFM2: Config = {
    "conv_bias": False, "conv_L_cache": 3, "block_dim": 32, "block_ff_dim": 48, "block_multiple_of": 8,
    "block_ffn_dim_multiplier": 1.0, "block_auto_adjust_ff_dim": False, "num_dense_layers": 1, "use_expert_bias": True,
    "layer_types": ["conv", _FULL, "conv", _FULL],
}  # fmt: skip
_KDA: Config = {
    "linear_attn_config": {
        "kda_layers": [1, 2, 3], "full_attn_layers": [4], "num_heads": 4, "head_dim": 8, "short_conv_kernel_size": 4,
    },
    "model_max_length": 128,
}  # fmt: skip
_LONGCAT: Config = {
    "attention_method": "MLA", "zero_expert_type": "identity", "ffn_hidden_size": 48, "moe_topk": 2,
    "expert_ffn_hidden_size": 24, "zero_expert_num": 1, "num_layers": 2, "mla_scale_q_lora": True,
    "mla_scale_kv_lora": True, "ngram_vocab_size_ratio": 2, "emb_neighbor_num": 2, "emb_split_num": 2,
}  # fmt: skip
_GEMMA3N: Config = {
    "num_kv_shared_layers": 1, "vocab_size_per_layer_input": 64, "rope_local_base_freq": 1e4,
    "final_logit_softcapping": 30.0, "layer_types": [_SLIDING, _FULL, _SLIDING, _FULL],
    "activation_sparsity_pattern": [0.95, 0.0, 0.0, 0.0], "hidden_size_per_layer_input": 8, "altup_num_inputs": 2,
    "altup_coef_clip": 120.0, "altup_correct_scale": True, "altup_active_idx": 0, "laurel_rank": 8,
}  # fmt: skip
_GEMMA4: Config = {
    "global_head_dim": 8, "vocab_size_per_layer_input": 64, "num_kv_shared_layers": 1, "hidden_size_per_layer_input": 8,
    "layer_types": [_SLIDING, _FULL, _SLIDING, _FULL],
}  # fmt: skip
_NEMOTRON_H: Config = {
    "hybrid_override_pattern": ["M", "*", "-", "M"], "mamba_num_heads": 4, "mamba_head_dim": 8, "ssm_state_size": 8,
    "mamba_proj_bias": False,
}  # fmt: skip

ARCHITECTURES: dict[str, Config] = {
    "Klear": tiny("Klear"),
    "afm7": tiny("afm7", hidden_dim=32, num_layers=4, num_kv_reuse_layers=2, num_heads=4, num_kv_heads=2),
    "afmoe": tiny("afmoe", **_LAYERS),
    "apertus": tiny("apertus", post_norm=False, qk_norm=True),
    "baichuan_m1": tiny("baichuan_m1", sliding_window_layers=[0, 2], conv_window=2),
    "bailing_hybrid": tiny("bailing_hybrid"),
    "bailing_moe": tiny("bailing_moe"),
    "bailing_moe_linear": tiny("bailing_moe_linear"),
    "bailing_hybrid-no-q-lora": tiny("bailing_hybrid", q_lora_rank=None),
    "bailing_hybrid-v3": tiny("bailing_hybrid", architectures=["BailingMoeV3ForCausalLM"]),
    "bailing_moe_v3": tiny("bailing_moe_v3"),
    "bitnet": tiny("bitnet"),
    "cohere": tiny("cohere"),
    "cohere2": tiny("cohere2"),
    # dbrx keeps its experts as separate matrices, so their number shows in the keys: 16 is what it is published with.
    "dbrx": tiny(
        "dbrx", d_model=32, n_layers=2, n_heads=4, ffn_config={"ffn_hidden_size": 48, "moe_num_experts": 16, "moe_top_k": 2},
        attn_config={"kv_n_heads": 2, "clip_qkv": 8.0, "rope_theta": 1e4},
    ),
    "deepseek": tiny("deepseek"),
    "deepseek_v2": tiny("deepseek_v2", rope_scaling=_YARN),
    "deepseek_v2-no-q-lora": tiny("deepseek_v2", q_lora_rank=None, rope_scaling=_YARN),
    "deepseek_v3": tiny("deepseek_v3"),
    "deepseek_v3-no-q-lora": tiny("deepseek_v3", q_lora_rank=None),
    "deepseek_v32": tiny("deepseek_v32", **_INDEXER),
    "deepseek_v41": tiny(
        "deepseek_v41", **_INDEXER, o_groups=2, o_lora_rank=8, compress_ratios=[0, 1, 4, 4],
        kv_source_layer_ids=[1, 2, 3], index_source_layer_ids=[2, 3],
    ),
    "dots1": tiny("dots1"),
    "ernie4_5": tiny("ernie4_5"),
    "ernie4_5_moe": tiny("ernie4_5_moe", moe_num_experts=4, moe_layer_start_index=1, moe_num_shared_experts=1, moe_k=2),
    "exaone": tiny("exaone", num_layers=2),
    "exaone4": tiny("exaone4", sliding_window_pattern="LLLG"),
    "exaone_moe": tiny("exaone_moe", **_LAYERS, is_moe_layer=[False, True, True, True]),
    "falcon_h1": tiny("falcon_h1", mamba_d_ssm=32, mamba_d_head=8, mamba_n_heads=4, mamba_d_state=8),
    "gear": tiny("gear", layer_types=["conv", _SLIDING, _FULL, "conv"]),
    "gemma": tiny("gemma"),
    "gemma2": tiny("gemma2"),
    "gemma3": nested("gemma3", "gemma3_text"),
    "gemma3_text": tiny("gemma3_text"),
    "gemma3n": nested("gemma3n", "gemma3n_text", **_GEMMA3N),
    "gemma4": nested("gemma4", "gemma4_text", **_GEMMA4),
    "gemma4_text": tiny("gemma4_text", **_GEMMA4),
    "gemma4_text-moe": tiny("gemma4_text", **_GEMMA4, enable_moe_block=True, top_k_experts=2),
    "glm": tiny("glm"),
    "glm4": tiny("glm4"),
    "glm4_moe": tiny("glm4_moe"),
    "glm4_moe_lite": tiny("glm4_moe_lite"),
    "glm4_moe_lite-no-q-lora": tiny("glm4_moe_lite", q_lora_rank=None),
    "glm_moe_dsa": tiny("glm_moe_dsa", **_INDEXER, rope_parameters={"rope_theta": 1e4, "rope_type": "default"}),
    "gpt2": tiny("gpt2", **_GPT2),
    "gpt_bigcode": tiny("gpt_bigcode", **_GPT2),
    "gpt_neox": tiny("gpt_neox", rotary_emb_base=10000, rotary_pct=0.25),
    "gpt_oss": tiny("gpt_oss"),
    "gptj": tiny("gptj", **_GPT2),
    "granite": tiny("granite", **_GRANITE),
    "granitemoe": tiny("granitemoe", **_GRANITE),
    "granitemoehybrid": tiny(
        "granitemoehybrid", **_GRANITE, layer_types=["mamba", "attention", "mamba", "attention"], mamba_n_heads=4, mamba_d_head=8,
        mamba_proj_bias=False, mamba_d_state=8, mamba_d_conv=4, mamba_n_groups=1, mamba_conv_bias=True,
    ),
    "granitemoehybrid-dense": tiny(
        "granitemoehybrid", **_GRANITE, layer_types=["mamba", "attention", "mamba", "attention"], mamba_n_heads=4, mamba_d_head=8,
        mamba_proj_bias=False, mamba_d_state=8, mamba_d_conv=4, mamba_n_groups=1, mamba_conv_bias=True, num_local_experts=0,
    ),
    "helium": tiny("helium"),
    "hunyuan": tiny("hunyuan", moe_topk=2, num_shared_expert=1, use_mixed_mlp_moe=True, use_cla=True, cla_share_factor=2,
        rope_scaling={"alpha": 1000.0, "factor": 1.0, "type": "dynamic"},
    ),
    "hunyuan_v1_dense": tiny("hunyuan_v1_dense"),
    "internlm2": tiny("internlm2"),
    "internlm3": tiny("internlm3"),
    "iquestloopcoder": tiny("iquestloopcoder"),
    "jamba": tiny(
        "jamba", attn_layer_offset=1, attn_layer_period=2, expert_layer_offset=1, expert_layer_period=2, mamba_d_conv=4,
        mamba_d_state=8, mamba_expand=2,
    ),
    "kimi_k25": nested("kimi_k25", "deepseek_v3"),
    "kimi_k3": tiny("kimi_k3", **_KDA, mla_use_output_gate=True),
    "kimi_k3-residuals": tiny(
        "kimi_k3", **_KDA, q_lora_rank=None, attn_res_block_size=2, routed_expert_hidden_size=16, latent_moe_use_norm=True,
    ),
    "kimi_linear": tiny("kimi_linear", **_KDA),
    "kimi_vl": nested("kimi_vl", "deepseek_v3"),
    "laguna": tiny("laguna"),
    "lfm2-vl": nested("lfm2-vl", "lfm2", **_LFM2),
    "lfm2": tiny("lfm2", **_LFM2),
    "lfm2_moe": tiny("lfm2_moe", **_LFM2),
    "lille-130m": tiny("lille-130m", block_size=128, n_embd=96, n_head=4, n_kv_heads=2, n_layer=2),
    "llama": tiny("llama"),
    "llama4": nested(
        "llama4", "llama4_text", attention_chunk_size=16, interleave_moe_layer_step=2, intermediate_size_mlp=48,
        num_experts_per_tok=1,
    ),
    "llama4_text": tiny("llama4_text", intermediate_size_mlp=48, no_rope_layers=[1, 1, 1, 0]),
    "longcat_flash": tiny("longcat_flash", **_LONGCAT),
    "longcat_flash-no-q-lora": tiny("longcat_flash", **{**_LONGCAT, "q_lora_rank": None, "mla_scale_q_lora": False}),
    "longcat_flash_ngram": tiny("longcat_flash_ngram", **_LONGCAT),
    "mamba": tiny("mamba"),
    "mamba2": tiny("mamba2", num_heads=4, intermediate_size=32, time_step_limit=[0.0, 1.0]),
    "mellum": tiny("mellum", **_LAYERS, rope_parameters={_FULL: {"rope_theta": 1e4}, _SLIDING: {"rope_theta": 1e4}}),
    "mimo": tiny("mimo"),
    "mimo_v2_flash": tiny(
        "mimo_v2_flash", hybrid_layer_pattern=[0, 1, 1, 0], moe_layer_freq=[0, 1, 1, 1], add_swa_attention_sink_bias=True,
        add_full_attention_sink_bias=False, sliding_window_size=16, layernorm_epsilon=1e-5, swa_rope_theta=1e4,
        swa_num_attention_heads=4, swa_num_key_value_heads=2, swa_head_dim=8, swa_v_head_dim=8,
    ),
    "minicpm": tiny("minicpm", dim_model_base=16, scale_depth=1.4, scale_emb=12.0),
    "minicpm3": tiny("minicpm3", rope_scaling=_YARN, dim_model_base=16, scale_depth=1.4, scale_emb=12.0),
    "minimax": tiny("minimax", rotary_dim=4),
    "minimax_m3_vl": nested(
        "minimax_m3_vl", "minimax_m3", dense_intermediate_size=48, mlp_layer_types=["dense", "sparse", "sparse", "sparse"],
        moe_layer_freq=None, index_n_heads=2, index_head_dim=8, index_block_size=8, index_topk_blocks=2,
    ),
    "ministral3": tiny("ministral3", rope_parameters=_MINISTRAL_ROPE),
    "mistral3": nested("mistral3", "ministral3", rope_parameters=_MINISTRAL_ROPE),
    "mistral3-llama": nested("mistral3", "llama"),
    "mistral3-mistral4": nested("mistral3", "mistral4"),
    "mistral4": tiny("mistral4"),
    "mistral4-no-q-lora": tiny("mistral4", q_lora_rank=None),
    "mixtral": tiny("mixtral"),
    "muse_glimmer": tiny("muse_glimmer"),
    "muse_spark": nested(
        "muse_spark", "muse_spark_text", **_LAYERS, post_norm_eps=1e-8, rope_parameters={"rope_theta": 1e4}, layer_rope_theta=[1e4] * 4,
        final_logit_softcapping=20.0, output_multiplier=0.2, moe_hidden_size=16, num_shared_experts=0,
    ),
    "nanbeige": tiny("nanbeige", num_loops=2),
    "nanochat": tiny("nanochat"),
    "nemotron-nas": tiny(
        "nemotron-nas", num_hidden_layers=3, block_configs=[
            {"attention": {"n_heads_in_group": 2}, "ffn": {"ffn_mult": 1.5}},
            {"attention": {"no_op": True}, "ffn": {"ffn_mult": 1.5}},
            {"attention": {"replace_with_linear": True}, "ffn": {"replace_with_linear": True}},
        ],
    ),
    "nemotron": tiny("nemotron", hidden_act="relu2"),
    "nemotron_h": tiny("nemotron_h", **_NEMOTRON_H),
    "nemotron_h-moe": tiny(
        "nemotron_h", **{**_NEMOTRON_H, "hybrid_override_pattern": ["M", "*", "E", "M"]}, moe_latent_size=16,
    ),
    "olmo": tiny("olmo", d_model=32, n_layers=2, mlp_hidden_size=48, n_heads=4, embedding_size=64),
    "olmo2": tiny("olmo2"),
    "olmo3": tiny("olmo3"),
    "olmo_hybrid": tiny("olmo_hybrid", linear_allow_neg_eigval=True),
    "olmoe": tiny("olmoe"),
    "openelm": tiny(
        "openelm", num_transformer_layers=2, model_dim=32, ffn_dim_divisor=8, num_query_heads=[4, 4], num_kv_heads=[2, 2],
        ffn_multipliers=[1.0, 2.0], share_input_output_layers=False,
    ),
    "phi": tiny("phi"),
    "phi3": tiny("phi3"),
    "phi3small": tiny(
        "phi3small", dense_attention_every_n_layers=2, ff_intermediate_size=48, gegelu_limit=20.0, blocksparse_block_size=32,
        blocksparse_num_local_blocks=2, blocksparse_vert_stride=2,
    ),
    "phimoe": tiny("phimoe"),
    "phixtral": tiny("phixtral", num_vocab=64, model_dim=32, num_heads=4, num_layers=2, rotary_dim=4),
    "pixtral": nested("pixtral", "llama"),
    "plamo": tiny("plamo", n_shared_head=2),
    "plamo2": tiny("plamo2", hidden_size_per_head=8, mamba_num_heads=4, mamba_d_state=8),
    "plamo3": tiny("plamo3"),
    "prism_hadamard_qwen35": {
        **nested("prism_hadamard_qwen35", "qwen3_5_text", num_experts=0, intermediate_size=128),
        "schema_version": 2, "tensor_namespace": "mlx-vlm-qwen3_5", "quantization": {"bits": 2, "group_size": 128, "mode": "affine"},
        "modules": [
            {"path": f"model.layers.{block}.mlp.down_proj", "embedding": False, "dtype": "float16", "block": 0}
            for block in range(4)
        ],
    },
    "qwen": tiny("qwen", kv_channels=8),
    "qwen2": tiny("qwen2"),
    "qwen2_moe": tiny("qwen2_moe"),
    "qwen2_vl": nested("qwen2_vl", "qwen2"),
    "qwen3": tiny("qwen3"),
    "qwen3_5": nested("qwen3_5", "qwen3_5_text", num_experts=0),
    "qwen3_5_moe": nested("qwen3_5_moe", "qwen3_5_moe_text"),
    "qwen3_moe": tiny("qwen3_moe"),
    "qwen3_next": tiny("qwen3_next"),
    "qwen3_vl": nested("qwen3_vl", "qwen3"),
    "qwen3_vl_moe": nested("qwen3_vl_moe", "qwen3_moe"),
    "recurrent_gemma": tiny(
        "recurrent_gemma", conv1d_width=4, logits_soft_cap=30.0, attention_window_size=16,
        block_types=["recurrent", "recurrent", "attention"],
    ),
    "rwkv7": tiny("rwkv7", a_low_rank_dim=8, v_low_rank_dim=8, gate_low_rank_dim=8, decay_low_rank_dim=8),
    "seed_oss": tiny("seed_oss"),
    "smollm3": tiny("smollm3"),
    "solar_open": tiny("solar_open"),
    "spark2_5": tiny("spark2_5", rope_parameters={_FULL: {"rope_theta": 1e4}, _SLIDING: {"rope_theta": 1e4}}),
    "stablelm": tiny("stablelm", use_qkv_bias=False),
    "starcoder2": tiny("starcoder2"),
    "step3p5": tiny(
        "step3p5", num_attention_groups=2, moe_num_experts=4, moe_top_k=2, share_expert_dim=24, moe_layers_enum="1,2,3",
    ),
    "talkie": tiny("talkie"),
    "telechat3": tiny("telechat3"),
    "youtu_llm": tiny("youtu_llm"),
    "youtu_llm-no-q-lora": tiny("youtu_llm", q_lora_rank=None),
}  # fmt: skip


def stand_in_for_olmo() -> None:
    """mlx-lm's olmo module ends the process unless a package is importable that it never uses; an empty one will do."""
    sys.modules.setdefault("hf_olmo", types.ModuleType("hf_olmo"))


def departing_keys() -> dict[str, tuple[str, ...]]:
    """Model type -> full-layer keys, for every type, aliases included, whose keys are not the seven standard ones.

    Where configs of one type differ in their modules the keys are those of all of them: mlx-lm passes over a key that
    matches nothing.
    """
    stand_in_for_olmo()
    found: dict[str, dict[str, ModuleKind]] = {}
    for config in ARCHITECTURES.values():
        if module_name(config) in _NOT_IN_TABLE:
            continue
        try:
            tree = read_tree(config)
        except InspectionError:
            continue
        kinds = {module.path: module.kind for block in tree.blocks for module in block.modules}
        for served in {config["model_type"], module_name(config)}:
            found.setdefault(served, {}).update({key: kinds[key] for key in tree.keys})
    for alias, served in aliases().items():
        found.setdefault(alias, {}).update(found[served])
    keys = {model_type: canonical_order(kinds.items()) for model_type, kinds in found.items()}
    return {model_type: keys[model_type] for model_type in sorted(keys) if keys[model_type] not in ((), STANDARD_KEYS)}


def table_text() -> str:
    """The table as architecture_keys.py spells it: types that share their keys, then parents that share their leaves."""
    types_of: dict[tuple[str, ...], list[str]] = {}
    for model_type, keys in departing_keys().items():
        types_of.setdefault(keys, []).append(model_type)
    return "\n".join(line for keys, names in types_of.items() for line in (" ".join(names), *_key_lines(keys)))


def _key_lines(keys: tuple[str, ...]) -> list[str]:
    lines: list[str] = []
    for parent, group in groupby(keys, key=lambda key: key.rpartition(".")[0]):
        name, leaves = parent or "-", " ".join(key.rpartition(".")[2] for key in group)
        head, _, last_leaves = lines[-1].partition(": ") if lines else ("", "", "")
        if leaves == last_leaves and len(head) + len(name) < _TABLE_WIDTH:
            lines[-1] = f"{head} {name}: {leaves}"
        else:
            lines.append(f"    {name}: {leaves}")
    return lines


def write_table() -> None:
    """Replace the table in architecture_keys.py, which stands between two lines of its own."""
    file = Path(architecture_keys.__file__)
    head, opening, rest = file.read_text().partition('_TABLE = """\\\n')
    _, closing, tail = rest.partition('"""\n')
    file.write_text(f"{head}{opening}{table_text()}\n{closing}{tail}")


if __name__ == "__main__":
    write_table()
