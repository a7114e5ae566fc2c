"""What an Enhanced run will do, shown before the start. Frozen like the rest of this tab."""

import json
import shlex
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from backend.domain.enhanced_choices import RL_KINDS
from backend.domain.enhanced_mlx import rl_arguments, sft_yaml
from backend.domain.enhanced_request import EnhancedRequest, attention_lora
from backend.domain.plan import RunPlan

_FLOAT32 = 4


class EnhancedPreview(BaseModel):
    """The answer of `POST /api/enhanced/preview`."""

    model_config = ConfigDict(frozen=True)

    plan: RunPlan
    lora_parameters: dict[str, Any]
    trainable_percent: float
    epochs: float = Field(description="How often each row is used.")
    adapter_bytes: int = Field(description="Size of one saved adapter.")
    answers: int | None = Field(description="Answers that the whole run generates at most; null for SFT.")
    answer_tokens: int | None = Field(description="Tokens that the whole run generates at most; null for SFT.")
    yaml: str | None = Field(description="What mlx_lm.lora is given; null for a reinforcement method.")
    arguments: dict[str, Any] | None = Field(description="Arguments of mlx-lm-lora's trainer; null for SFT.")
    warnings: list[str]
    curl: str = Field(description="A shell line that starts the same run through the API.")


def make_enhanced_preview(request: EnhancedRequest, plan: RunPlan, warnings: list[str], url: str) -> EnhancedPreview:
    """Put the preview of a checked request together."""
    config = request.config
    rewarded = request.kind in RL_KINDS
    body = json.dumps({"kind": request.kind.value, "config": config.model_dump(mode="json", exclude_defaults=True)})
    answers = plan.iterations * config.batch_size * config.group_size if rewarded else None
    return EnhancedPreview(
        plan=plan,
        lora_parameters=attention_lora(request.keys),
        trainable_percent=100 * plan.trainable_parameters / plan.total_parameters,
        epochs=plan.iterations * config.batch_size / plan.train_rows,
        adapter_bytes=plan.trainable_parameters * _FLOAT32,
        answers=answers,
        answer_tokens=None if answers is None else answers * config.max_completion_length,
        yaml=None if rewarded else sft_yaml(request),
        arguments=rl_arguments(request) if rewarded else None,
        warnings=warnings,
        curl=f"curl -sS {url}/api/runs -H 'Content-Type: application/json' -d {shlex.quote(body)}\n",
    )
