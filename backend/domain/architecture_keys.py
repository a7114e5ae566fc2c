"""Full-layer keys by model type: which matrices to name when there is no model at hand to look into.

Inspecting a model (backend.workers.inspect_model) is the better source: one type can come in several shapes, and only
the model knows which. This table holds what such inspections found for the types that depart from the usual seven
matrices; where a type comes in several shapes, it holds the keys of all of them, and mlx-lm passes over those that match
nothing. Types that are not here, known or unknown, get the seven. `python -m tests.contract.architectures` writes the
table anew; a contract test compares it with what inspection finds.
"""

ATTENTION_KEYS = ("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj")
"""What attention-only training adapts in a standard model."""

STANDARD_KEYS = (*ATTENTION_KEYS, "mlp.gate_proj", "mlp.up_proj", "mlp.down_proj")
"""What full-layer training adapts in a standard model: llama, mistral, qwen2, qwen3, gemma and their like."""

# Model types, then their keys: parents, a colon, and the leaves of each; a dash stands for the block itself.
_TABLE = """\
Klear dots1
    self_attn: q_proj k_proj v_proj o_proj
    mlp mlp.experts mlp.shared_experts: gate_proj up_proj down_proj
afm7
    self_attn: qkv_proj q_proj out_proj
    mlp: gate_proj up_proj down_proj
afmoe
    self_attn: q_proj k_proj v_proj o_proj gate_proj
    mlp mlp.experts mlp.shared_experts: gate_proj up_proj down_proj
apertus nemotron
    self_attn: q_proj k_proj v_proj o_proj
    mlp: up_proj down_proj
baichuan_m1
    self_attn: W_pack o_proj
    mlp: gate_proj up_proj down_proj
bailing_hybrid
    attention: query_key_value q_a_proj q_b_proj q_proj kv_a_proj_with_mqa k_proj v_proj o_proj dense b_proj f_proj g_proj
    mlp mlp.shared_experts mlp.switch_mlp: gate_proj up_proj down_proj
bailing_moe
    attention: query_key_value dense
    mlp mlp.shared_experts mlp.switch_mlp: gate_proj up_proj down_proj
bailing_moe_linear
    attention: query_key_value dense g_proj
    mlp mlp.shared_experts mlp.switch_mlp: gate_proj up_proj down_proj
bailing_moe_v3
    attention: q_a_proj q_b_proj q_proj kv_a_proj_with_mqa k_proj v_proj o_proj dense b_proj f_proj g_proj
    mlp mlp.shared_experts mlp.switch_mlp: gate_proj up_proj down_proj
dbrx
    norm_attn_norm.attn: Wqkv out_proj
    ffn.experts.0 ffn.experts.1 ffn.experts.2 ffn.experts.3 ffn.experts.4 ffn.experts.5: w1 w2 v1
    ffn.experts.6 ffn.experts.7 ffn.experts.8 ffn.experts.9 ffn.experts.10 ffn.experts.11: w1 w2 v1
    ffn.experts.12 ffn.experts.13 ffn.experts.14 ffn.experts.15: w1 w2 v1
deepseek ernie4_5_moe exaone_moe glm4_moe mimo_v2_flash solar_open
    self_attn: q_proj k_proj v_proj o_proj
    mlp mlp.shared_experts mlp.switch_mlp: gate_proj up_proj down_proj
deepseek_v2
    self_attn: q_a_proj q_b_proj q_proj kv_a_proj_with_mqa kv_b_proj o_proj
    mlp mlp.shared_experts mlp.switch_mlp: gate_proj up_proj down_proj
deepseek_v3 glm4_moe_lite joyai_llm_flash kimi_k2 mistral4
    self_attn: q_a_proj q_b_proj q_proj kv_a_proj_with_mqa o_proj
    mlp mlp.shared_experts mlp.switch_mlp: gate_proj up_proj down_proj
deepseek_v32 glm_moe_dsa kimi_k25 kimi_vl
    self_attn: q_a_proj q_b_proj kv_a_proj_with_mqa o_proj
    mlp mlp.shared_experts mlp.switch_mlp: gate_proj up_proj down_proj
deepseek_v41 deepseek_v41_text
    self_attn: q_a_proj q_b_proj kv_proj o_a_proj o_b_proj
    self_attn.compressor: kv_proj gate_proj
    mlp.experts.switch_mlp mlp.shared_experts: gate_proj up_proj down_proj
exaone
    attn.attention: q_proj k_proj v_proj out_proj
    mlp: c_fc_0 c_fc_1 c_proj
falcon_h1
    self_attn: q_proj k_proj v_proj o_proj
    mamba: in_proj out_proj
    feed_forward: gate_proj up_proj down_proj
falcon_mamba mamba
    mixer: in_proj x_proj dt_proj out_proj
gemma4_text
    self_attn: q_proj k_proj v_proj o_proj
    mlp experts.switch_glu: gate_proj up_proj down_proj
glm glm4
    self_attn: q_proj k_proj v_proj o_proj
    mlp: gate_up_proj down_proj
gpt2 gpt_bigcode
    attn: c_attn c_proj
    mlp: c_fc c_proj
gpt_neox
    attention: query_key_value dense
    mlp: dense_h_to_4h dense_4h_to_h
gpt_oss
    self_attn: q_proj k_proj v_proj o_proj
    mlp.experts: gate_proj up_proj down_proj
gptj
    attn: q_proj k_proj v_proj out_proj
    mlp: fc_in fc_out
granitemoe minimax minimax_m2 mixtral phimoe
    self_attn: q_proj k_proj v_proj o_proj
    block_sparse_moe.switch_mlp: gate_proj up_proj down_proj
granitemoehybrid
    self_attn: q_proj k_proj v_proj o_proj
    mamba: in_proj out_proj
    mlp block_sparse_moe.switch_mlp: gate_proj up_proj down_proj
    shared_mlp: input_linear output_linear
hunyuan
    self_attn: q_proj k_proj v_proj o_proj
    mlp.shared_mlp mlp.switch_mlp: gate_proj up_proj down_proj
internlm2
    attention: wqkv wo
    feed_forward: w1 w2 w3
jamba
    self_attn: q_proj k_proj v_proj o_proj
    mamba: in_proj x_proj dt_proj out_proj
    feed_forward feed_forward.switch_mlp: gate_proj up_proj down_proj
kimi_k3
    self_attn: qkv_proj q_a_proj q_b_proj q_proj kv_a_proj_with_mqa o_proj b_proj f_a_proj f_b_proj g_a_proj g_b_proj g_proj
    mlp: gate_proj up_proj down_proj routed_expert_down_proj routed_expert_up_proj
    mlp.shared_experts mlp.switch_mlp: gate_proj up_proj down_proj
kimi_linear
    self_attn: q_proj kv_a_proj_with_mqa k_proj v_proj o_proj b_proj f_a_proj f_b_proj g_a_proj g_b_proj
    mlp mlp.shared_experts mlp.switch_mlp: gate_proj up_proj down_proj
laguna
    self_attn: q_proj k_proj v_proj o_proj g_proj
    mlp mlp.shared_expert mlp.switch_mlp: gate_proj up_proj down_proj
lfm2 lfm2-vl
    self_attn: q_proj k_proj v_proj out_proj
    conv: in_proj out_proj
    feed_forward: w1 w2 w3
lfm2_moe
    self_attn: q_proj k_proj v_proj out_proj
    conv: in_proj out_proj
    feed_forward feed_forward.switch_mlp: gate_proj up_proj down_proj
lille-130m
    attention: qkv_proj out_proj
    feed_forward: gate_proj up_proj down_proj
llama4
    self_attn: q_proj k_proj v_proj o_proj
    feed_forward feed_forward.experts feed_forward.shared_expert: gate_proj up_proj down_proj
llama4_text
    self_attn: q_proj k_proj v_proj o_proj
    feed_forward: gate_proj up_proj down_proj
llava mistral3
    self_attn: q_a_proj q_b_proj q_proj kv_a_proj_with_mqa k_proj v_proj o_proj
    mlp mlp.shared_experts mlp.switch_mlp: gate_proj up_proj down_proj
longcat_flash
    self_attn.0 self_attn.1: q_a_proj q_b_proj q_proj kv_a_proj_with_mqa o_proj
    mlps.0 mlps.1 mlp.switch_mlp: gate_proj up_proj down_proj
longcat_flash_ngram
    self_attn.0 self_attn.1: q_a_proj q_b_proj kv_a_proj_with_mqa o_proj
    mlps.0 mlps.1 mlp.switch_mlp: gate_proj up_proj down_proj
mamba2
    mixer: in_proj out_proj
mellum olmoe
    self_attn: q_proj k_proj v_proj o_proj
    mlp.switch_mlp: gate_proj up_proj down_proj
minicpm3
    self_attn: q_a_proj q_b_proj kv_a_proj_with_mqa kv_b_proj o_proj
    mlp: gate_proj up_proj down_proj
minimax_m3_vl
    self_attn: q_proj k_proj v_proj o_proj
    mlp block_sparse_moe.shared_experts block_sparse_moe.switch_mlp: gate_proj up_proj down_proj
muse_glimmer
    self_attn: q_proj k_proj v_proj o_proj gate_proj
    mlp: gate_proj up_proj down_proj
muse_spark
    self_attn: qkvg_proj o_proj
    mlp: post_expert_proj pre_expert_proj
    mlp.experts: gate_proj up_proj down_proj
nanochat
    attn: c_q c_k c_v c_proj
    mlp: c_fc c_proj
nemotron-nas
    self_attn: q_proj k_proj v_proj o_proj linear
    mlp: gate_proj up_proj down_proj linear
nemotron_h
    mixer: q_proj k_proj v_proj o_proj in_proj out_proj up_proj down_proj fc1_latent_proj fc2_latent_proj
    mixer.shared_experts: up_proj down_proj
    mixer.switch_mlp: fc1 fc2
olmo
    -: att_proj attn_out ff_proj ff_out
olmo_hybrid
    self_attn: q_proj k_proj v_proj o_proj
    linear_attn: q_proj k_proj v_proj o_proj a_proj b_proj g_proj
    mlp: gate_proj up_proj down_proj
openelm
    attn: qkv_proj out_proj
    ffn: proj_1 proj_2
phi
    self_attn: q_proj k_proj v_proj dense
    mlp: fc1 fc2
phi-msft phixtral
    mixer: Wqkv out_proj
    moe.switch_mlp: fc1 fc2
phi3
    self_attn: qkv_proj o_proj
    mlp: gate_up_proj down_proj
phi3small
    self_attn: query_key_value dense
    mlp: up_proj down_proj
plamo2
    mixer: qkv_proj o_proj in_proj bcdt_proj dt_proj out_proj
    mlp: gate_up_proj down_proj
plamo3
    mixer: qkv_proj o_proj
    mlp: gate_up_proj down_proj
qwen
    attn: c_attn c_proj
    mlp: w1 w2 c_proj
qwen2_moe
    self_attn: q_proj k_proj v_proj o_proj
    mlp.shared_expert mlp.switch_mlp: gate_proj up_proj down_proj
qwen3_5
    self_attn: q_proj k_proj v_proj o_proj
    linear_attn: in_proj_qkv in_proj_z out_proj in_proj_a in_proj_b
    mlp: gate_proj up_proj down_proj
qwen3_5_moe
    self_attn: q_proj k_proj v_proj o_proj
    linear_attn: in_proj_qkv in_proj_z out_proj in_proj_a in_proj_b
    mlp.shared_expert mlp.switch_mlp: gate_proj up_proj down_proj
qwen3_moe qwen3_vl_moe
    self_attn: q_proj k_proj v_proj o_proj
    mlp mlp.switch_mlp: gate_proj up_proj down_proj
qwen3_next
    self_attn: q_proj k_proj v_proj o_proj
    linear_attn: in_proj_qkvz in_proj_ba out_proj
    mlp mlp.shared_expert mlp.switch_mlp: gate_proj up_proj down_proj
rwkv7
    attn: r_proj k_proj v_proj o_proj
    attn.a_lora.lora attn.g_lora.lora attn.v_lora.lora attn.w_lora.lora: 0 2
    ffn: key value
spark2_5
    self_attn: q_k_v_proj out_proj g_proj
    mlp: gate_proj up_proj down_proj
starcoder2
    self_attn: q_proj k_proj v_proj o_proj
    mlp: c_fc c_proj
step3p5
    self_attn: q_proj k_proj v_proj o_proj g_proj
    mlp mlp.share_expert mlp.switch_mlp: gate_proj up_proj down_proj
talkie
    attn: attn_query attn_key attn_value attn_resid
    mlp: mlp_gate mlp_linear mlp_resid
youtu_llm
    self_attn: q_a_proj q_b_proj q_proj kv_a_proj_with_mqa kv_b_proj o_proj
    mlp: gate_proj up_proj down_proj
"""


def _read_table(text: str) -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    model_types: list[str] = []
    for line in text.splitlines():
        parents, is_keys, leaves = line.strip().partition(": ")
        if not is_keys:
            model_types = line.split()
            continue
        prefixes = ["" if parent == "-" else f"{parent}." for parent in parents.split()]
        keys = tuple(f"{prefix}{leaf}" for prefix in prefixes for leaf in leaves.split())
        for model_type in model_types:
            table[model_type] = (*table.get(model_type, ()), *keys)
    return table


FULL_LAYER_KEYS = _read_table(_TABLE)
"""Model type -> full-layer keys, in canonical order, for types whose keys are not `STANDARD_KEYS`."""


def full_layer_keys(model_type: str) -> tuple[str, ...]:
    """Paths inside a block that full-layer LoRA adapts in models of this type."""
    return FULL_LAYER_KEYS.get(model_type, STANDARD_KEYS)
