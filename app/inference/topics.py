"""Finds the topics of a transcript without weights: where the topic changes, and a label for each.

The borders come from two signals. One is cohesion: a part has its own vocabulary, so of all segmentations the one with
the greatest probability of the words is chosen (Utiyama & Isahara, ACL 2001, by dynamic programming). The other is
silence: people pause before a new topic. Parts with the same vocabulary are one topic, wherever they are; a topic's
label consists of its most specific words.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from app.inference.reading import Term

MAX_TOPICS = 8
WORDS_A_LABEL = 3
#: Longest part in units, and most units in all: the search takes units × longest steps.
_LONGEST, _MOST_UNITS = 120, 1500
#: Gain of a border at a pause twice as long as the median, and the greatest gain.
_PAUSE_GAIN, _MOST_PAUSE_GAIN = 6.0, 12.0
#: Two parts are one topic from this cosine of their words on.
_SAME_TOPIC = 0.3
#: Least weight of a topic's terms; below it, the part is small talk.
_LEAST_WEIGHT = 1.5


@dataclass(frozen=True, slots=True)
class Unit:
    """About a sentence: its times and its terms."""

    start_s: float
    end_s: float
    terms: tuple[Term, ...]


@dataclass(slots=True)
class _Topic:
    seconds: float = 0.0
    weights: Counter[str] = field(default_factory=Counter)
    shown: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, units: Sequence[Unit]) -> None:
        self.seconds += units[-1].end_s - units[0].start_s
        for term in (term for unit in units for term in unit.terms):
            self.weights[term.key] += term.weight  # type: ignore[assignment]
            self.shown.setdefault(term.key, Counter())[term.shown] += 1


def topics(units: Sequence[Unit]) -> list[str]:
    """The labels of the topics in order of first appearance; at most `MAX_TOPICS`, those with the most time."""
    found = _merged([units[start:end] for start, end in borders(units)])
    found = [topic for topic in found if sum(topic.weights.values()) >= _LEAST_WEIGHT]
    spread = Counter(key for topic in found for key in topic.weights)
    longest = sorted(found, key=lambda topic: -topic.seconds)[:MAX_TOPICS]
    return [_label(topic, spread, len(found)) for topic in found if any(topic is kept for kept in longest)]


def borders(units: Sequence[Unit]) -> list[tuple[int, int]]:
    """The parts as (first, end) indexes of units, in order."""
    if len(units) > _MOST_UNITS:
        return _widened(units)
    bags = [Counter(term.key for term in unit.terms) for unit in units]
    vocabulary, total = len(set().union(*bags)) if bags else 0, sum(sum(bag.values()) for bag in bags)
    price = math.log(max(2, total))
    gains = _pause_gains(units)
    best = [0.0] + [math.inf] * len(units)
    begun = [0] * (len(units) + 1)
    for start in range(len(units)):
        counts: Counter[str] = Counter()
        fixed = best[start] + price - (gains[start] if start else 0.0)
        for end in range(start + 1, min(len(units), start + _LONGEST) + 1):
            counts.update(bags[end - 1])
            cost = fixed + _surprise(counts, vocabulary)
            if cost < best[end]:
                best[end], begun[end] = cost, start
    parts, end = [], len(units)
    while end > 0:
        parts.append((begun[end], end))
        end = begun[end]
    return parts[::-1]


def _widened(units: Sequence[Unit]) -> list[tuple[int, int]]:
    """The parts of a very long transcript, with several units joined to one."""
    step = math.ceil(len(units) / _MOST_UNITS)
    wide = [
        Unit(group[0].start_s, group[-1].end_s, tuple(term for unit in group for term in unit.terms))
        for group in (units[n : n + step] for n in range(0, len(units), step))
    ]
    return [(start * step, min(end * step, len(units))) for start, end in borders(wide)]


def _surprise(counts: Counter[str], vocabulary: int) -> float:
    """−log probability of a part's words under its own, Laplace-smoothed distribution."""
    total = sum(counts.values())
    return total * math.log(total + vocabulary) - sum(n * math.log(n + 1) for n in counts.values()) if total else 0.0


def _pause_gains(units: Sequence[Unit]) -> list[float]:
    """The gain of a border before each unit, by the silence before it."""
    pauses = [0.0] + [max(0.0, after.start_s - before.end_s) for before, after in pairwise(units)]
    usual = max(0.2, median(pauses[1:])) if len(pauses) > 1 else 1.0
    return [
        max(-_MOST_PAUSE_GAIN / 2, min(_MOST_PAUSE_GAIN, _PAUSE_GAIN * math.log2(max(pause, 0.05) / usual)))
        for pause in pauses
    ]


def _merged(parts: Sequence[Sequence[Unit]]) -> list[_Topic]:
    """Merge the parts with similar words to topics."""
    spread = Counter(key for part in parts for key in {term.key for unit in part for term in unit.terms})
    rarity = {key: math.log((1 + len(parts)) / count) for key, count in spread.items()}
    found: list[_Topic] = []
    for part in parts:
        own = _Topic()
        own.add(part)
        like = max(found, key=lambda topic: _likeness(topic, own, rarity), default=None)
        if like is not None and _likeness(like, own, rarity) >= _SAME_TOPIC:
            like.add(part)
        else:
            found.append(own)
    return found


def _likeness(one: _Topic, other: _Topic, rarity: Mapping[str, float]) -> float:
    """The cosine of two topics' words, weighted so that common ones count little."""
    first, second = ({key: n * rarity[key] for key, n in topic.weights.items()} for topic in (one, other))
    length = math.hypot(*first.values()) * math.hypot(*second.values())
    return sum(first[key] * second[key] for key in first.keys() & second.keys()) / length if length else 0.0


def _label(topic: _Topic, spread: Counter[str], count: int) -> str:
    """The most specific words of a topic as a list."""
    first_come = {key: n for n, key in enumerate(topic.weights)}
    ranked = sorted(
        topic.weights,
        key=lambda key: (-topic.weights[key] * math.log(1 + count / spread[key]), first_come[key]),
    )
    words = [_shown(topic.shown[key]) for key in ranked[:WORDS_A_LABEL]]
    label = ", ".join(sorted(words, key=words.index))
    return label[:1].upper() + label[1:]


def _shown(forms: Counter[str]) -> str:
    """The most frequent form; of equals the shortest."""
    return min(forms, key=lambda form: (-forms[form], len(form), form))
