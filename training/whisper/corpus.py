"""Sentences of a closed English vocabulary: filled templates, random word strings, and the demo scripts.

All text comes from `corpus.toml`. Everything here is a pure function of the random generator that is handed in.
"""

import math
import random
import re
import tomllib
import zlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

CORPUS_FILE = Path(__file__).with_name("corpus.toml")
#: Share of random word strings in the training text; they keep the decoder listening instead of guessing.
SALAD_WEIGHT = 4
#: Templates with fewer fillings are not used to measure how the model does on new sentences.
LARGE_TEMPLATE = 200
SLOT = re.compile(r"\{(\w+)\}")
BEFORE_VOWEL = re.compile(r"\ba (?=[aeiouAEIO])(?!(one|un|eu|us))")


@dataclass(frozen=True)
class Corpus:
    """Word lists by slot, templates by topic, demo sentences by script."""

    slots: dict[str, list[str]]
    templates: dict[str, list[str]]
    demo: dict[str, list[str]]

    @cached_property
    def words(self) -> list[str]:
        """Every word that a sentence can contain, sorted, without punctuation."""
        texts = [entry for entries in self.slots.values() for entry in entries]
        texts += [SLOT.sub(" ", template) for templates in self.templates.values() for template in templates]
        found = {word.rstrip("?") for text in texts for word in text.split()} | {"an"}
        return sorted(word for word in found if word)

    @cached_property
    def demo_sentences(self) -> list[str]:
        return [sentence for script in self.demo.values() for sentence in script]

    def new_sentence(self, rng: random.Random) -> str:
        """A reserved sentence (see `is_reserved`) of a template that has at least LARGE_TEMPLATE fillings.

        Sentences of small templates are left out: they are hardly new when one of them was heard in training.
        """
        while True:
            template = rng.choice(self.templates[rng.choice(list(self.templates))])
            if self.count_fillings(template) < LARGE_TEMPLATE:
                continue
            while not is_reserved(sentence := self._fill(rng, template)):
                pass
            if sentence not in self.demo_sentences:
                return sentence

    def count_fillings(self, template: str) -> int:
        """How many sentences the template makes."""
        return math.prod(len(self.slots[slot]) for slot in SLOT.findall(template))

    def salad(self, rng: random.Random) -> str:
        """Two to seven random words."""
        return punctuate(" ".join(rng.choice(self.words) for _ in range(rng.randint(2, 7))))

    def training_sentence(self, rng: random.Random) -> str:
        """A template sentence or, about one time in four, a random word string."""
        topic = rng.choice([*self.templates, "opin", "gen", "gen", *["salad"] * SALAD_WEIGHT])
        return self.salad(rng) if topic == "salad" else self._from_topic(rng, topic)

    def _from_topic(self, rng: random.Random, topic: str) -> str:
        return self._fill(rng, rng.choice(self.templates[topic]))

    def _fill(self, rng: random.Random, template: str) -> str:
        text = SLOT.sub(lambda slot: rng.choice(self.slots[slot.group(1)]), template)
        return punctuate(BEFORE_VOWEL.sub("an ", text))


def load_corpus(path: Path = CORPUS_FILE) -> Corpus:
    """Read the word lists and templates; slots named under [unions] are the sum of others."""
    text = tomllib.loads(path.read_text(encoding="utf-8"))
    slots = dict(text["slots"])
    for name, parts in text["unions"].items():
        slots[name] = [word for part in parts for word in slots[part]]
    return Corpus(slots, text["templates"], text["demo"])


def punctuate(text: str) -> str:
    """Capital letter first, full stop or question mark last."""
    question = text.endswith("?")
    bare = text.rstrip("?")
    return bare[0].upper() + bare[1:] + ("?" if question else ".")


def words_of(text: str) -> list[str]:
    """Lower-case words without punctuation, in order."""
    return re.sub(r"[^a-z' ]", " ", text.lower()).split()


def is_reserved(sentence: str) -> bool:
    """Whether the sentence is kept for evaluation: one in sixteen, by its checksum, never used in training."""
    return zlib.crc32(sentence.encode()) % 16 == 0
