"""What a text says in the words that matter: the common form in which spaCy and the rules hand it on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Term:
    """A thing that is named. `key` is equal for its forms ("phone", "phones"), `shown` is for people ("new phone").

    `weight` 0..1 says how likely it is a topic: plain nouns most, names of people less.
    """

    key: str
    shown: str
    weight: float


@dataclass(frozen=True, slots=True)
class Named:
    """A named thing with its label (PERSON, GPE, ORG, DATE …)."""

    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What one text names."""

    terms: tuple[Term, ...]
    named: tuple[Named, ...]


class Reader(Protocol):
    """An engine that reads texts. `name` goes into the result."""

    name: str

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """One for each text, in order."""


def stem(word: str) -> str:
    """A plain form that unites singular and plural of English nouns; other words stay as they are."""
    word = word.lower().removesuffix("’s").removesuffix("'s")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ses", "xes", "zes", "ches", "shes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
