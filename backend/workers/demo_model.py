"""The demo model: its shape, its pre-training from random weights, and its files.

Knows arrays of token ids. Does not know the corpus, the tokenizer or the command line.
"""

import json
import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import mlx.core as mx
import mlx.nn as nn
import mlx.optimizers as optim
import numpy as np
from mlx.utils import tree_flatten, tree_map_with_path
from mlx_lm.models.qwen2 import Model, ModelArgs

BLOCKS = 24
PROMPT_WEIGHT = 0.1
WINDOW_BATCHES = 8
INITIAL_DEVIATION = 0.06

Sequence = tuple[list[int], int]
Report = Callable[[int, float], None]


@dataclass(frozen=True)
class Pretraining:
    """The dials of one pre-training run."""

    steps: int = 1700
    batch: int = 24
    peak_rate: float = 2e-3
    warmup: int = 50
    weight_decay: float = 0.1
    clip: float = 1.0
    seed: int = 7
    report_every: int = 100


@dataclass(frozen=True)
class Tokens:
    """What the model must know of its tokenizer."""

    vocabulary: int
    context: int
    end: int
    pad: int


def model_config(tokens: Tokens) -> dict[str, object]:
    """The content of config.json."""
    return {
        "architectures": ["Qwen2ForCausalLM"],
        "model_type": "qwen2",
        "hidden_size": 64,
        "intermediate_size": 176,
        "num_hidden_layers": BLOCKS,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "vocab_size": tokens.vocabulary,
        "max_position_embeddings": tokens.context,
        "rms_norm_eps": 1e-6,
        "rope_theta": 10000.0,
        "tie_word_embeddings": True,
        "hidden_act": "silu",
        "eos_token_id": tokens.end,
        "pad_token_id": tokens.pad,
        "torch_dtype": "float32",
    }


def new_model(config: dict[str, object], seed: int) -> Model:
    """Random weights; what writes into the residual stream starts smaller, as there are many blocks."""
    mx.random.seed(seed)
    model = Model(ModelArgs.from_dict(config))

    def draw(path: str, value: mx.array) -> mx.array:
        if value.ndim < 2:
            return value
        writes_residual = "o_proj" in path or "down_proj" in path
        shrink = math.sqrt(2 * BLOCKS) if writes_residual else 1.0
        return mx.random.normal(value.shape, scale=INITIAL_DEVIATION / shrink)

    model.update(tree_map_with_path(draw, model.parameters()))
    mx.eval(model.parameters())
    return model


def _padded(rows: list[Sequence]) -> tuple[mx.array, mx.array]:
    """Ids and loss weights, both (rows, longest row)."""
    length = max(len(ids) for ids, _ in rows)
    ids_of = np.zeros((len(rows), length), np.int32)
    weight_of = np.zeros((len(rows), length), np.float32)
    for row, (ids, prompt) in enumerate(rows):
        ids_of[row, : len(ids)] = ids
        weight_of[row, : len(ids)] = 1.0
        weight_of[row, :prompt] = PROMPT_WEIGHT
    return mx.array(ids_of), mx.array(weight_of)


def _batches(rows: list[Sequence], dials: Pretraining) -> Iterator[tuple[mx.array, mx.array]]:
    """Endless padded batches of about equal lengths, drawn anew in every round over the rows."""
    draw = random.Random(dials.seed)
    window = dials.batch * WINDOW_BATCHES
    while True:
        order = draw.sample(rows, len(rows))
        for start in range(0, len(order), window):
            near = sorted(order[start : start + window], key=lambda row: len(row[0]))
            batches = [near[at : at + dials.batch] for at in range(0, len(near), dials.batch)]
            draw.shuffle(batches)
            yield from map(_padded, batches)


def _loss(model: Model, ids: mx.array, weights: mx.array) -> mx.array:
    losses = nn.losses.cross_entropy(model(ids[:, :-1]), ids[:, 1:])
    return (losses * weights[:, 1:]).sum() / weights[:, 1:].sum()


def _schedule(dials: Pretraining) -> Callable[[mx.array], mx.array]:
    rise = optim.linear_schedule(0.0, dials.peak_rate, dials.warmup)
    fall = optim.cosine_decay(dials.peak_rate, dials.steps - dials.warmup)
    return optim.join_schedules([rise, fall], [dials.warmup])


def pretrain(model: Model, rows: list[Sequence], dials: Pretraining, report: Report) -> None:
    """Teach the model every row in place; `report` gets the step and the loss of its batch."""
    optimizer = optim.AdamW(learning_rate=_schedule(dials), weight_decay=dials.weight_decay)
    loss_and_gradient = nn.value_and_grad(model, _loss)
    model.train()
    for step, (ids, weights) in zip(range(1, dials.steps + 1), _batches(rows, dials), strict=False):
        loss, gradient = loss_and_gradient(model, ids, weights)
        gradient, _ = optim.clip_grad_norm(gradient, dials.clip)
        optimizer.update(model, gradient)
        mx.eval(model.parameters(), optimizer.state, loss)
        if step % dials.report_every == 0 or step == dials.steps:
            report(step, loss.item())
    model.eval()


def save_model(model: Model, config: dict[str, object], folder: Path) -> None:
    """Write config.json, generation_config.json and model.safetensors."""
    generation = {"eos_token_id": config["eos_token_id"], "pad_token_id": config["pad_token_id"]}
    for name, content in (("config.json", config), ("generation_config.json", generation)):
        (folder / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    weights = dict(tree_flatten(model.parameters()))
    mx.save_safetensors(str(folder / "model.safetensors"), weights, metadata={"format": "mlx"})
