"""`lora_parameters` exactly as the brief wants them."""

from backend.domain.lora_parameters import generate_lora_parameters, peft_alpha
from backend.domain.training_config import TrainingConfig

SEVEN = [
    "self_attn.q_proj",
    "self_attn.k_proj",
    "self_attn.v_proj",
    "self_attn.o_proj",
    "mlp.gate_proj",
    "mlp.up_proj",
    "mlp.down_proj",
]


def test_the_mapping_for_a_standard_model() -> None:
    made = generate_lora_parameters(TrainingConfig(), "qwen2")
    assert made == {"rank": 32, "scale": 32.0, "dropout": 0.0, "keys": SEVEN}
    assert list(made) == ["rank", "scale", "dropout", "keys"]


def test_every_value_comes_from_the_configuration() -> None:
    config = TrainingConfig(lora_rank=8, lora_alpha=20, lora_dropout=0.1)
    made = generate_lora_parameters(config, "llama")
    assert (made["rank"], made["scale"], made["dropout"]) == (8, 20, 0.1)


def test_keys_found_in_the_model_win() -> None:
    assert generate_lora_parameters(TrainingConfig(), "qwen2", ["attn.qkv"])["keys"] == ["attn.qkv"]


def test_another_architecture_has_its_own_keys() -> None:
    assert generate_lora_parameters(TrainingConfig(), "phi3")["keys"] != SEVEN


def test_peft_divides_by_the_rank_first() -> None:
    assert peft_alpha(32.0, 32) == 1024
