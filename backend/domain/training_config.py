"""`TrainingConfig`: every choice of a full-layer LoRA run, with its limits, default and help, declared once.

The OpenAPI document, the TypeScript client, the form on the Setup page and the checks of the API are all made from this
model. It knows one field at a time and the rules between fields; what depends on the chosen model or data (block count,
row count) is checked before a start by `backend.services.preflight`.
"""

from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from backend.domain.trackers import Tracker

ADAPTER_NAME_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
DEFAULT_ITERATIONS = 100


class FineTuneType(StrEnum):
    """How weights are adapted. Low-rank adapters only."""

    LORA = "lora"


class Optimizer(StrEnum):
    """Optimizers that `mlx_lm.lora` ships."""

    ADAM = "adam"
    ADAMW = "adamw"
    MUON = "muon"
    SGD = "sgd"
    ADAFACTOR = "adafactor"


class LrSchedule(StrEnum):
    """Shape of the learning rate after the warm-up."""

    CONSTANT = "constant"
    LINEAR = "linear"
    COSINE = "cosine"


def _help(why: str, unit: str | None = None) -> dict[str, Any]:
    """Form help that JSON Schema has no word for."""
    return {"why": why} if unit is None else {"why": why, "unit": unit}


AdapterName = Annotated[str, StringConstraints(pattern=ADAPTER_NAME_PATTERN)]


