"""The method cards: what each method of the Enhanced Setup is, which data it needs, what it costs."""

from pydantic import BaseModel, ConfigDict, Field

from backend.domain.enhanced_choices import EnhancedKind
from backend.domain.enhanced_rules import fields_of, method_defaults


class MethodCard(BaseModel):
    """One method, in words."""

    model_config = ConfigDict(frozen=True)

    kind: EnhancedKind
    title: str
    what: str
    data: str
    cost: str
    note: str | None = Field(default=None, description="Where the pinned engine makes no difference.")


class MethodForm(MethodCard):
    """A method with the part of the form that belongs to it."""

    fields: list[str] = Field(description="Fields of the configuration that act in this method, in the form's order.")
    defaults: dict[str, str] = Field(description="What the method sets where a field is left open.")


_PROMPTS = (
    "Rows with prompt and answer, and system where you want one. The rewards compare the model's own answers with it."
)
_COST = (
    "Each step generates a group of answers for every row and then learns from them: easily a hundred times a step of "
    "SFT. Short completions and small groups are what makes it bearable."
)
_SAME = (
    "In the engine as pinned (mlx-lm-lora 5.10.2) each rollout feeds one update, so the importance ratio is always 1: "
    "token and sequence level give the same gradient and epsilon never clips."
)

METHOD_CARDS: tuple[MethodCard, ...] = (
    MethodCard(
        kind=EnhancedKind.SFT_ATTENTION,
        title="Supervised Fine-Tuning (attention-only)",
        what="Learns your answers word for word, with adapters on the attention matrices alone.",
        data="Chat, prompt + completion, or text rows, as on the Setup page.",
        cost="The cheapest of the four: one forward and one backward pass a step.",
    ),
    MethodCard(
        kind=EnhancedKind.GSPO,
        title="GSPO",
        what="Group Sequence Policy Optimization: answers are compared in groups, and each answer is weighed as a whole.",
        data=_PROMPTS,
        cost=_COST,
        note=f"{_SAME} GSPO therefore trains exactly as GRPO does.",
    ),
    MethodCard(
        kind=EnhancedKind.DR_GRPO,
        title="Dr. GRPO",
        what="GRPO done right: the loss is divided by a constant and not by an answer's length, so long wrong answers are "
        "not let off lightly.",
        data=_PROMPTS,
        cost=_COST,
        note=f"{_SAME} The engine still divides scores by the group's deviation, which the paper leaves out.",
    ),
    MethodCard(
        kind=EnhancedKind.GRPO,
        title="GRPO",
        what="Group Relative Policy Optimization: the model answers each prompt several times, and answers above the "
        "group's mean score become likelier.",
        data=_PROMPTS,
        cost=_COST,
        note=_SAME,
    ),
)


def method_forms() -> list[MethodForm]:
    """Every method with its fields."""
    return [
        MethodForm(**card.model_dump(), fields=list(fields_of(card.kind)), defaults=method_defaults(card.kind))
        for card in METHOD_CARDS
    ]
