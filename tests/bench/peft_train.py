"""Transformers + PEFT on the same batches: run by a Python that has torch and peft, so nothing of the project is imported.

`<python> peft_train.py <work.json>`. Masks and counts as mlx-lm does: target t of a row counts where 1 <= t <= its length.
"""

import json
import sys
import time
from pathlib import Path

import torch
from peft import LoraConfig, get_peft_model
from safetensors.numpy import load_file
from transformers import AutoModelForCausalLM

KEYS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]


def main() -> None:
    """Train every batch once, save, and write the losses and the seconds of each step."""
    work = json.loads(Path(sys.argv[1]).read_text())
    torch.set_num_threads(work["threads"])
    torch.manual_seed(0)
    base = AutoModelForCausalLM.from_pretrained(work["model"], dtype=torch.float32)
    lora = LoraConfig(r=work["rank"], lora_alpha=work["scale"] * work["rank"], target_modules=KEYS, lora_dropout=0.0)
    model = get_peft_model(base, lora)
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=work["rate"])
    stored = load_file(work["batches"])
    losses, seconds = [], []
    model.train()
    for number in range(work["steps"]):
        began = time.perf_counter()
        batch = torch.from_numpy(stored[f"{number}.tokens"]).long()
        lengths = torch.from_numpy(stored[f"{number}.lengths"]).long()
        loss = one_loss(model, batch, lengths)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        losses.append(loss.item())
        seconds.append(time.perf_counter() - began)
    model.save_pretrained(work["adapters"])
    said = {"losses": losses, "seconds": seconds, "parameters": sum(parameter.numel() for parameter in trained)}
    Path(work["said"]).write_text(json.dumps(said))


def one_loss(model: torch.nn.Module, batch: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
    """The mean over target tokens, as `mlx_lm.tuner.trainer.default_loss` has it."""
    inputs, targets = batch[:, :-1], batch[:, 1:]
    steps = torch.arange(1, targets.shape[1] + 1)
    mask = (steps >= lengths[:, :1]) & (steps <= lengths[:, 1:])
    # Causal attention alone, as mlx-lm does it: padding stands behind every real token.
    logits = model(input_ids=inputs, use_cache=False).logits
    each = torch.nn.functional.cross_entropy(logits.transpose(1, 2), targets, reduction="none")
    return (each * mask).sum() / mask.sum()


if __name__ == "__main__":
    main()
