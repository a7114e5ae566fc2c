"""The inspection worker as a process of its own: one line in, one line out."""

import json
import struct
import time
from pathlib import Path
from typing import Any

import pytest

from backend.domain.architecture_keys import ATTENTION_KEYS, STANDARD_KEYS
from backend.domain.model_map import ModelMap
from tests.fixtures.inspecting import LLAMA, ask, inspect, model_folder, refusal, run

SEVEN_BILLION: dict[str, Any] = {
    **LLAMA,
    "hidden_size": 4096,
    "num_hidden_layers": 32,
    "intermediate_size": 11008,
    "num_attention_heads": 32,
    "num_key_value_heads": 32,
    "vocab_size": 32000,
    "max_position_embeddings": 4096,
    "tie_word_embeddings": False,
}
MIB = 1 << 20

# Peak memory is kept across fork and exec, so a small process of its own has to start the worker that is measured.
MEASURED = """
import resource, subprocess, sys
done = subprocess.run([sys.executable, "-m", "backend.workers.inspect_model"], stdin=sys.stdin)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(f"peak {peak}")
sys.exit(done.returncode)
"""


def write_weights(path: Path, dtypes: list[str]) -> int:
    """A safetensors file of one-element tensors; returns its size in bytes."""
    width = {"BF16": 2, "F16": 2, "F32": 4, "U32": 4}
    header, end = {}, 0
    for number, dtype in enumerate(dtypes):
        header[f"t{number}"] = {"dtype": dtype, "shape": [1], "data_offsets": [end, end + width[dtype]]}
        end += width[dtype]
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + bytes(end))
    return path.stat().st_size


def test_the_map_of_a_local_folder(tmp_path: Path) -> None:
    folder = model_folder(tmp_path, LLAMA, tokenizer_config_json=json.dumps({"chat_template": "{{ messages }}"}))
    size = write_weights(folder / "model.safetensors", ["F16", "F16", "F32"])
    found = inspect(folder)
    assert found.model == str(folder)
    assert (found.model_type, found.num_layers) == ("llama", 3)
    assert tuple(found.keys) == STANDARD_KEYS
    assert tuple(found.attention_keys) == ATTENTION_KEYS
    assert [block.index for block in found.blocks] == [0, 1, 2]
    assert [module.path for module in found.blocks[2].modules] == list(STANDARD_KEYS)
    key = found.blocks[0].modules[1]
    assert (key.in_features, key.out_features, key.experts, key.parameters) == (64, 32, 1, 2048)
    block = 2 * 64 * 64 + 2 * 64 * 32 + 3 * 64 * 96 + 2 * 64
    assert found.total_parameters == 128 * 64 + 3 * block + 64
    assert (found.hidden_size, found.vocab_size, found.context_length) == (64, 128, 256)
    assert found.dtype == "float16", "what is stored wins over what the config claims"
    assert found.weight_bytes == size
    assert found.has_chat_template is True
    assert found.quantization_bits is None
    assert found.note is None


def test_what_is_not_there_is_unknown(tmp_path: Path) -> None:
    found = inspect(model_folder(tmp_path, LLAMA))
    assert found.dtype == "bfloat16"
    assert found.weight_bytes is None
    assert found.has_chat_template is None


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"tokenizer_config_json": "{}"}, False),
        ({"tokenizer_config_json": "{}", "chat_template_jinja": "{{ messages }}"}, True),
        ({"tokenizer_config_json": "{}", "chat_template_json": '{"chat_template": "x"}'}, True),
        ({"tokenizer_config_json": '{"chat_template": [{"name": "default", "template": "x"}]}'}, True),
        ({"tokenizer_config_json": '{"chat_template_type": "deepseek_v32"}'}, True),
        ({"tokenizer_config_json": "not json"}, None),
    ],
)
def test_chat_template(tmp_path: Path, files: dict[str, str], expected: bool | None) -> None:
    assert inspect(model_folder(tmp_path, LLAMA, **files)).has_chat_template is expected


