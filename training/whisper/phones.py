"""Pronunciations of the corpus words by espeak-ng: the targets of the CTC head."""

import re
import subprocess
from dataclasses import dataclass

from training.whisper.corpus import Corpus, words_of

STRESS_AND_LENGTH = re.compile(r"[',%=|;:0-9#\-]")
VOWELS = "@aAeEiIoOuUV"
STOPS = "bdgptk"


@dataclass(frozen=True)
class Phones:
    """Phoneme ids (1.., 0 is the CTC blank) of every word and how long each phoneme is relative to the others."""

    by_word: dict[str, list[int]]
    weights: list[float]  #: by id; [0] is unused

    @property
    def count(self) -> int:
        return len(self.weights) - 1

    def of(self, text: str) -> list[list[int]]:
        """Phoneme ids by word."""
        return [self.by_word[word] for word in words_of(text)]


def pronounce(corpus: Corpus) -> Phones:
    """Ask espeak-ng for every word of the corpus; about ten seconds."""
    spelled = {}
    for word in {*corpus.words, *(word for sentence in corpus.demo_sentences for word in words_of(sentence))}:
        spelled[word.lower()] = _phonemes(word)
    inventory = sorted({phone for phones in spelled.values() for phone in phones})
    ids = {phone: index for index, phone in enumerate(inventory, 1)}
    weights = [0.0] + [1.5 if phone[0] in VOWELS else 0.7 if phone in STOPS else 1.0 for phone in inventory]
    return Phones({word: [ids[phone] for phone in phones] for word, phones in spelled.items()}, weights)


def _phonemes(word: str) -> list[str]:
    command = ["espeak-ng", "-q", "-x", "--sep=_", "-v", "en-us", word]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    return [phone for phone in (STRESS_AND_LENGTH.sub("", part) for part in re.split(r"[_ ]+", output)) if phone]
