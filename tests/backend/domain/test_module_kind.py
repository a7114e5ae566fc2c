import itertools

import pytest

from backend.domain.architecture_keys import STANDARD_KEYS
from backend.domain.model_map import ModuleKind
from backend.domain.module_kind import ModuleForm, canonical_order, module_kind

ATTENTION, SSM, MLP = ModuleKind.ATTENTION, ModuleKind.SSM, ModuleKind.MLP
EXPERT, ROUTER, OTHER = ModuleKind.EXPERT, ModuleKind.ROUTER, ModuleKind.OTHER


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("self_attn.q_proj", ATTENTION),
        ("self_attn.qkv_proj", ATTENTION),
        ("self_attn.kv_a_proj_with_mqa", ATTENTION),
        ("self_attn.gate_proj", ATTENTION),
        ("self_attn.0.o_proj", ATTENTION),
        ("attn.c_attn", ATTENTION),
        ("attn.attention.out_proj", ATTENTION),
        ("attn.w_lora.lora.2", ATTENTION),
        ("attention.query_key_value", ATTENTION),
        ("norm_attn_norm.attn.Wqkv", ATTENTION),
        ("att_proj", ATTENTION),
        ("mixer.q_proj", ATTENTION),
        ("mixer.Wqkv", ATTENTION),
        ("temporal_block.o_proj", ATTENTION),
        ("mamba.in_proj", SSM),
        ("conv.out_proj", SSM),
        ("linear_attn.in_proj_qkvz", SSM),
        ("mixer.dt_proj", SSM),
        ("mixer.bcdt_proj", SSM),
        ("temporal_block.linear_out", SSM),
        ("mlp.gate_proj", MLP),
        ("mlp.gate_up_proj", MLP),
        ("mlp.dense_4h_to_h", MLP),
        ("mlp.mlp_gate", MLP),
        ("mlps.1.down_proj", MLP),
        ("feed_forward.w1", MLP),
        ("ffn.key", MLP),
        ("mixer.up_proj", MLP),
        ("ff_out", MLP),
        ("mlp.shared_experts.gate_proj", EXPERT),
        ("mlp.shared_expert.up_proj", EXPERT),
        ("shared_mlp.input_linear", EXPERT),
        ("ffn.experts.12.w1", EXPERT),
        ("mixer.fc1_latent_proj", EXPERT),
        ("mlp.pre_expert_proj", EXPERT),
        ("mlp.gate", ROUTER),
        ("mlp.gate.gate_proj", ROUTER),
        ("mlp.gate.wg", ROUTER),
        ("mlp.router.classifier", ROUTER),
        ("mlp.shared_expert_gate", ROUTER),
        ("mlp.coefficient", ROUTER),
        ("block_sparse_moe.router.layer", ROUTER),
        ("feed_forward.router", ROUTER),
        ("altup.modality_router", OTHER),
        ("laurel.linear_left", OTHER),
        ("per_layer_input_gate", OTHER),
        ("self_attn.indexer.wq_b", OTHER),
        ("self_attn.index_q_proj", OTHER),
        ("mlp_res_proj", OTHER),
        ("something_new.weights", OTHER),
        ("mixer.something_new", OTHER),
    ],
)
def test_kind_of_a_plain_matrix(path: str, kind: ModuleKind) -> None:
    assert module_kind(path, ModuleForm.LINEAR) is kind


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("mlp.switch_mlp.gate_proj", EXPERT),
        ("mlp.experts.down_proj", EXPERT),
        ("experts.switch_glu.up_proj", EXPERT),
        ("mlp.any_name", EXPERT),
        ("something_new.any_name", EXPERT),
        ("self_attn.o_a_proj", ATTENTION),
    ],
)
def test_kind_of_a_stack_of_matrices(path: str, kind: ModuleKind) -> None:
    assert module_kind(path, ModuleForm.STACKED) is kind


def test_an_embedding_is_never_adapted() -> None:
    assert module_kind("self_attn.q_proj", ModuleForm.EMBEDDING) is OTHER


def test_the_out_projection_of_a_mixer_is_told_by_its_siblings() -> None:
    assert module_kind("mixer.out_proj", ModuleForm.LINEAR, {"mixer.in_proj", "mixer.out_proj"}) is SSM
    assert module_kind("mixer.out_proj", ModuleForm.LINEAR, {"mixer.Wqkv", "mixer.out_proj"}) is ATTENTION


def test_order_does_not_depend_on_where_modules_were_found() -> None:
    modules = [(key, module_kind(key, ModuleForm.LINEAR)) for key in STANDARD_KEYS]
    for shuffled in itertools.islice(itertools.permutations(modules), 0, None, 97):
        assert canonical_order(shuffled) == STANDARD_KEYS


def test_order_puts_mixers_first_experts_last_and_counts_like_people() -> None:
    paths = ["ffn.experts.10.w1", "ffn.experts.9.w2", "ffn.experts.9.w1", "mlp.down_proj", "mamba.in_proj", "attn.wo"]
    pairs = [(path, module_kind(path, ModuleForm.LINEAR)) for path in paths]
    assert canonical_order([*pairs, *pairs]) == (
        "attn.wo",
        "mamba.in_proj",
        "mlp.down_proj",
        "ffn.experts.9.w1",
        "ffn.experts.9.w2",
        "ffn.experts.10.w1",
    )
