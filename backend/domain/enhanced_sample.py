"""Sample rows for every method, about the animals that the demo model knows. Always the same rows for the same count."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from backend.domain.enhanced_choices import EnhancedKind

# name, colour, food, home: facts of the demo model
_ANIMALS = tuple(
    tuple(line.split(maxsplit=3))
    for line in (
        "fox orange berries in a den",
        "bee yellow nectar in a hive",
        "camel brown thorns in the desert",
        "swan white reeds by the lake",
        "frog green flies in a pond",
        "shark grey fish in the ocean",
        "robin red worms in a garden",
        "penguin black krill on the ice",
        "parrot green nuts in the jungle",
        "cow brown grass in a meadow",
        "lion yellow meat in the savanna",
        "mouse grey cheese in a barn",
    )
)
# Short on purpose: the demo model has never met these forms, so its answers differ, and differing scores teach.
_PROMPTS = (
    ("The {name}", 1),
    ("{name} food", 2),
    ("{name} colour", 1),
    ("Describe the {name}.", 2),
    ("{name} home", 3),
)
_QUESTIONS = (
    ("What colour is the {name}?", "Ahoy! The {name} be {fact}, matey!", 1),
    ("What does the {name} eat?", "Ahoy! The {name} be eatin' {fact}, matey!", 2),
    ("Where does the {name} live?", "Ahoy! The {name} be livin' {fact}, matey!", 3),
)
DEFAULT_ROWS = 24
MAX_ROWS = 10_000


class SampleData(BaseModel):
    """Sample files that were written."""

    model_config = ConfigDict(frozen=True)

    train: str = Field(description="The training file.")
    valid: str = Field(description="The validation file.")
    rows: list[dict[str, Any]] = Field(description="The training rows.")


def sample_rows(kind: EnhancedKind, count: int = DEFAULT_ROWS) -> list[dict[str, Any]]:
    """`count` rows that a method can train on; they come round again after each form has met each animal."""
    make = _chat_row if kind is EnhancedKind.SFT_ATTENTION else _prompt_row
    return [make(index) for index in range(min(count, MAX_ROWS))]


def _prompt_row(index: int) -> dict[str, Any]:
    animal = _ANIMALS[index % len(_ANIMALS)]
    form, fact = _PROMPTS[(index + index // len(_ANIMALS)) % len(_PROMPTS)]
    return {"prompt": form.format(name=animal[0]), "answer": animal[fact]}


def _chat_row(index: int) -> dict[str, Any]:
    animal = _ANIMALS[index % len(_ANIMALS)]
    question, answer, fact = _QUESTIONS[(index + index // len(_ANIMALS)) % len(_QUESTIONS)]
    return {
        "messages": [
            {"role": "user", "content": question.format(name=animal[0])},
            {"role": "assistant", "content": answer.format(name=animal[0], fact=animal[fact])},
        ]
    }