class TrainingConfig(BaseModel):
    """A full-layer LoRA run as the person asked for it.

    Exactly one of `iterations` and `epochs` holds a number; give neither and 100 iterations are meant.
    """

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, use_enum_values=False, protected_namespaces=())

    model_path: str = Field(
        default="",
        title="Model",
        max_length=4096,
        description="A folder with config.json and weights, or a Hugging Face id such as Qwen/Qwen2.5-0.5B.",
        json_schema_extra=_help(
            "The base stays untouched; training writes a small adapter beside it. On Apple silicon a 4-bit base saves "
            "memory, on a CPU a float32 base is fastest because only float32 has optimised kernels there."
        ),
    )
    train_data_path: str = Field(
        default="",
        title="Training data",
        max_length=4096,
        description="A JSONL file, one example a line: messages, prompt + completion, or text.",
        json_schema_extra=_help(
            "The format is decided by the first row and every other row must match it. A folder that holds train.jsonl "
            "(and valid.jsonl) works too."
        ),
    )
    val_data_path: str = Field(
        default="",
        title="Validation data",
        max_length=4096,
        description="A JSONL file of rows that are never trained on. Leave empty to train without validation.",
        json_schema_extra=_help(
            "Training loss always falls; only the loss on rows the model has not seen says whether it learned the task "
            "or the rows. It needs at least one batch of rows."
        ),
    )
    adapter_name: AdapterName = Field(
        default="adapter",
        title="Adapter name",
        description="Names the run and its folder: letters, digits, dot, dash, underscore.",
        json_schema_extra=_help("You find the run again under this name."),
    )
    learning_rate: float = Field(
        default=2e-5,
        gt=0,
        le=1,
        title="Learning Rate",
        description="Size of each update. The first thing to change when loss falls too slowly or jumps.",
        json_schema_extra=_help(
            "LoRA Alpha multiplies what the adapter adds, so at scale 32 a rate of 2e-5 moves the model as far as a "
            "much higher rate does at the scales other tools default to. Too high: loss rises or becomes NaN."
        ),
    )
    batch_size: int = Field(
        default=4,
        ge=1,
        le=1024,
        title="Batch Size",
        description="Rows per step. More is smoother and costs memory in proportion.",
        json_schema_extra=_help(
            "Memory for activations grows with batch size x sequence length. When memory is short, halve this and double "
            "gradient accumulation: the update is the same.",
            "rows",
        ),
    )
    max_seq_length: int = Field(
        default=2048,
        ge=8,
        le=131072,
        title="Max Sequence Length",
        description="Longer rows are cut at the end, which is where the answer is.",
        json_schema_extra=_help(
            "A cut row teaches half an answer. Set this just above your longest row; a batch costs what its longest row "
            "costs, so a high limit alone costs nothing.",
            "tokens",
        ),
    )
    iterations: int | None = Field(
        default=DEFAULT_ITERATIONS,
        ge=1,
        le=10_000_000,
        title="Iterations",
        description="Steps of one batch each.",
        json_schema_extra=_help(
            "Iterations x batch size / rows = how often each row is seen. One to three times is usual; watch the "
            "validation loss and stop when it turns upward.",
            "steps",
        ),
    )
    epochs: float | None = Field(
        default=None,
        gt=0,
        le=10_000,
        title="Epochs",
        description="Passes over the training rows, in place of iterations.",
        json_schema_extra=_help(
            "Turned into iterations from the row count and batch size when the run starts.", "passes"
        ),
    )
    steps_per_report: int = Field(
        default=10,
        ge=1,
        le=1_000_000,
        title="Steps per Report",
        description="How often the training loss is reported.",
        json_schema_extra=_help(
            "Each report is the mean over the steps since the last one; it costs nothing.", "steps"
        ),
    )
    steps_per_eval: int = Field(
        default=25,
        ge=1,
        le=1_000_000,
        title="Steps per Evaluation",
        description="How often the validation loss is measured.",
        json_schema_extra=_help(
            "Every evaluation reads all validation rows. Early stopping looks at these figures alone.", "steps"
        ),
    )
    save_every: int = Field(
        default=100,
        ge=1,
        le=1_000_000,
        title="Save Every",
        description="How often a numbered checkpoint of the adapter is written.",
        json_schema_extra=_help(
            "Checkpoints are what you can go back to; each costs one adapter on disk. What a run goes on from after a stop "
            "or a power cut is saved with them, and once a minute besides.",
            "steps",
        ),
    )
    early_stop: bool = Field(
        default=False,
        title="Early Stopping",
        description="End the run when the validation loss has stopped improving.",
        json_schema_extra=_help(
            "Needs validation data. The weights of the moment it ends are kept, and the best ones beside them."
        ),
    )
    patience: int = Field(
        default=3,
        ge=1,
        le=1000,
        title="Patience",
        description="Evaluations without improvement before early stopping ends the run.",
        json_schema_extra=_help("Small validation sets are noisy: give them more patience.", "evaluations"),
    )
    early_stop_min_delta: float = Field(
        default=0.0,
        ge=0,
        le=100,
        title="Minimum Improvement",
        description="How much lower a validation loss must be to count as an improvement for early stopping.",
        json_schema_extra=_help(
            "With 0 any lower loss counts, however little. A small value such as 0.01 ends a run that only creeps on. The "
            "best checkpoint is the lowest loss all the same.",
            "loss",
        ),
    )
    keep_checkpoints: int | None = Field(
        default=None,
        ge=1,
        le=1_000_000,
        title="Keep Checkpoints",
        description="How many numbered checkpoints stay on disk, the newest ones. Leave empty to keep all.",
        json_schema_extra=_help(
            "The best checkpoint, the last weights and what a stopped run goes on from are kept besides, and never "
            "counted.",
            "checkpoints",
        ),
    )
    sort_by_length: bool = Field(
        default=True,
        title="Sort by Length",
        description="Put rows of like length into one batch, so that less of the computing goes into padding.",
        json_schema_extra=_help(
            "Long rows share batches with rows as long, and the shortest with longer ones, so that no step is taken on "
            "very few tokens. The batches come in random order. Turn it off to keep the order of the file; rows of mixed "
            "length then take about twice as long."
        ),
    )
    seed: int = Field(
        default=0,
        ge=0,
        le=2**32 - 1,
        title="Seed",
        description="Fixes the order of batches and the first adapter weights.",
        json_schema_extra=_help("The same seed on the same machine gives the same losses."),
    )
    optimizer: Optimizer = Field(
        default=Optimizer.ADAMW,
        title="Optimizer",
        description="The rule that turns gradients into updates.",
        json_schema_extra=_help(
            "AdamW is the safe choice. Adafactor keeps less state; SGD needs a far higher rate; Muon treats each matrix "
            "as a whole."
        ),
    )
    lr_schedule: LrSchedule = Field(
        default=LrSchedule.CONSTANT,
        title="Learning Rate Schedule",
        description="How the learning rate moves over the run.",
        json_schema_extra=_help(
            "Cosine and linear end at zero, which often gains a little at the end of a longer run."
        ),
    )
    warmup_steps: int = Field(
        default=0,
        ge=0,
        le=1_000_000,
        title="Warm-up",
        description="Steps over which the learning rate rises from zero.",
        json_schema_extra=_help("A few per cent of the run keeps the first, noisiest gradients small.", "steps"),
    )
    grad_accumulation_steps: int = Field(
        default=1,
        ge=1,
        le=1024,
        title="Gradient Accumulation",
        description="Steps that are added up before one update.",
        json_schema_extra=_help(
            "A larger effective batch for the memory of a small one; updates become rarer.", "steps"
        ),
    )
    grad_checkpoint: bool = Field(
        default=False,
        title="Gradient Checkpointing",
        description="Recompute activations in the backward pass to save memory.",
        json_schema_extra=_help("About a third slower, and activations take a fraction of the memory."),
    )
    mask_prompt: bool = Field(
        default=False,
        title="Train on Answers Only",
        description="Leave the prompt out of the loss.",
        json_schema_extra=_help(
            "For chat rows the last assistant turn alone is trained. Not for plain text rows, which have no prompt."
        ),
    )
    trackers: list[Tracker] = Field(
        default_factory=list,
        max_length=3,
        title="Trackers",
        description="Write the figures for TensorBoard, Weights & Biases or SwanLab too, into the run's folder.",
        json_schema_extra=_help(
            "Nothing leaves this computer: all three write files, under trackers in the run's folder, that their own "
            "programs show or upload when you want it. They come with extra packages."
        ),
    )
    resume_adapter_file: str | None = Field(
        default=None,
        max_length=4096,
        title="Resume from Adapter",
        description="An adapters.safetensors to start from in place of a fresh adapter.",
        json_schema_extra=_help(
            "Loads weights only: steps, schedule and optimizer start anew. Rank and layer coverage must match the file."
        ),
    )
    fine_tune_type: FineTuneType = Field(
        default=FineTuneType.LORA,
        title="Fine-Tune Type",
        description="Low-rank adapters on frozen weights.",
    )
    lora_rank: int = Field(
        default=32,
        ge=1,
        le=1024,
        title="LoRA Rank",
        description="Width of the adapter. Parameters, memory and file size grow in proportion.",
        json_schema_extra=_help(
            "8 to 64 covers most work. Style and format need little; new knowledge needs more. Beyond a matrix's own "
            "width a higher rank adds nothing."
        ),
    )
    lora_alpha: float = Field(
        default=32.0,
        ge=1,
        le=1024,
        title="LoRA Alpha (Scale)",
        description="Multiplies what the adapter adds to the output.",
        json_schema_extra=_help(
            "MLX multiplies by this number directly. PEFT divides by the rank first, so the same strength there is "
            "alpha = scale x rank. Double it and the same learning rate goes twice as far."
        ),
    )
    lora_dropout: float = Field(
        default=0.0,
        ge=0,
        lt=1,
        title="LoRA Dropout",
        description="Share of adapter inputs that are zeroed at random while training.",
        json_schema_extra=_help(
            "0 is best for short runs. 0.05 to 0.1 can help when a small data set is seen many times."
        ),
    )
    lora_num_layers: int = Field(
        default=-1,
        ge=-1,
        le=10_000,
        title="Layer Coverage",
        description="Blocks that carry adapters, counted from the last; -1 is all of them.",
        json_schema_extra=_help(
            "All layers learn the most. Fewer blocks are faster and lighter, because the backward pass ends at the "
            "first adapted block."
        ),
    )

    @model_validator(mode="before")
    @classmethod
    def _epochs_replace_the_default_iterations(cls, data: object) -> object:
        if isinstance(data, dict) and data.get("epochs") is not None and "iterations" not in data:
            return {**data, "iterations": None}
        return data

    @model_validator(mode="after")
    def _one_length_of_training(self) -> Self:
        if self.iterations is None and self.epochs is None:
            self.iterations = DEFAULT_ITERATIONS
        return self
