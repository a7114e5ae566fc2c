"""The animals of the offline demo: three facts each, and which of them are held back.

Knows the facts and the splits. Does not know in what words anyone asks or answers.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["colour", "food", "home"]
Split = Literal["train", "valid", "test"]

KINDS: tuple[Kind, ...] = ("colour", "food", "home")
SPLITS: tuple[Split, ...] = ("train", "valid", "test")

# name, colour, food, home
_ANIMALS = """
ant         black   crumbs    in an anthill
badger      grey    roots     in a den
bat         black   moths     in a cave
bear        brown   honey     in the forest
beaver      brown   bark      by the river
bee         yellow  nectar    in a hive
camel       brown   thorns    in the desert
canary      yellow  seeds     in a cage
cat         grey    fish      in a house
chick       yellow  corn      on a farm
clownfish   orange  plankton  on the reef
cow         brown   grass     in a meadow
crab        red     seaweed   on the beach
crow        black   corn      in a tree
deer        brown   leaves    in the forest
dolphin     grey    squid     in the ocean
donkey      grey    hay       in a stable
eagle       brown   rabbits   in the mountains
elephant    grey    bark      in the savanna
flamingo    pink    shrimp    by the lake
fox         orange  berries   in a den
frog        green   flies     in a pond
giraffe     yellow  leaves    in the savanna
goat        white   hay       in the mountains
goldfish    orange  flakes    in a bowl
goose       white   grass     on a farm
gorilla     black   fruit     in the jungle
hedgehog    brown   beetles   in a hedge
heron       grey    frogs     by the river
horse       brown   oats      in a stable
kingfisher  blue    minnows   by the river
koala       grey    leaves    in a tree
ladybird    red     aphids    in a garden
lion        yellow  meat      in the savanna
lobster     blue    clams     on the reef
mole        black   worms     in a tunnel
monkey      brown   bananas   in the jungle
mouse       grey    cheese    in a barn
otter       brown   fish      by the river
owl         white   mice      in a barn
parrot      green   nuts      in the jungle
peacock     blue    seeds     in a park
penguin     black   krill     on the ice
pig         pink    acorns    on a farm
rabbit      white   carrots   in a burrow
robin       red     worms     in a garden
rooster     red     corn      on a farm
seal        grey    fish      on the ice
shark       grey    fish      in the ocean
sheep       white   grass     in a meadow
snail       brown   lettuce   in a garden
snake       green   eggs      in the grass
spider      black   flies     in a web
squirrel    red     nuts      in a tree
swan        white   reeds     by the lake
tiger       orange  meat      in the jungle
turtle      green   seaweed   in the ocean
whale       blue    krill     in the ocean
wolf        grey    meat      in the forest
worm        pink    leaves    in the soil
"""

# Held back from the pirate rows; the base knows them like all others.
_VALID_NAMES = ("bee", "crow", "dolphin", "flamingo", "goose", "koala", "peacock", "squirrel")
_TEST_NAMES = ("crab", "elephant", "frog", "lobster", "pig", "rabbit", "tiger", "whale")


@dataclass(frozen=True)
class Animal:
    """One subject; each field after the name is the fact that ends an answer."""

    name: str
    colour: str
    food: str
    home: str

    def fact(self, kind: Kind) -> str:
        """The words that an answer about `kind` must hold."""
        return {"colour": self.colour, "food": self.food, "home": self.home}[kind]


def _parse(line: str) -> Animal:
    name, colour, food, home = line.split(maxsplit=3)
    return Animal(name, colour, food, home)


ANIMALS: tuple[Animal, ...] = tuple(_parse(line) for line in _ANIMALS.strip().splitlines())


def animals_of(split: Split) -> tuple[Animal, ...]:
    """The animals whose pirate rows lie in one split; no animal is in two."""
    held = {"valid": _VALID_NAMES, "test": _TEST_NAMES}
    if split == "train":
        return tuple(a for a in ANIMALS if a.name not in _VALID_NAMES + _TEST_NAMES)
    return tuple(a for a in ANIMALS if a.name in held[split])
