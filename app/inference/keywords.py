"""Key phrases by YAKE (statistics of one text, no weights), kept to those that name something."""

from collections.abc import Collection
from dataclasses import dataclass
from importlib.metadata import version

from app.inference.reading import stem

MAX_KEYWORDS = 15
MAX_WORDS = 3
#: Candidates that YAKE hands over before those that name nothing are dropped.
_CANDIDATES = 120
#: YAKE's own measure of how alike two phrases may be.
_ALIKE = 0.8


@dataclass(frozen=True, slots=True)
class Phrase:
    """`score` 0..1, the best is 1."""

    text: str
    score: float


def made_by() -> str:
    """For the result: which program and version."""
    return f"YAKE {version('yake')}"


def key_phrases(text: str, language: str, naming: Collection[str], heads: Collection[str]) -> list[Phrase]:
    """The best phrases of `naming` words that end in one of `heads` (stems of the words that name things here)."""
    import yake

    extractor = yake.KeywordExtractor(lan=language, n=MAX_WORDS, top=_CANDIDATES, dedupLim=_ALIKE)
    best: list[tuple[str, float]] = []
    for phrase, cost in extractor.extract_keywords(text):
        words = [stem(word) for word in str(phrase).split()]
        if words[-1] in heads and all(word in naming for word in words) and not _covered(words, best):
            best.append((str(phrase), float(cost)))
    if not best:
        return []
    least = max(min(cost for _, cost in best), 1e-6)
    return [Phrase(phrase, round(least / max(cost, least), 4)) for phrase, cost in best[:MAX_KEYWORDS]]


def _covered(words: list[str], best: list[tuple[str, float]]) -> bool:
    """Whether a better phrase already says it: the same words, or all of them among its own."""
    return any(set(words) <= {stem(word) for word in phrase.split()} for phrase, _ in best)