@pytest.mark.parametrize(
    ("scheme", "bits"),
    [
        ({"quantization": {"bits": 4, "group_size": 64}}, 4),
        ({"quantization": {"bits": 8, "group_size": 64}, "quantization_config": {"bits": 4}}, 8),
        ({"quantization_config": {"quant_method": "mxfp4"}}, 4),
        ({"quantization_config": {"quant_method": "gptq", "bits": 4}}, 4),
        ({"quantization_config": {"quant_method": "bitsandbytes", "load_in_4bit": True}}, 4),
    ],
)
def test_a_quantised_model_is_mapped_in_full_width(tmp_path: Path, scheme: dict[str, Any], bits: int) -> None:
    plain = inspect(model_folder(tmp_path / "plain", LLAMA))
    folder = model_folder(tmp_path / "packed", {**LLAMA, **scheme})
    write_weights(folder / "model.safetensors", ["U32", "U32", "U32", "BF16", "BF16"])
    packed = inspect(folder)
    assert packed.quantization_bits == bits
    assert packed.dtype == "bfloat16"
    assert packed.blocks == plain.blocks
    assert packed.total_parameters == plain.total_parameters


def test_a_vision_language_model_is_its_text_tower(tmp_path: Path) -> None:
    text = {key: value for key, value in LLAMA.items() if key != "model_type"} | {"model_type": "qwen2"}
    config = {"model_type": "qwen2_vl", "text_config": text, "vision_config": {"hidden_size": 7}}
    found = inspect(model_folder(tmp_path, config))
    assert (found.model_type, found.num_layers) == ("qwen2_vl", 3)
    assert (found.hidden_size, found.vocab_size, found.context_length) == (64, 128, 256)
    assert found.dtype == "bfloat16"
    assert tuple(found.keys) == STANDARD_KEYS


def test_a_mixture_of_experts_says_so(tmp_path: Path) -> None:
    found = inspect(model_folder(tmp_path, {**LLAMA, "model_type": "mixtral", "num_local_experts": 8}))
    assert found.note == "Mixture of experts: 8 experts are adapted in each block; the router is left alone."
    experts = [module for module in found.blocks[0].modules if module.kind == "expert"]
    assert {module.experts for module in experts} == {8}
    assert "block_sparse_moe.gate" in {module.path for module in found.blocks[0].modules}
    assert "block_sparse_moe.gate" not in found.keys


def test_defaults_of_the_architecture_fill_what_the_config_leaves_out(tmp_path: Path) -> None:
    found = inspect(model_folder(tmp_path, {"model_type": "gpt_oss", "num_hidden_layers": 2, "num_local_experts": 4}))
    assert (found.hidden_size, found.vocab_size) == (2880, 201088)


def test_a_model_of_seven_billion_takes_little_memory_and_time(tmp_path: Path) -> None:
    folder = model_folder(tmp_path, SEVEN_BILLION)
    began = time.monotonic()
    done = run(["-c", MEASURED], json.dumps({"model": str(folder)}) + "\n")
    seconds = time.monotonic() - began
    assert done.returncode == 0, done.stderr
    answer, peak = done.stdout.splitlines()
    found = ModelMap.model_validate(json.loads(answer)["map"])
    assert found.total_parameters == 6_738_415_616
    assert found.trainable_parameters(8, -1) == 19_988_480
    assert int(peak.removeprefix("peak ")) < 150 * MIB
    assert seconds < 10


def test_nothing_heavy_is_imported(tmp_path: Path) -> None:
    folder = model_folder(tmp_path, LLAMA)
    program = (
        "import sys; from backend.workers import inspect_model; inspect_model.main(); "
        "print('heavy:', {'transformers', 'mlx_lm.utils', 'huggingface_hub'} & set(sys.modules), file=sys.stderr)"
    )
    done = run(["-c", program], json.dumps({"model": str(folder)}) + "\n")
    assert json.loads(done.stdout)["ok"]
    assert "heavy: set()" in done.stderr


