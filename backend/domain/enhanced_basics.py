"""The fields that all four methods of the Enhanced Setup share. Frozen: independent of `TrainingConfig` by design."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from backend.domain.enhanced_choices import EnhancedFineTuneType, EnhancedLrSchedule, EnhancedOptimizer

EnhancedAdapterName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
DEFAULT_ITERATIONS = 100


def help_text(why: str, unit: str | None = None, **more: object) -> dict[str, Any]:
    """Form help that JSON Schema has no word for: `why`, `unit`, `offered` (the range a form shows), `note`."""
    return {"why": why, **({} if unit is None else {"unit": unit}), **more}


class EnhancedBasics(BaseModel):
    """Model, data and the course of training."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, protected_namespaces=())

    model_path: str = Field(
        default="",
        title="Model",
        max_length=4096,
        description="A folder with config.json and weights, or a Hugging Face id.",
        json_schema_extra=help_text("Reinforcement methods need a model with a chat template: it puts your prompts."),
    )
    train_data_path: str = Field(
        default="",
        title="Training data",
        max_length=4096,
        description="A JSONL file: chat, completion or text rows for SFT; prompt and answer rows for the others.",
        json_schema_extra=help_text("A folder that holds train.jsonl (and valid.jsonl) works too."),
    )
    val_data_path: str = Field(
        default="",
        title="Validation data",
        max_length=4096,
        description="A JSONL file of rows that are never trained on. Leave empty to train without validation.",
        json_schema_extra=help_text(
            "Reinforcement methods answer up to 8 batches of these rows at each evaluation and report the mean reward; "
            "every evaluation costs as much generation as that many steps."
        ),
    )
    adapter_name: EnhancedAdapterName = Field(
        default="adapter",
        title="Adapter name",
        description="Names the run and its folder: letters, digits, dot, dash, underscore.",
        json_schema_extra=help_text("You find the run again under this name in Results and Compare."),
    )
    learning_rate: float = Field(
        default=1e-5,
        gt=0,
        le=1,
        title="Learning Rate",
        description="Size of each update.",
        json_schema_extra=help_text("Too high: the reward collapses or the loss becomes NaN. Small models take more."),
    )
    batch_size: int = Field(
        default=1,
        ge=1,
        le=1024,
        title="Batch Size",
        description="Rows per step. A reinforcement method answers each row as often as the group is large.",
        json_schema_extra=help_text("Memory and time grow in proportion.", "rows"),
    )
    max_seq_length: int = Field(
        default=2048,
        ge=8,
        le=131072,
        title="Max Sequence Length",
        description="Longer rows are cut at the end; for a reinforcement method, longer prompts.",
        json_schema_extra=help_text("Completions are not counted here; they have a limit of their own.", "tokens"),
    )
    iterations: int | None = Field(
        default=DEFAULT_ITERATIONS,
        ge=1,
        le=10_000_000,
        title="Iterations",
        description="Steps of one batch each.",
        json_schema_extra=help_text("Iterations x batch size / rows = how often each row is used.", "steps"),
    )
    epochs: float | None = Field(
        default=None,
        gt=0,
        le=10_000,
        title="Epochs",
        description="Passes over the training rows, in place of iterations.",
        json_schema_extra=help_text("Turned into iterations from rows and batch size when the run starts.", "passes"),
    )
    steps_per_report: int = Field(
        default=10,
        ge=1,
        le=1_000_000,
        title="Steps per Report",
        description="How often losses, rewards and a few completions are reported.",
        json_schema_extra=help_text("Each report is the mean over the steps since the last one.", "steps"),
    )
    steps_per_eval: int = Field(
        default=25,
        ge=1,
        le=1_000_000,
        title="Steps per Evaluation",
        description="How often the validation rows are looked at.",
        json_schema_extra=help_text("Without validation data nothing is evaluated.", "steps"),
    )
    save_every: int = Field(
        default=100,
        ge=1,
        le=1_000_000,
        title="Save Every",
        description="How often a numbered checkpoint of the adapter is written.",
        json_schema_extra=help_text("Each costs one adapter on disk. No fused model is ever written.", "steps"),
    )
    early_stop: bool = Field(
        default=False,
        title="Early Stopping",
        description="End the run when validation has stopped improving.",
        json_schema_extra=help_text("SFT looks at the validation loss, the other methods at the validation reward."),
    )
    patience: int = Field(
        default=3,
        ge=1,
        le=1000,
        title="Patience",
        description="Evaluations without improvement before early stopping ends the run.",
        json_schema_extra=help_text("Small validation sets are noisy: give them more patience.", "evaluations"),
    )
    seed: int = Field(
        default=0,
        ge=0,
        le=2**32 - 1,
        title="Seed",
        description="Fixes the order of batches, the first adapter weights and what is sampled.",
        json_schema_extra=help_text("The same seed on the same machine gives the same run."),
    )
    optimizer: EnhancedOptimizer = Field(
        default=EnhancedOptimizer.ADAMW,
        title="Optimizer",
        description="The rule that turns gradients into updates.",
        json_schema_extra=help_text("AdamW is the safe choice."),
    )
    lr_schedule: EnhancedLrSchedule = Field(
        default=EnhancedLrSchedule.CONSTANT,
        title="Learning Rate Schedule",
        description="How the learning rate moves over the run.",
        json_schema_extra=help_text("Cosine and linear end at zero."),
    )
    warmup_steps: int = Field(
        default=0,
        ge=0,
        le=1_000_000,
        title="Warm-up",
        description="Updates over which the learning rate rises from zero.",
        json_schema_extra=help_text("Keeps the first, noisiest gradients small.", "updates"),
    )
    grad_accumulation_steps: int = Field(
        default=1,
        ge=1,
        le=1024,
        title="Gradient Accumulation",
        description="Steps that are added up before one update.",
        json_schema_extra=help_text("A larger effective batch for the memory of a small one.", "steps"),
    )
    grad_checkpoint: bool = Field(
        default=False,
        title="Gradient Checkpointing",
        description="Recompute activations in the backward pass to save memory.",
        json_schema_extra=help_text("About a third slower, and activations take a fraction of the memory."),
    )
    mask_prompt: bool = Field(
        default=False,
        title="Train on Answers Only",
        description="Leave the prompt out of the loss (SFT).",
        json_schema_extra=help_text("Reinforcement methods never train the prompt, so they do not ask."),
    )
    resume_adapter_file: str | None = Field(
        default=None,
        max_length=4096,
        title="Resume from Adapter",
        description="An adapters.safetensors of this tab to start from in place of a fresh adapter.",
        json_schema_extra=help_text("Loads weights only: steps, schedule and optimizer start anew."),
    )
    fine_tune_type: EnhancedFineTuneType = Field(
        default=EnhancedFineTuneType.LORA,
        title="Fine-Tune Type",
        description="Low-rank adapters on frozen weights: rank 8, scale 10, attention only, last 16 blocks.",
    )
