"""Breaks the words of a sentence into cues, and a cue into lines, where a reader would pause.

Of all ways to split a sentence the cheapest is chosen (dynamic programming over the words). Breaks cost little after a
clause and much between words that belong together; each cue has a cost, and a short one costs more.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.text.scripts import CLAUSE_STOPS, FULL_STOPS, columns, may_break

MAX_LINES = 2
MAX_SECONDS = 7.0
#: A silence that always ends a cue.
PAUSE_SECONDS = 1.5

#: Cost of a further cue, weight of break costs, and cost of an empty cue (less for fuller ones).
_CUE_COST, _BREAK_WEIGHT, _SHORT_COST = 2.5, 3.0, 6.0
#: Cost of two lines whose lengths differ by a whole line; less in proportion.
_UNEVEN_COST = 12.0
_CLOSING = "[\"'”’»)\\]」』）】》〉]*$"
_SENTENCE_END = re.compile(f"[{FULL_STOPS}]{_CLOSING}")
_CLAUSE_END = re.compile(f"[{CLAUSE_STOPS}]{_CLOSING}")
#: Cost of breaking a word in a script that has spaces: done only if it is longer than a line.
_TORN_COST = 40.0
#: Words that should begin a line, and words that belong to the next one, so that no line should end with them.
_OPENERS = frozenset(
    "and but or so because that which who when where while if then than to of in on at by for from with into about as "
    "after before until unless although though since".split()
)
_LEANING = _OPENERS | frozenset(
    "the a an my your his her its our their this these those some any no not very more most too be been being am is "
    "are was were has have had do does did will would can could shall should may might must i you he she it we "
    "they".split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its times; `spaced` if a space comes before it (not in Chinese, for example)."""

    text: str
    start_s: float
    end_s: float
    spaced: bool = True


def written(tokens: Sequence[Token]) -> str:
    """Join the tokens to one line."""
    return "".join((" " if token.spaced and n else "") + token.text for n, token in enumerate(tokens))


#: Returns the width of a text, in the unit of the longest line.
Measure = Callable[[str], float]


def groups(tokens: Sequence[Token], longest: float, measure: Measure = columns) -> list[tuple[tuple[Token, ...], ...]]:
    """Split the tokens of a sentence into cues, each a tuple of lines; no token may be wider than `longest`."""
    ruler = _Ruler(tokens, longest, measure)
    best: list[tuple[float, int]] = [(0.0, 0)]  # for each end: the least cost, and where its last cue begins
    for end in range(1, len(tokens) + 1):
        options = []
        for start in range(end - 1, -1, -1):
            if start < end - 1 and not ruler.fits(start, end):
                break
            options.append((best[start][0] + ruler.cue_cost(start, end), start))
        best.append(min(options))
    found, end = [], len(tokens)
    while end > 0:
        start = best[end][1]
        found.append(ruler.lines(start, end))
        end = start
    return found[::-1]


class _Ruler:
    """Lengths, pauses and break costs of a run of tokens, each computed once."""

    def __init__(self, tokens: Sequence[Token], longest: float, measure: Measure) -> None:
        self._tokens = tokens
        self._max = longest
        self._space = measure(" ")
        self._marks = [0.0]
        for token in tokens:
            self._marks.append(self._marks[-1] + measure(token.text) + self._space * token.spaced)
        self._costs = [0.0, *(_break_cost(before, after) for before, after in pairwise(tokens)), 0.0]
        self._pauses = [False, *(b.start_s - a.end_s >= PAUSE_SECONDS for a, b in pairwise(tokens))]

    def length(self, start: int, end: int) -> float:
        """Width of the tokens from `start` to `end` on one line."""
        return self._marks[end] - self._marks[start] - self._space * self._tokens[start].spaced

    def fits(self, start: int, end: int) -> bool:
        """Whether they fit in one cue: not too wide, not too long, and without a pause."""
        if self._tokens[end - 1].end_s - self._tokens[start].start_s > MAX_SECONDS:
            return False
        if any(self._pauses[start + 1 : end]):
            return False
        return self.length(start, end) <= self._max or bool(self._splits(start, end))

    def cue_cost(self, start: int, end: int) -> float:
        """Cost of a cue of these tokens, with the break after it."""
        fullness = min(1.0, self.length(start, end) / (MAX_LINES * self._max))
        return _CUE_COST + _BREAK_WEIGHT * self._costs[end] + _SHORT_COST * (1 - fullness) ** 2

    def lines(self, start: int, end: int) -> tuple[tuple[Token, ...], ...]:
        """The cue's lines: one if it fits, else two of about the same length, split at a good break."""
        whole = tuple(self._tokens[start:end])
        splits = self._splits(start, end)
        if self.length(start, end) <= self._max or not splits:  # a single token may be wider than a line
            return (whole,)
        _, at = min((self._split_cost(start, at, end), at) for at in splits)
        return whole[: at - start], whole[at - start :]

    def _splits(self, start: int, end: int) -> range:
        """Positions where the second line can begin so that both fit."""
        first = next((at for at in range(start + 1, end) if self.length(at, end) <= self._max), end)
        last = first
        while last < end and self.length(start, last) <= self._max:
            last += 1
        return range(first, last)

    def _split_cost(self, start: int, at: int, end: int) -> float:
        uneven = abs(self.length(start, at) - self.length(at, end)) / self._max
        return self._costs[at] + _UNEVEN_COST * uneven


def _break_cost(before: Token, after: Token) -> float:
    """The cost of a break between two words: 0 after a sentence, up to 8 where they belong together."""
    if _SENTENCE_END.search(before.text):
        return 0.0
    if _CLAUSE_END.search(before.text):
        return 1.0
    cost = 5.0 - min(3.0, 6.0 * max(0.0, after.start_s - before.end_s))
    if not after.spaced:
        return cost + _unspaced_cost(before.text, after.text)
    if before.text.lower() in _LEANING:
        return cost + 3.0
    return cost - 1.0 if after.text.lower() in _OPENERS else cost


def _unspaced_cost(before: str, after: str) -> float:
    """The extra cost of a break without a space; negative where a Japanese phrase ends."""
    if not may_break(before, after):
        return _TORN_COST
    return -1.5 if _is_hiragana(before[-1]) and not _is_hiragana(after[0]) else 0.0


def _is_hiragana(character: str) -> bool:
    return unicodedata.name(character, "").startswith("HIRAGANA")