def test_what_libraries_print_stays_off_the_answer(tmp_path: Path) -> None:
    # mlx-lm prints on standard output when it meets a kind of rope scaling that it does not know
    config = {**LLAMA, "model_type": "phi3", "rope_scaling": {"long_factor": [1.0], "type": "strange"}}
    done = run(["-m", "backend.workers.inspect_model"], json.dumps({"model": str(model_folder(tmp_path, config))}))
    assert json.loads(done.stdout)["ok"]
    assert "rope_scaling" in done.stderr


@pytest.mark.parametrize("line", ["", "not json", "[]", "{}", '{"model": 7}', '{"model": " "}'])
def test_a_bad_request_is_answered(line: str) -> None:
    answer = ask(line)
    assert (answer["ok"], answer["code"]) == (False, "bad_request")


def test_a_folder_without_a_config(tmp_path: Path) -> None:
    code, message = refusal(tmp_path)
    assert code == "not_a_model"
    assert str(tmp_path) in message


def test_a_file_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "model.gguf").write_bytes(b"GGUF")
    code, message = refusal(tmp_path / "model.gguf")
    assert code == "not_a_model"
    assert "is a file" in message


@pytest.mark.parametrize("path", ["/no/such/folder", "./nowhere", "~/nowhere", "one/two/three"])
def test_a_folder_that_does_not_exist(path: str) -> None:
    assert refusal(path)[0] == "not_found"


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ("{", "not valid JSON"),
        ("\ud83d".encode("utf-8", "surrogatepass").decode("latin-1"), "not valid JSON"),
        ("[]", "no JSON object"),
        ("{}", "model_type"),
        ('{"model_type": 3}', "model_type"),
        (json.dumps({"model_type": "llama", "hidden_size": 64}), "lacks num_hidden_layers, intermediate_size"),
        (json.dumps({**LLAMA, "num_attention_heads": 0}), "does not describe a llama model"),
        (json.dumps({**LLAMA, "hidden_size": "wide"}), "does not describe a llama model"),
        (json.dumps({**LLAMA, "model_type": "mellum", "num_experts": 2, "num_experts_per_tok": 1,
                     "moe_intermediate_size": 8, "head_dim": 8, "norm_topk_prob": True, "sliding_window": 8,
                     "layer_types": ["full_attention"] * 3}), "the field 'full_attention' is missing"),
        (json.dumps({"model_type": "muse_spark", "text_config": {"hidden_size": 8}}), "num_attention_heads"),
    ],
)  # fmt: skip
def test_a_broken_config_is_explained(tmp_path: Path, config: str, said: str) -> None:
    code, message = refusal(model_folder(tmp_path, config))
    assert code == "bad_config"
    assert said in message


@pytest.mark.parametrize("model_type", ["bert", "cache", "switch_layers", "../../etc", "a.b", ""])
def test_an_architecture_that_mlx_lm_does_not_ship(tmp_path: Path, model_type: str) -> None:
    code, message = refusal(model_folder(tmp_path, {**LLAMA, "model_type": model_type}))
    assert code == "unknown_architecture"
    assert repr(model_type) in message


def test_an_architecture_whose_package_is_missing(tmp_path: Path) -> None:
    config = {"model_type": "olmo", "d_model": 8, "n_layers": 1, "mlp_hidden_size": 8, "n_heads": 1, "vocab_size": 8}
    code, message = refusal(model_folder(tmp_path, {**config, "embedding_size": 8}))
    assert code == "missing_package"
    assert "olmo" in message


@pytest.mark.parametrize(
    ("departure", "said"),
    [
        ({"model_type": "bitnet"}, "bitnet model"),
        ({"quantization_config": {"quant_method": "bitnet"}}, "BitNet"),
        ({"quantize_activations": True}, "quantised activations"),
    ],
)
def test_nothing_to_adapt(tmp_path: Path, departure: dict[str, Any], said: str) -> None:
    code, message = refusal(model_folder(tmp_path, {**LLAMA, **departure}))
    assert code == "nothing_to_adapt"
    assert said in message


def test_a_model_with_a_program_of_its_own(tmp_path: Path) -> None:
    code, message = refusal(model_folder(tmp_path, {**LLAMA, "model_file": "model.py"}))
    assert code == "custom_code"
    assert "model.py" in message
