"""`python -m backend.workers.inspect_model`: what is this model made of?

Reads one JSON line, {"model": "<folder or hub id>"}, from standard input and answers with one JSON line on standard
output: {"ok": true, "map": <ModelMap>} or {"ok": false, "code", "message", "hint"}. Whatever libraries print goes to
standard error. The exit code is 0 whenever there was an answer. No weights are read and nothing is evaluated, so that a
model of any size is inspected in about the time that Python takes to start.
"""

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from backend.domain.model_map import ModelMap
from backend.workers.inspection_error import InspectionError
from backend.workers.model_classes import skip_package_init
from backend.workers.model_facts import (
    CONTEXT_LENGTH,
    HIDDEN_SIZE,
    VOCAB_SIZE,
    first_number,
    has_chat_template,
    quantization,
    quantization_bits,
    read_config,
    stored_bytes,
    stored_dtype,
    text_config,
)
from backend.workers.model_source import find_model_folder


def inspect_model(model: str) -> ModelMap:
    """The map of a folder or hub id. Raises `InspectionError`."""
    folder = find_model_folder(model)
    config = read_config(folder)
    scheme = quantization(config, folder)
    _refuse_untrainable(config, scheme)
    return _map_model(model, folder, config, scheme)


def _map_model(model: str, folder: Path, config: dict[str, Any], scheme: Mapping[str, Any]) -> ModelMap:
    from backend.workers.architecture_note import architecture_note
    from backend.workers.module_tree import read_tree

    tree = read_tree(config)
    if not tree.keys:
        raise InspectionError(
            "nothing_to_adapt",
            f"mlx-lm has no LoRA layer for any matrix of this {config['model_type']} model.",
            "Choose a model whose blocks are made of ordinary linear layers.",
        )
    sources = (config, text_config(config), tree.args)
    return ModelMap(
        model=model,
        model_type=config["model_type"],
        num_layers=len(tree.blocks),
        keys=tree.keys,
        attention_keys=tree.attention_keys,
        blocks=tree.blocks,
        total_parameters=tree.total_parameters,
        hidden_size=first_number(HIDDEN_SIZE, sources),
        vocab_size=first_number(VOCAB_SIZE, sources),
        context_length=first_number(CONTEXT_LENGTH, sources),
        dtype=stored_dtype(config, folder),
        quantization_bits=quantization_bits(scheme),
        weight_bytes=stored_bytes(folder),
        has_chat_template=has_chat_template(folder),
        note=architecture_note(tree.blocks, tree.keys, tree.refused),
    )


def _refuse_untrainable(config: Mapping[str, Any], scheme: Mapping[str, Any]) -> None:
    """Stop at what mlx-lm's loader turns into layers that LoRA cannot wrap, or does not load at all."""
    if config.get("model_file") is not None:
        raise InspectionError(
            "custom_code",
            f"This model brings its own program ({config['model_file']}), which mlx-lm does not run.",
            "Choose a model of an architecture that mlx-lm ships.",
        )
    # Where both are there, mlx-lm follows its own "quantization" and does not look at the method.
    is_bitnet = scheme.get("quant_method") == "bitnet" and "quantization" not in config
    if is_bitnet or config.get("quantize_activations"):
        what = "BitNet layers" if is_bitnet else "quantised activations"
        raise InspectionError(
            "nothing_to_adapt",
            f"mlx-lm has no LoRA layer for {what}.",
            "Choose the same model in another format: bfloat16, or 4 or 8 bit weights.",
        )


def answer(line: str) -> dict[str, Any]:
    """The reply to one request line, from a process that has not imported mlx-lm."""
    try:
        skip_package_init()
        return {"ok": True, "map": inspect_model(_requested(line)).model_dump(mode="json")}
    except InspectionError as error:
        return {"ok": False, "code": error.code, "message": error.message, "hint": error.hint}


def _requested(line: str) -> str:
    try:
        request = json.loads(line)
    except ValueError:
        request = None
    model = request.get("model") if isinstance(request, dict) else None
    if not isinstance(model, str) or not model.strip():
        raise InspectionError("bad_request", 'The request is no JSON line of the form {"model": "<folder or hub id>"}.')
    return model.strip()


def _claim_standard_output() -> TextIO:
    """The original standard output; file descriptor 1 then leads to standard error, for libraries that print."""
    original = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return original


def main() -> None:
    """Answer the one request on standard input."""
    output = _claim_standard_output()
    output.write(json.dumps(answer(sys.stdin.readline())) + "\n")
    output.flush()


if __name__ == "__main__":
    main()
