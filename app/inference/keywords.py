"""Extracts key phrases by statistics of one text, without weights, and keeps those that name something.

YAKE ranks them. It is under the LGPL, so an installation may omit it; then they are ranked here, by frequency and
position.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from app.inference.reading import stem

MAX_KEYWORDS = 15
MAX_WORDS = 3
#: Candidates that are requested from YAKE, before those that name nothing are dropped.
_CANDIDATES = 120
#: Greatest similarity of two phrases, by YAKE's own measure.
_ALIKE = 0.8


@dataclass(frozen=True, slots=True)
class Phrase:
    """A key phrase; `score` is 0..1, the best has 1."""

    text: str
    score: float


def made_by() -> str:
    """The program and version that ranks phrases, for the result."""
    try:
        return f"YAKE {version('yake')}"
    except PackageNotFoundError:
        return "counting (YAKE is not installed)"


def key_phrases(text: str, language: str, naming: Collection[str], heads: Collection[str]) -> list[Phrase]:
    """The best phrases of `naming` words that end in one of `heads`; both are stems of words that name things."""
    best: list[tuple[str, float]] = []
    for phrase, cost in _candidates(text, language):
        words = [stem(word) for word in str(phrase).split()]
        if words[-1] in heads and all(word in naming for word in words) and not _covered(words, best):
            best.append((str(phrase), float(cost)))
    if not best:
        return []
    least = max(min(cost for _, cost in best), 1e-6)
    return [Phrase(phrase, round(least / max(cost, least), 4)) for phrase, cost in best[:MAX_KEYWORDS]]


def _candidates(text: str, language: str) -> list[tuple[str, float]]:
    """Phrases of up to MAX_WORDS words with their cost, cheapest first."""
    try:
        import yake
    except ModuleNotFoundError:
        return _counted(text)
    extractor = yake.KeywordExtractor(lan=language, n=MAX_WORDS, top=_CANDIDATES, dedupLim=_ALIKE)
    return [(str(phrase), float(cost)) for phrase, cost in extractor.extract_keywords(text)]


def _counted(text: str) -> list[tuple[str, float]]:
    """Candidates with their cost by counting: frequent, longer and earlier phrases cost less."""
    counts: dict[str, tuple[str, int, int]] = {}
    for place, phrase in enumerate(_phrases(text)):
        key = " ".join(stem(word) for word in phrase.split())
        shown, count, first = counts.get(key, (phrase, 0, place))
        counts[key] = (shown, count + 1, first)
    ranked = [
        (shown, (1 + first / max(len(text), 1)) / (count * len(shown.split())))
        for shown, count, first in counts.values()
    ]
    return sorted(ranked, key=lambda row: row[1])


def _phrases(text: str) -> Iterator[str]:
    """Yield every run of up to MAX_WORDS words within a clause, in the order of the text."""
    for clause in re.split(r"[^\w\s'’-]+", text):
        words = clause.split()
        for first in range(len(words)):
            for last in range(first + 1, min(first + MAX_WORDS, len(words)) + 1):
                yield " ".join(words[first:last])


def _covered(words: list[str], best: list[tuple[str, float]]) -> bool:
    """Whether a better phrase contains all these words."""
    return any(set(words) <= {stem(word) for word in phrase.split()} for phrase, _ in best)
