"""What a model is made of, as far as adapters are concerned.

The map is read off a module tree that a worker builds from `config.json`; this file only says what such a map holds and
answers questions about it. It knows nothing about files, mlx or trainers.
"""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class ModuleKind(StrEnum):
    """The part that a projection plays in its block."""

    ATTENTION = "attention"
    SSM = "ssm"
    MLP = "mlp"
    EXPERT = "expert"
    ROUTER = "router"
    OTHER = "other"


FULL_LAYER_KINDS = frozenset({ModuleKind.ATTENTION, ModuleKind.SSM, ModuleKind.MLP, ModuleKind.EXPERT})
"""Kinds that full-layer LoRA adapts; routers and gates keep their weights."""

MIXER_KINDS = frozenset({ModuleKind.ATTENTION, ModuleKind.SSM})
"""Kinds that mix tokens: what attention-only training adapts (state-space projections stand in where there is no attention)."""


class ModuleInfo(BaseModel):
    """One module of a block that LoRA can adapt."""

    model_config = ConfigDict(frozen=True)

    path: str = Field(description="Path inside the block, for example self_attn.q_proj.")
    kind: ModuleKind
    in_features: int = Field(
        description="Width of the input, counted once per piece where mlx-lm adapts a fused projection piece by piece."
    )
    out_features: int = Field(description="Width of the output.")
    experts: int = Field(default=1, description="Weight matrices stacked in this module; 1 for a plain projection.")
    parameters: int = Field(description="Parameters of the base module, unquantised.")

    def lora_parameters(self, rank: int) -> int:
        """Trainable parameters that an adapter of this rank adds: experts x rank x (in + out)."""
        return self.experts * rank * (self.in_features + self.out_features)


class BlockInfo(BaseModel):
    """One transformer (or state-space) block."""

    model_config = ConfigDict(frozen=True)

    index: int = Field(description="Position in the model, counted from 0 at the input.")
    modules: list[ModuleInfo]


class ModelMap(BaseModel):
    """The answer of `POST /api/models/inspect`."""

    model_config = ConfigDict(frozen=True)

    model: str = Field(description="Folder or hub id, as asked.")
    model_type: str
    num_layers: int = Field(description="Blocks in the model.")
    keys: list[str] = Field(description="Modules that full-layer LoRA adapts, as paths inside a block.")
    attention_keys: list[str] = Field(description="Modules that attention-only training adapts.")
    blocks: list[BlockInfo]
    total_parameters: int = Field(description="Parameters of the whole model, unquantised.")
    hidden_size: int | None = None
    vocab_size: int | None = None
    context_length: int | None = Field(default=None, description="Longest sequence the model was made for, in tokens.")
    dtype: str | None = Field(default=None, description="Data type of the weights as stored, for example bfloat16.")
    quantization_bits: int | None = Field(default=None, description="Bits per weight where the base is quantised.")
    weight_bytes: int | None = Field(
        default=None, description="Size of the weight files on disk; unknown before a download."
    )
    has_chat_template: bool | None = Field(default=None, description="Whether the tokenizer brings a chat template.")
    faster_in_float32: bool = Field(
        default=False, description="Whether a float32 copy would train faster on this computer; one can be made."
    )
    note: str | None = Field(
        default=None, description="A remark where the architecture departs from the usual seven matrices."
    )

    def blocks_covered(self, num_layers: int) -> list[BlockInfo]:
        """Blocks that `num_layers` reaches: the last N, or all for -1 (and 0, as mlx-lm reads it)."""
        return self.blocks if num_layers <= 0 else self.blocks[-num_layers:]

    def adapted(self, num_layers: int, keys: list[str] | None = None) -> list[tuple[int, ModuleInfo]]:
        """(block index, module) for every module that would carry an adapter."""
        wanted = set(self.keys if keys is None else keys)
        return [(b.index, m) for b in self.blocks_covered(num_layers) for m in b.modules if m.path in wanted]

    def trainable_parameters(self, rank: int, num_layers: int, keys: list[str] | None = None) -> int:
        """Parameters that training would change."""
        return sum(module.lora_parameters(rank) for _, module in self.adapted(num_layers, keys))
