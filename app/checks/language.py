"""Finds profanity, in the language that is spoken: whole words, also with letters replaced or starred out."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from app.checks.hit import Hit
from app.checks.passage import Passage
from app.checks.profane_words import EVERYWHERE, PROFANE
from app.jobs.findings import Severity

#: A word, with what may stand for its letters: `sh!t`, `a$$`, `f**k`.
_TOKEN = re.compile(r"(?<![\w@$*])[\w@$](?:[\w@$*]|!(?=\w))*")
_LETTERS = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"})
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
#: Starred words are at least so long: `a*b` is a product.
_SHORTEST_STARRED = 4
_CERTAIN, _DISGUISED, _GUESSED = 0.95, 0.8, 0.6
_PLACES = {"speech": "is said", "screen": "is on screen"}


class _Words(NamedTuple):
    """Words by their severity, and the beginnings of words, longest first."""

    whole: dict[str, Severity]
    beginnings: tuple[tuple[str, Severity], ...]

    def severity(self, word: str) -> Severity | None:
        """How severe a word is; None if it is not profane."""
        if word in self.whole:
            return self.whole[word]
        return next((severity for beginning, severity in self.beginnings if word.startswith(beginning)), None)

    def starred(self, word: str) -> Severity | None:
        """How severe a word with stars for letters is; None if no profane one is like it."""
        alike = (severity for whole, severity in self.whole.items() if len(whole) == len(word) and _alike(word, whole))
        longer = (severity for start, severity in self.beginnings if _alike(word[: len(start)], start))
        return next(alike, None) or next(longer, None)


def check(passage: Passage) -> Iterator[Hit]:
    """Each profane word. On screen English ones count as well, whatever is spoken."""
    languages = [passage.language, "en"] if passage.source == "screen" else [passage.language]
    words = _words_of(tuple(dict.fromkeys(filter(None, languages))))
    for token in _TOKEN.finditer(passage.text):
        severity, confidence = _judged(unicodedata.normalize("NFC", token[0]).lower(), words)
        if severity is None:
            continue
        mark = passage.mark(*token.span())
        yield Hit(
            rule="profanity",
            category="language",
            severity=severity,
            start_s=mark.start_s,
            end_s=mark.end_s,
            message=f"{'Mild profanity' if severity == 'info' else 'Profanity'} {_PLACES[passage.source]}.",
            evidence=token[0][:100],
            source=passage.source,
            confidence=round(min(confidence, mark.confidence), 4),
        )


def _judged(word: str, words: _Words) -> tuple[Severity | None, float]:
    """How severe a word is, None if it is not profane, and how sure that is, 0..1."""
    if (severity := words.severity(word)) is not None:
        return severity, _CERTAIN
    if "*" in word:
        known = len(word) - word.count("*")
        able = len(word) >= _SHORTEST_STARRED and word[0].isalpha() and word.replace("*", "").isalpha()
        return (words.starred(word) if able else None), (_DISGUISED if known > 1 else _GUESSED)
    for disguised in _undisguised(word):
        if (severity := words.severity(disguised)) is not None:
            return severity, _DISGUISED
    return None, 0.0


def _undisguised(word: str) -> Iterator[str]:
    """The forms of a word with letters for signs and without drawn-out letters."""
    plain = word.translate(_LETTERS) if any(character.isalpha() for character in word) else word
    if plain != word:
        yield plain
    if _DRAWN_OUT.search(plain):
        yield _DRAWN_OUT.sub(r"\1", plain)
        yield _DRAWN_OUT.sub(r"\1\1", plain)


def _alike(starred: str, word: str) -> bool:
    return len(starred) == len(word) and all(a in ("*", b) for a, b in zip(starred, word, strict=True))


@cache
def _words_of(languages: tuple[str, ...]) -> _Words:
    whole: dict[str, Severity] = {}
    for profane in (EVERYWHERE, *(PROFANE[language] for language in languages if language in PROFANE)):
        whole |= dict.fromkeys(profane.mild, "info")
        whole |= dict.fromkeys(profane.strong, "warning")
    beginnings = [(word[:-1], severity) for word, severity in whole.items() if word.endswith("*")]
    beginnings.sort(key=lambda pair: -len(pair[0]))
    return _Words({word.removesuffix("*"): severity for word, severity in whole.items()}, tuple(beginnings))
