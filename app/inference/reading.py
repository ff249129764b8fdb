"""The common result of reading a text with spaCy or with the rules: its terms and names."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Term:
    """A named thing. `key` is equal for its forms ("phone", "phones"), `shown` is for users ("new phone").

    `weight` 0..1 is how likely it is a topic: common nouns most, names of people less.
    """

    key: str
    shown: str
    weight: float


@dataclass(frozen=True, slots=True)
class Named:
    """A named entity with its label (PERSON, GPE, ORG, DATE …)."""

    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The terms and entities of one text."""

    terms: tuple[Term, ...]
    named: tuple[Named, ...]


class Reader(Protocol):
    """An engine that reads texts. `name` is part of the result."""

    name: str

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Return one reading for each text, in order."""


def stem(word: str) -> str:
    """The stem of a word, equal for singular and plural of English nouns; other words only become lower case."""
    word = word.lower().removesuffix("’s").removesuffix("'s")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ses", "xes", "zes", "ches", "shes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
