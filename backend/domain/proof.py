"""What was asked for against what an adapter file really holds.

The figures are measured by a worker that reads the adapter back from disk; the verdict is made here, in one place.
"""

from pydantic import BaseModel, ConfigDict, Field

ROUNDING = 1e-5
"""Change of a logit up to which an adapter has changed nothing: float32 rounding of logits of ordinary size."""


class Proof(BaseModel):
    """The evidence that a run trained what it was asked to train. `ok` is true when nothing is in `failures`."""

    model_config = ConfigDict(frozen=True)

    ok: bool
    failures: list[str] = Field(default_factory=list, description="What does not hold, in plain words.")
    adapter_file: str
    adapter_bytes: int
    adapter_sha256: str
    blocks_asked: list[int]
    blocks_found: list[int]
    matrices_asked: list[str]
    matrices_found: list[str]
    modules_asked: int
    modules_found: int
    tensors: int
    trainable_parameters: int
    zero_lora_b: list[str] = Field(default_factory=list, description="Adapters whose lora_b never moved from zero.")
    non_finite: list[str] = Field(default_factory=list, description="Tensors that hold NaN or infinity.")
    lora_b_norms: list[list[float | None]] = Field(
        default_factory=list,
        description="Norm of lora_b by block (rows, as blocks_found) and matrix (columns, as matrices_found).",
    )
    probe_prompt: str
    logits_max_difference: float = Field(
        description="Largest change of a logit on the probe prompt, base against tuned."
    )
    logits_kl: float = Field(description="KL divergence of the next-token distribution on the probe prompt, in nats.")


class ProofFigures(BaseModel):
    """What the worker measured, before the verdict."""

    model_config = ConfigDict(frozen=True)

    adapter_file: str
    adapter_bytes: int
    adapter_sha256: str
    modules: dict[str, int]
    """`<block>.<matrix path>` -> parameters of its two tensors."""
    norms: dict[str, float]
    """`<block>.<matrix path>` -> norm of lora_b; NaN or infinity are reported in `non_finite` in its place."""
    non_finite: list[str]
    tensors: int
    probe_prompt: str
    logits_max_difference: float
    logits_kl: float


def _split(module: str) -> tuple[int, str]:
    block, _, matrix = module.partition(".")
    return int(block), matrix


def judge(figures: ProofFigures, asked: list[tuple[int, str]]) -> Proof:
    """The proof for figures measured on disk against the (block, matrix) pairs that were asked for."""
    found = sorted(_split(module) for module in figures.modules)
    matrices = list(dict.fromkeys(matrix for _, matrix in asked))
    matrices += sorted({matrix for _, matrix in found} - set(matrices))
    blocks_found = sorted({block for block, _ in found})
    matrices_found = [m for m in matrices if any(matrix == m for _, matrix in found)]
    zero = sorted(module for module, norm in figures.norms.items() if norm == 0)
    missing, extra = sorted(set(asked) - set(found)), sorted(set(found) - set(asked))
    failures = [
        *([f"{len(missing)} of {len(asked)} modules carry no adapter, first {_name(missing[0])}."] if missing else []),
        *([f"{len(extra)} modules carry an adapter that was not asked for, first {_name(extra[0])}."] if extra else []),
        *(
            [f"{len(figures.non_finite)} tensors hold NaN or infinity, first {figures.non_finite[0]}."]
            if figures.non_finite
            else []
        ),
        *([f"{len(zero)} adapters never moved from zero, first {zero[0]}."] if zero else []),
        *(
            []
            if figures.logits_max_difference > ROUNDING
            else ["The tuned model answers as the base does, to within rounding."]
        ),
    ]
    return Proof(
        ok=not failures,
        failures=failures,
        adapter_file=figures.adapter_file,
        adapter_bytes=figures.adapter_bytes,
        adapter_sha256=figures.adapter_sha256,
        blocks_asked=sorted({block for block, _ in asked}),
        blocks_found=blocks_found,
        matrices_asked=list(dict.fromkeys(matrix for _, matrix in asked)),
        matrices_found=matrices_found,
        modules_asked=len(set(asked)),
        modules_found=len(found),
        tensors=figures.tensors,
        trainable_parameters=sum(figures.modules.values()),
        zero_lora_b=zero,
        non_finite=figures.non_finite,
        lora_b_norms=[[figures.norms.get(f"{b}.{m}") for m in matrices_found] for b in blocks_found],
        probe_prompt=figures.probe_prompt,
        logits_max_difference=figures.logits_max_difference,
        logits_kl=figures.logits_kl,
    )


def _name(pair: tuple[int, str]) -> str:
    return f"block {pair[0]} {pair[1]}"
