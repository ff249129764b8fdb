"""Divides a long recording into chapters by what is said: where the words change, and where people pause.

For every border between lines the words before and after it are compared (TextTiling, Hearst 1997): a border at which
they differ most, and more than around it, begins a new subject; so does one after a long pause. Of all divisions into
chapters of a sensible length the one whose borders are the best together is chosen, by dynamic programming. The same
lines always have the same chapters.
"""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from app.core.words import words_of
from app.editing.vocabulary import EMPTY_WORDS, WORD, Vocabulary, content_words, title_of
from app.jobs.results import Chapter
from app.text.sentences import ends_sentence

#: Recordings that are shorter have no chapters, seconds.
SHORTEST_RECORDING_S = 600.0
#: The usual number of chapters; their length, seconds, stays in these bounds.
USUAL_COUNT, USUAL_S = 8, (210.0, 600.0)
#: No chapter is shorter than that, seconds, or than this share of the usual length.
SHORTEST_S, SHORTEST_SHARE = 120.0, 0.4
#: None is longer than so many usual ones.
LONGEST_SHARE = 3.0
#: The words of so many seconds on each side of a border are compared.
COMPARED_S = 100.0
#: Weights: of a pause twice as long as usual, up to four such; of a length that is twice or half the usual one.
PAUSE_WEIGHT, MOST_PAUSES, LENGTH_WEIGHT = 0.08, 4.0, 0.12
#: What a border costs: changes that are smaller are chance.
BORDER_PRICE = 0.3
#: A border in the middle of a sentence is worth so much less.
WITHIN_SENTENCE = 0.3
WORDS_A_TITLE = 3
_NO_WORDS = Vocabulary({})


@dataclass(frozen=True, slots=True)
class Said:
    """A line; times in seconds."""

    start_s: float
    end_s: float
    text: str


@dataclass(frozen=True, slots=True)
class _Lengths:
    """Lengths of chapters, seconds."""

    usual_s: float
    shortest_s: float
    longest_s: float

    @classmethod
    def of(cls, duration_s: float) -> "_Lengths":
        usual_s = min(max(duration_s / USUAL_COUNT, USUAL_S[0]), USUAL_S[1])
        return cls(usual_s, max(SHORTEST_S, SHORTEST_SHARE * usual_s), LONGEST_SHARE * usual_s)

    def cost(self, length_s: float) -> float:
        """What a length that is not the usual one costs."""
        return LENGTH_WEIGHT * math.log2(max(length_s, 1.0) / self.usual_s) ** 2


def chapters_of(lines: Sequence[Said], duration_s: float) -> list[Chapter]:
    """The chapters of a recording, which together are all of it; none for a short one, or one without enough words."""
    lines = [line for line in lines if line.text.strip()]
    if duration_s < SHORTEST_RECORDING_S or len(lines) < 2:
        return []
    borders = _borders(lines, duration_s)
    if not borders:
        return []
    parts = [lines[first:after] for first, after in pairwise((0, *borders, len(lines)))]
    starts = [0.0, *(lines[at].start_s for at in borders), duration_s]
    titles = _titles(parts)
    return [
        Chapter(start_s=round(start_s, 3), end_s=round(end_s, 3), title=title)
        for (start_s, end_s), title in zip(pairwise(starts), titles, strict=True)
    ]


def retitled(chapters: Sequence[Chapter], heard: Sequence[Said], now: Sequence[Said]) -> tuple[Chapter, ...]:
    """Chapters that were found in the lines `heard`, with titles of what these are `now`; their borders stay.

    A title that is not of those lines was made by an earlier release, and stays.
    """
    before, after = (_titled(chapters, lines) for lines in (heard, now))
    return tuple(
        chapter.model_copy(update={"title": new}) if new is not None and chapter.title == old else chapter
        for chapter, old, new in zip(chapters, before, after, strict=True)
    )


def _titled(chapters: Sequence[Chapter], lines: Sequence[Said]) -> list[str | None]:
    """The title of each chapter by the words in it; None without any."""
    lines = [line for line in lines if line.text.strip()]
    starts = [0.0, *(chapter.start_s for chapter in chapters[1:]), math.inf]
    parts = [[line for line in lines if start_s <= line.start_s < end_s] for start_s, end_s in pairwise(starts)]
    return [title if part else None for part, title in zip(parts, _titles(parts), strict=True)]


