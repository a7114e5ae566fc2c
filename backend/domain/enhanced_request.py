"""What the Enhanced trainer is asked to do: `enhanced.json` in the run folder, and how it is made."""

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from backend.domain.enhanced_choices import EnhancedKind
from backend.domain.enhanced_config import LORA_BLOCKS, LORA_DROPOUT, LORA_RANK, LORA_SCALE, EnhancedConfig
from backend.domain.enhanced_rules import resolve_iterations
from backend.domain.model_map import ModelMap
from backend.domain.plan import RunPlan

REQUEST_FILE = "enhanced.json"


class EnhancedRequest(BaseModel):
    """Everything that the worker needs; it reads nothing else but the model, the data and the reward file."""

    model_config = ConfigDict(frozen=True, extra="forbid", protected_namespaces=())

    kind: EnhancedKind
    config: EnhancedConfig
    model_path: str = Field(description="Folder or hub id that the engine loads.")
    data: Path = Field(description="Folder with train.jsonl and maybe valid.jsonl.")
    adapters: Path = Field(description="Folder that the adapter is written to.")
    keys: list[str] = Field(description="Attention matrices, as paths inside a block.")
    blocks: list[int] = Field(description="Blocks that carry adapters.")
    modules: list[str] = Field(description="Every adapted module as <block>.<path>; what the proof is held against.")
    num_layers: int = Field(ge=1, description="How many of the last blocks are covered, as mlx-lm counts.")
    iterations: int = Field(ge=1)

    def asked(self) -> list[tuple[int, str]]:
        """(block, path) of every module."""
        return [(int(block), path) for block, _, path in (module.partition(".") for module in self.modules)]


def attention_lora(keys: list[str]) -> dict[str, Any]:
    """The fixed adapter of this tab."""
    return {"rank": LORA_RANK, "scale": LORA_SCALE, "dropout": LORA_DROPOUT, "keys": list(keys)}


def covered_blocks(model: ModelMap) -> int:
    """How many of the last blocks carry adapters: 16, or all where the model has fewer."""
    return min(LORA_BLOCKS, model.num_layers)


def enhanced_plan(config: EnhancedConfig, model: ModelMap, train_rows: int, val_rows: int) -> RunPlan:
    """What a run will train. `modules` is empty where the covered blocks have no attention."""
    count = covered_blocks(model)
    adapted = model.adapted(count, model.attention_keys)
    return RunPlan(
        iterations=resolve_iterations(config, train_rows),
        model_type=model.model_type,
        model_blocks=model.num_layers,
        blocks=sorted({block for block, _ in adapted}),
        keys=[key for key in model.attention_keys if any(module.path == key for _, module in adapted)],
        modules=[f"{block}.{module.path}" for block, module in adapted],
        trainable_parameters=model.trainable_parameters(LORA_RANK, count, model.attention_keys),
        total_parameters=model.total_parameters,
        train_rows=train_rows,
        val_rows=val_rows,
    )


def enhanced_request(
    kind: EnhancedKind, config: EnhancedConfig, plan: RunPlan, data: Path, adapters: Path
) -> EnhancedRequest:
    """The request for a plan; `config` holds absolute paths by now."""
    return EnhancedRequest(
        kind=kind,
        config=config,
        model_path=config.model_path,
        data=data,
        adapters=adapters,
        keys=plan.keys,
        blocks=plan.blocks,
        modules=plan.modules,
        num_layers=min(LORA_BLOCKS, plan.model_blocks),
        iterations=plan.iterations,
    )
