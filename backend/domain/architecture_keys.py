"""Full-layer keys by model type."""

STANDARD_KEYS = (
    "self_attn.q_proj",
    "self_attn.k_proj",
    "self_attn.v_proj",
    "self_attn.o_proj",
    "mlp.gate_proj",
    "mlp.up_proj",
    "mlp.down_proj",
)


def full_layer_keys(model_type: str) -> tuple[str, ...]:
    """Keys of a model type."""
    return STANDARD_KEYS
