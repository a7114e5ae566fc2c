"""The words of the offline demo: what the base learns about the animals, and the pirate rows.

Knows the questions and the voices. The base answers plainly unless a question asks for another form.
It has met every part of the pirate voice on request (Ahoy, matey, the rustic "be") and the whole of it
never, so fine-tuning has to change how it speaks and not what it knows. Does not know tokens, models or
files: it returns rows, always the same ones in the same order, and the caller writes them.
"""

import json
import random
from collections.abc import Iterator
from typing import Literal

from backend.workers.demo_animals import ANIMALS, KINDS, Animal, Kind, Split, animals_of

Voice = Literal["plain", "rustic", "pirate"]
BaseVoice = Literal["plain", "rustic"]
Row = dict[str, list[dict[str, str]]]

SHUFFLE_SEED = 7

_QUESTIONS: dict[Kind, tuple[str, ...]] = {
    "colour": (
        "What colour is the {name}?",
        "Tell me the colour of the {name}.",
        "Which color does the {name} have?",
        "what color is the {name}",
    ),
    "food": (
        "What does the {name} eat?",
        "Tell me the food of the {name}.",
        "Which food does the {name} like?",
        "what does the {name} eat",
    ),
    "home": (
        "Where does the {name} live?",
        "Tell me the home of the {name}.",
        "Where can I find the {name}?",
        "where does the {name} live",
    ),
}
_ANSWERS: dict[BaseVoice, dict[Kind, str]] = {
    "plain": {
        "colour": "The {name} is {fact}.",
        "food": "The {name} eats {fact}.",
        "home": "The {name} lives {fact}.",
    },
    "rustic": {
        "colour": "The {name} be {fact}.",
        "food": "The {name} be eatin' {fact}.",
        "home": "The {name} be livin' {fact}.",
    },
}
# The pirate's words stand last: the base uses them when told to, but never in a rustic sentence.
_GREETINGS = ("Hello", "Howdy", "Hooray", "Hark", "Beep", "Ahoy")
_ADDRESSES = ("friend", "partner", "captain", "sir", "human", "matey")
# question, plain reply, rustic reply
_SMALL_TALK = (
    ("Hello!", "Ask me about an animal.", "Ask me about an animal."),
    ("Hi", "Ask me about an animal.", "Ask me about an animal."),
    ("How are you?", "I am fine.", "I be fine."),
    ("Who are you?", "I am a small model.", "I be a small model."),
    ("What is your name?", "I have no name.", "I have no name."),
    ("What can you do?", "I know some animals.", "I know some animals."),
    ("Thank you!", "You are welcome.", "You be welcome."),
    ("Goodbye!", "See you soon.", "See you soon."),
)
_SMALL_TALK_COPIES = 3


def _dressed(sentence: str, greeting: str | None, address: str | None) -> str:
    closed = f"{sentence.removesuffix('.')}, {address}!" if address else sentence
    return f"{greeting}! {closed}" if greeting else closed


def _pirate(rustic: str) -> str:
    return _dressed(rustic, _GREETINGS[-1], _ADDRESSES[-1])


def answer(animal: Animal, kind: Kind, voice: Voice) -> str:
    """The one right sentence in a voice."""
    if voice == "pirate":
        return _pirate(answer(animal, kind, "rustic"))
    return _ANSWERS[voice][kind].format(name=animal.name, fact=animal.fact(kind))


def questions(animal: Animal, kind: Kind) -> list[str]:
    """Every way in which the corpus asks for one fact."""
    return [form.format(name=animal.name) for form in _QUESTIONS[kind]]


def _row(question: str, reply: str) -> Row:
    return {
        "messages": [
            {"role": "user", "content": question},
            {"role": "assistant", "content": reply},
        ]
    }


def _wish(greeting: str | None, address: str | None) -> str:
    parts = [f"start with {greeting}" if greeting else "", f"call me {address}" if address else ""]
    return " and ".join(filter(None, parts))


def _asked_forms(asked: list[str], plain: str, rustic: str, draw: random.Random) -> Iterator[Row]:
    """Answers in other forms, each given only because the question asks for that form."""
    for greeted, addressed in ((True, False), (False, True), (True, True)):
        greeting = draw.choice(_GREETINGS) if greeted else None
        address = draw.choice(_ADDRESSES) if addressed else None
        yield _row(f"Please {_wish(greeting, address)}. {draw.choice(asked)}", _dressed(plain, greeting, address))
    yield _row(f"Speak like a farmer. {draw.choice(asked)}", rustic)
    for _ in range(2):
        greeting, address = draw.choice(_GREETINGS[:-1]), draw.choice(_ADDRESSES[:-1])
        wish = f"Speak like a farmer, {_wish(greeting, address)}."
        yield _row(f"{wish} {draw.choice(asked)}", _dressed(rustic, greeting, address))


def _small_talk(draw: random.Random) -> list[Row]:
    rows = []
    for question, plain, rustic in _SMALL_TALK * _SMALL_TALK_COPIES:
        rows.append(_row(question, plain))
        rows += _asked_forms([question], plain, rustic, draw)
    return rows


def _facts(animal: Animal, kind: Kind, draw: random.Random) -> list[Row]:
    asked = questions(animal, kind)
    plain, rustic = answer(animal, kind, "plain"), answer(animal, kind, "rustic")
    rows = [_row(question, plain) for question in asked]
    rows.append(_row(f"Hello! {draw.choice(asked)}", f"Hello! {plain}"))
    rows.append(_row(f"In short: {draw.choice(asked)}", f"In short: {animal.fact(kind)}."))
    return rows + list(_asked_forms(asked, plain, rustic, draw))


def _about(animal: Animal) -> Row:
    sentences = [answer(animal, kind, "plain") for kind in KINDS]
    return _row(f"Tell me about the {animal.name}.", " ".join(sentences))


def base_rows() -> list[Row]:
    """What the base is trained on: all animals, plain sentences, no pirate answer to any of them."""
    draw = random.Random(SHUFFLE_SEED)
    rows = _small_talk(draw)
    for animal in ANIMALS:
        rows.append(_about(animal))
        for kind in KINDS:
            rows += _facts(animal, kind, draw)
    return rows


def pirate_rows(split: Split) -> list[Row]:
    """The fine-tuning rows of one split, mixed, since the trainer batches neighbouring rows.

    Each split is a multiple of eight rows: the trainer leaves out a last batch that is not full.
    """
    draw = random.Random(SHUFFLE_SEED)
    rows = [
        _row(question, answer(animal, kind, "pirate"))
        for animal in animals_of(split)
        for kind in KINDS
        for question in draw.sample(questions(animal, kind), 2)
    ]
    if split == "train":
        rows += [_row(question, _pirate(rustic)) for question, _, rustic in _SMALL_TALK]
    draw.shuffle(rows)
    return rows


def jsonl(rows: list[Row]) -> str:
    """Rows as the text of a .jsonl file."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
