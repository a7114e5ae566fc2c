"""What a model's small files say about it, besides its module tree.

Knows the field names that configs use for the same fact, and where each quantisation scheme writes its bits. Reads
JSON and safetensors headers, never weights. Does not know mlx.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from backend.runtime.model_files import BrokenSafetensors, read_safetensors_header, weight_bytes
from backend.workers.inspection_error import InspectionError
from backend.workers.model_source import CONFIG_FILE, TEMPLATE_FILES, TOKENIZER_FILE

Facts = Mapping[str, Any]

HIDDEN_SIZE = ("hidden_size", "n_embd", "d_model", "model_dim", "hidden_dim")
VOCAB_SIZE = ("vocab_size", "num_vocab", "embedding_size")
CONTEXT_LENGTH = (
    "max_position_embeddings",
    "n_positions",
    "model_max_length",
    "max_sequence_length",
    "max_seq_len",
    "seq_length",
    "block_size",
    "n_ctx",
)

_STORED_TYPES = {"F64": "float64", "F32": "float32", "F16": "float16", "BF16": "bfloat16", "F8_E4M3": "float8_e4m3"}
_METHOD_BITS = {"mxfp4": 4, "mxfp8": 8, "fp8": 8, "awq": 4, "gptq": 4, "compressed-tensors": 4, "modelopt": 4}


def read_config(folder: Path) -> dict[str, Any]:
    """config.json of a model folder, which names its `model_type`. Raises `InspectionError`."""
    try:
        config = json.loads((folder / CONFIG_FILE).read_bytes(), object_hook=_untag_float)
    except PermissionError as error:
        raise InspectionError(
            "no_permission", f"This program may not read {folder / CONFIG_FILE}.", "Change the file's permissions."
        ) from error
    except ValueError as error:
        raise InspectionError(
            "bad_config", f"config.json is not valid JSON: {error}.", "Restore it from where the model came from."
        ) from error
    if not isinstance(config, dict):
        raise InspectionError("bad_config", "config.json holds no JSON object.", "Restore it from the model's source.")
    if not isinstance(config.get("model_type"), str):
        raise InspectionError(
            "bad_config",
            "config.json lacks model_type, which says what architecture the model has.",
            "Restore the file from where the model came from; GGUF and diffusion models cannot be trained here.",
        )
    return config


def _untag_float(value: dict[str, Any]) -> object:
    """transformers writes infinite floats as {"__float__": "Infinity"}; mlx-lm reads them back, and so does this."""
    tag = value.get("__float__")
    return float(tag) if len(value) == 1 and tag in ("Infinity", "-Infinity", "NaN") else value


def first_number(names: Iterable[str], sources: Iterable[Facts]) -> int | None:
    """The first positive whole number under one of `names`, source by source; nested text configs count as sources."""
    for source in sources:
        for name in names:
            value = source.get(name)
            if isinstance(value, int) and not isinstance(value, bool) and value > 0:
                return value
    return None


def text_config(config: Facts) -> Facts:
    """The config of a vision-language model's text tower; empty where the model has only one config."""
    nested = config.get("text_config")
    return nested if isinstance(nested, dict) else {}


def quantization(config: Facts, folder: Path) -> Facts:
    """How the weights are quantised, in the words of whoever wrote them; empty where they are not."""
    for source in (config, text_config(config)):
        for name in ("quantization", "quantization_config"):
            if isinstance(found := source.get(name), dict):
                return found
    return _read_json(folder / "hf_quant_config.json") or {}


def quantization_bits(scheme: Facts) -> int | None:
    """Bits per weight of most matrices; a scheme may keep some at another width."""
    nested = scheme.get("quantization")
    bits = first_number(("bits", "num_bits"), (scheme, nested if isinstance(nested, dict) else {}))
    if bits is None and scheme.get("load_in_4bit"):
        return 4
    return bits or _METHOD_BITS.get(str(scheme.get("quant_method", "")).lower())


def stored_dtype(config: Facts, folder: Path) -> str | None:
    """The type that most tensors are stored in, by the header of a weight file, or else by what the config says.

    The header wins because configs are copied: a converted model often keeps the type of its origin. Packed integers
    of quantised matrices do not count; their scales do.
    """
    files = sorted(folder.glob("*.safetensors"))
    try:
        counts = Counter(tensor.dtype for tensor in read_safetensors_header(files[0]).values()) if files else Counter()
    except (BrokenSafetensors, OSError):
        counts = Counter()
    for stored, _ in counts.most_common():
        if stored in _STORED_TYPES:
            return _STORED_TYPES[stored]
    for source in (config, text_config(config)):
        declared = source.get("dtype") or source.get("torch_dtype")
        if isinstance(declared, str):
            return declared.removeprefix("torch.")
    return None


def stored_bytes(folder: Path) -> int | None:
    """Bytes of the weight files in the folder; None where there are none yet."""
    return weight_bytes(folder) or None


def has_chat_template(folder: Path) -> bool | None:
    """Whether the tokenizer's files bring a chat template; None where there are no such files to look at."""
    if any((folder / name).is_file() for name in TEMPLATE_FILES):
        return True
    tokenizer = _read_json(folder / TOKENIZER_FILE)
    if tokenizer is None:
        return None
    return bool(tokenizer.get("chat_template") or tokenizer.get("chat_template_type"))


def _read_json(path: Path) -> dict[str, Any] | None:
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return value if isinstance(value, dict) else None
