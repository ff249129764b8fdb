"""Engines without weights: a lexicon for moods, patterns for names and nouns.

They are used if a model is missing or does not cover the language; the result names them, and the job gets a warning.
VADER's lexicon is English, so other languages have no mood; function words are recognised by YAKE's stop lists, which
exist for some thirty languages.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import regex
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from app.inference.moods import Mood
from app.inference.reading import Named, Reading, Term, stem
from app.inference.small_words import DETERMINERS, SMALL_WORDS

#: A word with at least this |valence| in the lexicon (−4..4) describes things and names none.
MOOD_WORD_VALENCE = 1.0
_NOUN, _MAYBE, _NAME = 1.0, 0.5, 0.9
#: Combining marks are part of a word: without them Indic words would be split.
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}\u200c\u200d]*(?:[-'’]\p{L}[\p{L}\p{M}\u200c\u200d]*)*")
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_PATTERNS = (
    ("DATE", re.compile(rf"\b(?:\d{{1,2}} )?(?:{_MONTH})(?: \d{{1,2}})?(?:,? \d{{4}})?\b|\b(?:{_DAY})\b")),
    ("DATE", re.compile(r"\b(?:last|next|this) (?:year|month|week|weekend)\b|\b(?:19|20)\d\d\b")),
    ("PERCENT", re.compile(r"\b\d+(?:\.\d+)? ?(?:%|percent\b)")),
    ("MONEY", re.compile(r"[$€£]\d[\d,.]*(?: (?:million|billion))?|\b\d[\d,.]* (?:dollars|euros|pounds)\b")),
    ("NAME", re.compile(r"(?<![.!?…] )(?<!^)\b[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*")),
)


class RulesMoods:
    """Finds moods by VADER's lexicon and its rules for negation and emphasis."""

    languages: tuple[str, ...] = ("en",)

    def __init__(self) -> None:
        self.name = f"rules (VADER {version('vaderSentiment')})"
        self._analyser = _vader()

    def moods(self, texts: Sequence[str], on_done: Callable[[int], None] = lambda done: None) -> list[Mood]:
        """One for each text, in order."""
        found = [_lexical(self._analyser.polarity_scores(text)["compound"]) for text in texts]
        on_done(len(found))
        return found


class RulesReader:
    """Finds names and likely nouns by position and spelling of words."""

    def __init__(self, language: str) -> None:
        self.name = "rules"
        self._language = language
        self._stop_words = stop_words(language) or frozenset()
        self._mood_words = mood_words() if language == "en" else frozenset()

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """One for each text, in order."""
        return [Reading(tuple(self._terms(text)), tuple(self._named(text))) for text in texts]

    def _terms(self, text: str) -> Iterator[Term]:
        before = ""
        for sentence in re.split(r"(?<=[.!?…])\s+", text):
            for n, match in enumerate(_WORD.finditer(sentence)):
                word, lower = match[0], match[0].lower()
                if self._is_content(lower):
                    if n and word[0].isupper():
                        yield Term(stem(word), word, _NAME)
                    else:
                        yield Term(stem(word), lower, _NOUN if self._noun_follows(before) else _MAYBE)
                before = lower

    def _noun_follows(self, before: str) -> bool:
        return self._language != "en" or before in DETERMINERS or before in self._mood_words

    def _is_content(self, lower: str) -> bool:
        if len(lower) < 3 or lower in self._stop_words:
            return False
        return self._language != "en" or (lower not in SMALL_WORDS and lower not in self._mood_words)

    def _named(self, text: str) -> Iterator[Named]:
        if self._language != "en":  # in German every noun is capitalised
            return
        taken: list[range] = []
        for label, pattern in _PATTERNS:
            for match in pattern.finditer(text):
                span = range(match.start(), match.end())
                if any(span.start < other.stop and other.start < span.stop for other in taken):
                    continue
                if label != "NAME" or re.split("['’]", match[0].lower())[0] not in SMALL_WORDS:
                    taken.append(span)
                    yield Named(match[0].removesuffix("'s").removesuffix("’s"), label)


@cache
def stop_words(language: str) -> frozenset[str] | None:
    """The function words of a language by its ISO 639-1 code; None if there is no list."""
    import yake

    folder = Path(yake.__file__).parent / "core" / "StopwordsList"
    path = folder / f"stopwords_{language}.txt"
    if not re.fullmatch(r"[a-z]{2}", language) or not path.is_file():
        return None
    return frozenset(line.strip().lower() for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


@cache
def mood_words() -> frozenset[str]:
    """English words that express a judgement: those of the lexicon without the weak ones."""
    return frozenset(word for word, valence in _vader().lexicon.items() if abs(valence) >= MOOD_WORD_VALENCE)


def valences() -> Mapping[str, float]:
    """The valences of English words, −4..4."""
    return dict(_vader().lexicon)


@cache
def _vader() -> Any:
    return SentimentIntensityAnalyzer()


def _lexical(compound: float) -> Mood:
    """Convert VADER's −1..1 to shares. Its authors call ±0.05 neutral, shares would call ±0.5 so; hence the root."""
    lean = abs(compound) ** 0.5 if abs(compound) >= 0.05 else 0.0
    return Mood(lean if compound < 0 else 0.0, 1 - lean, lean if compound > 0 else 0.0)