def _borders(lines: Sequence[Said], duration_s: float) -> list[int]:
    """The lines with which chapters begin, but the first."""
    lengths = _Lengths.of(duration_s)
    values = _values(lines)
    starts = [0.0, *(line.start_s for line in lines[1:])]
    # best[n]: the value of the best division of what is before line n, with a border there.
    best, begun = [-math.inf] * len(lines), [0] * len(lines)
    best[0] = 0.0
    total, last = -math.inf, 0
    for at in range(1, len(lines) + 1):
        ends_s = starts[at] if at < len(lines) else duration_s
        value = values[at] if at < len(lines) else 0.0
        first = bisect_left(starts, ends_s - lengths.longest_s)
        for begins in range(first, at):
            length_s = ends_s - starts[begins]
            if length_s < lengths.shortest_s:
                break
            worth = best[begins] + value - lengths.cost(length_s)
            if at == len(lines):
                total, last = (worth, begins) if worth > total else (total, last)
            elif worth > best[at]:
                best[at], begun[at] = worth, begins
    found = list[int]()
    while last > 0:
        found.append(last)
        last = begun[last]
    return found[::-1]


def _values(lines: Sequence[Said]) -> list[float]:
    """How good a border before each line is: the change of words there, the pause, whether a sentence has ended."""
    changes = _depths(_likenesses(lines))
    pauses = [0.0] + [max(0.0, after.start_s - before.end_s) for before, after in pairwise(lines)]
    usual_s = max(0.3, median(pauses[1:]))
    ends = [ends_sentence(line.text, after.text) for line, after in pairwise(lines)]
    has_ends = sum(ends) > len(lines) / 4
    found = list[float]()
    for at, (change, pause_s) in enumerate(zip(changes, pauses, strict=True)):
        pause = PAUSE_WEIGHT * min(MOST_PAUSES, max(0.0, math.log2(max(pause_s, 0.01) / usual_s)))
        within = has_ends and at > 0 and not ends[at - 1]
        found.append(change + pause - BORDER_PRICE - (WITHIN_SENTENCE if within else 0.0))
    return found


def _likenesses(lines: Sequence[Said]) -> list[float]:
    """Before each line: how alike the words of some time before and after are, 0..1."""
    bags = [Counter(word for word in words_of(line.text) if word not in EMPTY_WORDS) for line in lines]
    spread = Counter(word for bag in bags for word in bag)
    rarity = {word: math.log(1 + len(lines) / count) for word, count in spread.items() if count > 1}
    starts = [line.start_s for line in lines]
    before, after = Counter[str](), Counter[str]()
    found, first, last = list[float](), 0, 0
    for at, start_s in enumerate(starts):
        while last < len(lines) and starts[last] < start_s + COMPARED_S:
            after.update(bags[last])
            last += 1
        if at:
            after.subtract(bags[at - 1])
            before.update(bags[at - 1])
        while starts[first] < start_s - COMPARED_S:
            before.subtract(bags[first])
            first += 1
        found.append(_cosine(before, after, rarity))
    return found


def _cosine(one: Counter[str], other: Counter[str], rarity: dict[str, float]) -> float:
    first, second = (
        {word: math.log1p(count) * rarity[word] for word, count in bag.items() if count > 0 and word in rarity}
        for bag in (one, other)
    )
    size = math.hypot(*first.values()) * math.hypot(*second.values())
    return sum(first[word] * second[word] for word in first.keys() & second.keys()) / size if size else 0.0


def _depths(likenesses: Sequence[float]) -> list[float]:
    """How deep each likeness lies below the tops of the slopes on both sides."""
    before, after = list(likenesses), list(likenesses)
    for at in range(1, len(likenesses)):
        if likenesses[at - 1] >= likenesses[at]:
            before[at] = before[at - 1]
    for at in reversed(range(len(likenesses) - 1)):
        if likenesses[at + 1] >= likenesses[at]:
            after[at] = after[at + 1]
    return [left + right - 2 * one for one, left, right in zip(likenesses, before, after, strict=True)]


def _titles(parts: Sequence[Sequence[Said]]) -> list[str]:
    """A title of each chapter: the words that are its own; a sentence where words are not divided by spaces."""
    counts = [Counter(word for line in part for word in content_words(line.text)) for part in parts]
    spread = Counter(word for bag in counts for word in bag)
    return [
        _title(part, bag, {word: n * math.log(1 + len(parts) / spread[word]) for word, n in bag.items()})
        for part, bag in zip(parts, counts, strict=True)
    ]


def _title(part: Sequence[Said], counts: Counter[str], weights: dict[str, float]) -> str:
    said = [word for word in weights if counts[word] > 1] or list(weights)
    best = sorted(said, key=lambda word: -weights[word])[:WORDS_A_TITLE]
    if not best:
        return title_of([line.text for line in part], _NO_WORDS)
    forms = dict[str, Counter[str]]()
    for line in part:
        for form in WORD.findall(line.text):
            forms.setdefault(form.lower().replace("’", "'"), Counter())[form] += 1
    title = ", ".join(max(forms[word], key=lambda form: (forms[word][form], form)) for word in best)
    return title[:1].upper() + title[1:]
