"""Divides texts into words for the search of everything said, and reads what people type to find them.

A word is a run of letters, numbers and their marks, folded (`app.core.folding`). Scripts without spaces between words
(Chinese, Japanese, Thai …; Korean too, whose words end in particles) are divided into pairs of neighbours, with the
last character of a run for itself: so any part of a run is found, and a rare one quickly. Signs such as emoji and
currencies are words of one character; punctuation divides words and is not looked for. The words of a text are the same
on every database, which stores and compares them as they are.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.core.folding import folded

#: Characters of a word that count; databases limit its bytes.
MOST_LETTERS = 100
#: Words of a text that count, from its start.
MOST_WORDS = 10_000
#: Words and phrases of a query that are looked up, the longest ones, and words of each; the others are compared.
MOST_TERMS, MOST_IN_PHRASE = 24, 24
#: Scripts without spaces between words: Thai, Lao, Myanmar, Khmer, kana, Bopomofo, Hangul, Chinese; with their marks.
_RUN = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3041-\u30ff\u3105-\u312f"
    "\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
_RUNS = re.compile(f"[{_RUN}]+")
_CHUNKS = re.compile(r"\S+")
#: Of folded texts; the dollar is the only sign among them.
_ASCII_WORDS = re.compile(r"[a-z0-9]+|\$")


@dataclass(frozen=True, slots=True)
class Place:
    """A word of a text, and the characters of the text that it is: from `start` to before `end`."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Term:
    """Words that follow each other; of the last one `prefix` is the beginning."""

    words: tuple[str, ...]
    prefix: bool = False

    def spans(self, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Where a text with these words has the term: the numbers of its first word and of the one after its last."""
        size = len(self.words)
        *before, last = self.words
        for at in range(len(words) - size + 1):
            end = words[at + size - 1]
            if (end.startswith(last) if self.prefix else end == last) and list(words[at : at + size - 1]) == before:
                yield at, at + size


@dataclass(frozen=True, slots=True)
class Query:
    """What a text must have. `looked_up` are the terms for an index; `exact` if what has those has all of them."""

    terms: tuple[Term, ...]
    looked_up: tuple[Term, ...]
    exact: bool

    def holds(self, words: Sequence[str]) -> bool:
        """Whether a text with these words has all terms."""
        return all(next(term.spans(words), None) is not None for term in self.terms)


def words_of(text: str) -> list[str]:
    """The words of a text."""
    return [place.word for place in _places(folded(text))]


def query_of(typed: str) -> Query:
    """Read what people type: words, all of them; `"a phrase"`; the beginning of a word as `a*`.

    What spaces do not divide is a phrase ("e-mail"). A quote that is not closed reaches to the end. Nothing is refused:
    what is no word is left out.
    """
    terms = dict[Term, None]()
    parts = folded(typed).split('"')
    for number, part in enumerate(parts):
        quoted, after = number % 2 == 1, "".join(parts[number + 1 : number + 2])
        for chunk in [part + "*" * after.startswith("*")] if quoted else part.split():
            if (term := _term(chunk)) is not None:
                terms[term] = None
    wanted = tuple(terms)
    chosen = sorted(wanted, key=lambda term: -sum(map(len, term.words)))[:MOST_TERMS]
    looked_up = tuple(_shortened(term) for term in chosen)
    return Query(wanted, looked_up, exact=looked_up == tuple(chosen) and len(chosen) == len(wanted))


def _term(chunk: str) -> Term | None:
    """The term of a word or a phrase; None if it has no word."""
    places = list(_places(chunk, all_of_them=True))
    if not places:
        return None
    words = [place.word for place in places]
    ends = chunk.rstrip()
    prefix = ends.endswith("*") and ends.rstrip("* ")[-1:] == places[-1].word[-1:]
    if _RUNS.fullmatch(words[-1]) and len(words[-1]) == 1:  # the last of a run, which goes on in other texts
        if len(places) > 1 and places[-2].end > places[-1].start:
            return Term(tuple(words[:-1]))
        prefix = True
    return Term(tuple(words), prefix)


def _shortened(term: Term) -> Term:
    return term if len(term.words) <= MOST_IN_PHRASE else Term(term.words[:MOST_IN_PHRASE])


def _places(plain: str, *, all_of_them: bool = False) -> Iterator[Place]:
    """The words of a folded text, with their places in it."""
    count = 0
    for start, end, is_run in _stretches(plain):
        if not is_run:
            found: Iterable[Place] = [Place(plain[start : min(end, start + MOST_LETTERS)], start, end)]
        else:
            found = (Place(plain[at : min(at + 2, end)], at, min(at + 2, end)) for at in range(start, end))
        for place in found:
            if count == MOST_WORDS and not all_of_them:
                return
            count += 1
            yield place


def _stretches(plain: str) -> Iterator[tuple[int, int, bool]]:
    """Words, signs, and runs of scripts without spaces: start, end, whether it is such a run."""
    if plain.isascii():
        yield from ((*found.span(), False) for found in _ASCII_WORDS.finditer(plain))
        return
    start, kind = 0, ""
    for at, character in enumerate(plain):
        new = _kind(character)
        if new != kind or new == "sign":
            if kind:
                yield start, at, kind == "run"
            start, kind = at, new
    if kind:
        yield start, len(plain), kind == "run"


@lru_cache(maxsize=65_536)
def _kind(character: str) -> str:
    """What a character of a folded text belongs to: a "word", a "run", a "sign"; empty for what divides."""
    category = unicodedata.category(character)
    if category[0] in "LNM":
        return "run" if _RUNS.match(character) else "word"
    return "sign" if category in ("So", "Sc") else ""


def found_in(text: str, query: Query) -> list[tuple[int, int]]:
    """The parts of a text that the terms of a query match: characters from a start to before an end, in order."""
    places = _places_in(text)
    words = [place.word for place in places]
    spans = sorted(
        (places[first].start, max(place.end for place in places[first:after]))
        for term in query.terms
        for first, after in term.spans(words)
    )
    joined = list[tuple[int, int]]()
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _places_in(text: str) -> list[Place]:
    """The words of a text that is not folded, with their places in it."""
    if text.isascii():
        return list(_places(text.lower()))
    plain, origins = list[str](), list[tuple[int, int]]()
    for chunk in _CHUNKS.finditer(text):
        for first, after, part in _folded_parts(chunk[0]):
            plain.append(part)
            origins += [(chunk.start() + first, chunk.start() + after)] * len(part)
        plain.append(" ")
        origins.append((chunk.end(), chunk.end()))
    return [Place(one.word, origins[one.start][0], origins[one.end - 1][1]) for one in _places("".join(plain))]


def _folded_parts(chunk: str) -> list[tuple[int, int, str]]:
    """A text without spaces in the smallest parts that can be folded for themselves."""
    starts = [at for at, one in enumerate(chunk) if at == 0 or unicodedata.category(one)[0] != "M"]
    ends = [*starts[1:], len(chunk)]
    parts = [(first, after, folded(chunk[first:after])) for first, after in zip(starts, ends, strict=True)]
    whole = folded(chunk)
    return parts if "".join(part for *_, part in parts) == whole else [(0, len(chunk), whole)]
