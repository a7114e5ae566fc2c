"""The model of a reinforcement run: the base with attention adapters, and the untouched base to measure divergence from."""

import copy
import json
from typing import Any

from backend.domain.enhanced_choices import EnhancedOptimizer
from backend.domain.enhanced_config import EnhancedConfig
from backend.domain.enhanced_mlx import adapter_config, lr_schedule
from backend.domain.enhanced_request import EnhancedRequest, attention_lora
from backend.runtime.atomic_file import write_atomic


def load_policy(request: EnhancedRequest) -> tuple[Any, Any, Any]:
    """(model with fresh or resumed adapters, the base as reference, tokenizer); writes `adapter_config.json`.

    Model and reference share the base's arrays. Raises what mlx-lm raises, OSError.
    """
    import mlx.core as mx
    import numpy as np
    from mlx_lm.tuner.utils import linear_to_lora_layers
    from mlx_lm.utils import load

    np.random.seed(request.config.seed)  # the engine shuffles batches with it
    mx.random.seed(request.config.seed)
    model, tokenizer, *_ = load(request.model_path)
    reference = sharing_copy(model).freeze()
    model.freeze()
    linear_to_lora_layers(model, request.num_layers, attention_lora(request.keys))
    if request.config.resume_adapter_file:
        model.load_weights(request.config.resume_adapter_file, strict=False)
    request.adapters.mkdir(parents=True, exist_ok=True)
    write_atomic(request.adapters / "adapter_config.json", json.dumps(adapter_config(request), indent=4).encode())
    return model, reference, tokenizer


def sharing_copy(module: Any) -> Any:
    """A second module tree over the same arrays; layers replaced in one tree stay as they are in the other."""
    import mlx.nn as nn

    def copied(value: Any) -> Any:
        if isinstance(value, nn.Module):
            return sharing_copy(value)
        if isinstance(value, list | tuple):
            return type(value)(copied(part) for part in value)
        if isinstance(value, dict):
            return {key: copied(part) for key, part in value.items()}
        return value

    twin = copy.copy(module)
    object.__setattr__(twin, "_no_grad", set(module._no_grad))
    for key, value in list(twin.items()):
        twin[key] = copied(value)
    return twin


def make_optimizer(config: EnhancedConfig, iterations: int) -> Any:
    """The optimizer with its learning-rate schedule."""
    import mlx.optimizers as optim
    from mlx_lm.tuner.utils import build_schedule

    schedule = lr_schedule(config, iterations)
    rate = build_schedule(schedule) if schedule else config.learning_rate
    classes = {
        EnhancedOptimizer.ADAM: optim.Adam,
        EnhancedOptimizer.ADAMW: optim.AdamW,
        EnhancedOptimizer.MUON: optim.Muon,
        EnhancedOptimizer.SGD: optim.SGD,
        EnhancedOptimizer.ADAFACTOR: optim.Adafactor,
    }
    return classes[config.optimizer](learning_rate=rate)
