"""Fills sentence templates: word lists and slots, with the polarity of a mood where a slot asks for it."""

import random
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent
_SLOT = re.compile(r"\{(\w+)\}")
_A_BEFORE_VOWEL = re.compile(r"\ba (?=[aeiou])(?!(one|use|uni))", re.IGNORECASE)
_POLAR_SLOTS = frozenset({"same", "opposite", "verb", "verb_past", "best", "feeling", "noun", "acted"})


class Mood(IntEnum):
    """Index of the label in the model's output."""

    NEGATIVE = 0
    NEUTRAL = 1
    POSITIVE = 2

    @property
    def label(self) -> str:
        return self.name.lower()

    @property
    def opposite(self) -> "Mood":
        return Mood(2 - self)


Templates = Mapping[str, Sequence[str]]
"""Templates by `polar`, `positive`, `negative`, `neutral`."""


@dataclass(frozen=True)
class Words:
    """Word lists by slot; `polar` by mood and slot."""

    plain: Mapping[str, Sequence[str]]
    polar: Mapping[Mood, Mapping[str, Sequence[str]]]

    def fill(self, template: str, mood: Mood, rng: random.Random) -> str:
        """`template` with every slot filled; polar slots take words of `mood`, which must not be neutral there."""
        text = template
        while _SLOT.search(text):  # some entries have slots of their own
            text = _SLOT.sub(lambda slot: self._word(slot.group(1), mood, rng), text)
        return _A_BEFORE_VOWEL.sub("an ", text).strip()

    def _word(self, slot: str, mood: Mood, rng: random.Random) -> str:
        if slot == "very":
            return rng.choice(self.plain["adverb"]) + " " if rng.random() < 0.5 else ""
        if slot == "when":
            return " " + rng.choice(self.plain["moment"]) if rng.random() < 0.35 else ""
        if slot in _POLAR_SLOTS:
            owner = mood.opposite if slot == "opposite" else mood
            return rng.choice(self.polar[owner]["same" if slot == "opposite" else slot])
        return rng.choice(self.plain[slot])


def pick(templates: Templates, rng: random.Random, mood: Mood) -> str:
    """A template for `mood`; of the polar moods, shared and own templates in proportion to their number."""
    if mood is Mood.NEUTRAL:
        return rng.choice(templates["neutral"])
    return rng.choice([*templates.get("polar", []), *templates.get(mood.label, [])])


def load_words() -> Words:
    read = read_toml("texts")
    plain = {slot: _listed(entry) for slot, entry in {**read["words"], **read["idioms"]}.items()}
    polar = {
        mood: {slot: _listed(entry) for slot, entry in read[mood.label].items()}
        for mood in (Mood.NEGATIVE, Mood.POSITIVE)
    }
    return Words(plain, polar)


def read_toml(name: str) -> dict[str, Any]:
    """The content of a data file beside this module."""
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _listed(entry: str | list[str]) -> list[str]:
    """Words in one string are separated by blanks; phrases with blanks in them come as a list."""
    return entry.split() if isinstance(entry, str) else entry
