"""Gives words their times when people retype a line. Pure.

The new words are aligned with the old ones. Words that stay keep their times; a word in the place of another one takes
its times; several share those of what they replace, by their lengths, or the pause in which they were inserted.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeAlias

from app.jobs.results import Word
from app.text.scripts import breakable, may_break

#: Digits of times in seconds.
DIGITS = 3
#: Pairs of equal parts up to which all of two texts is compared: beyond it that takes minutes for some texts.
MOST_PAIRS = 20_000
#: What became of a part, and where it is in the old and in the new text, as `difflib` has it.
Opcode: TypeAlias = tuple[str, int, int, int, int]


@dataclass(frozen=True, slots=True)
class _Unit:
    """The smallest part of a line that is aligned: a word, or a character of a script without spaces.

    `words` are those that it is made of; of a word that consists of several units it is the one number `part`.
    """

    text: str
    start_s: float
    end_s: float
    words: tuple[Word, ...]
    part: int = 0
    parts: int = 1


@dataclass(frozen=True, slots=True)
class Typed:
    """A part of a text; `spaced` if a space comes before it."""

    text: str
    spaced: bool


@dataclass(frozen=True, slots=True)
class _Placed:
    """A part of the new text at its time; `unit` is the old one that it is equal to."""

    typed: Typed
    start_s: float
    end_s: float
    unit: _Unit | None = None


def retyped(words: Sequence[Word], text: str, start_s: float, end_s: float, *, before: str = "") -> tuple[Word, ...]:
    """The words of `text` in a line from `start_s` to `end_s`, whose words were `words` and whose text was `before`."""
    leads = words[0].text[:1].isspace() if words else True
    units, typed = _units(words, before), typed_of(text, leads=leads)
    placed: list[_Placed] = []
    for kind, i1, i2, j1, j2 in aligned([unit.text for unit in units], [one.text for one in typed]):
        new, old = typed[j1:j2], units[i1:i2]
        if len(new) == len(old):
            same = kind == "equal"
            pairs = zip(new, old, strict=True)
            placed += [_Placed(one, unit.start_s, unit.end_s, unit if same else None) for one, unit in pairs]
        elif new:
            from_s = old[0].start_s if old else placed[-1].end_s if placed else start_s
            to_s = old[-1].end_s if old else units[i1].start_s if i1 < len(units) else end_s
            placed += _shared(new, from_s, max(from_s, to_s))
    return tuple(_words(placed))


def aligned(old: Sequence[str], new: Sequence[str]) -> Sequence[Opcode]:
    """What of `old` stays in `new`. Where too much is alike (one letter, thousands of times), only what is the same at
    both ends counts as staying."""
    if _pairs(old, new) <= MOST_PAIRS:
        return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    shorter = min(len(old), len(new))
    head = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    tail = next((n for n in range(shorter - head) if old[-1 - n] != new[-1 - n]), shorter - head)
    old_end, new_end = len(old) - tail, len(new) - tail
    inner: Sequence[Opcode] = [("replace", head, old_end, head, new_end)]
    if _pairs(old[head:old_end], new[head:new_end]) <= MOST_PAIRS:
        matcher = SequenceMatcher(None, old[head:old_end], new[head:new_end], autojunk=False)
        inner = [(kind, head + i1, head + i2, head + j1, head + j2) for kind, i1, i2, j1, j2 in matcher.get_opcodes()]
    return [("equal", 0, head, 0, head), *inner, ("equal", old_end, len(old), new_end, len(new))]


def _pairs(old: Sequence[str], new: Sequence[str]) -> int:
    """How often a part of one text is equal to a part of the other one."""
    counts = Counter(new)
    return sum(counts[part] for part in old)


def typed_of(text: str, *, leads: bool = True) -> list[Typed]:
    """Split a text into the parts that are aligned; `leads`: a space counts as standing before the first one."""
    return [
        Typed(part, spaced=n == 0 and (leads or number > 0))
        for number, chunk in enumerate(text.split())
        for n, part in enumerate(breakable(chunk))
    ]


def written(typed: Sequence[Typed]) -> str:
    """The text of these parts."""
    return "".join((" " if one.spaced else "") + one.text for one in typed).strip()


def _units(words: Sequence[Word], text: str) -> list[_Unit]:
    """The words as units. Words that are parts of one, as `don` and `'t`, are one unit together."""
    stripped = " " in text.strip() and not any(word.text[:1].isspace() for word in words)
    groups: list[list[Word]] = []
    for word in words:
        if not word.text.strip():
            continue
        apart = stripped or word.text[:1].isspace()
        if groups and not apart and not may_break(groups[-1][-1].text, word.text):
            groups[-1].append(word)
        else:
            groups.append([word])
    return [unit for group in groups for unit in _of_group(group)]


def _of_group(group: Sequence[Word]) -> list[_Unit]:
    words = tuple(group)
    text, start_s = "".join(word.text for word in words).strip(), words[0].start_s
    pieces, end_s = breakable(text), max(group[-1].end_s, start_s)
    step_s, at, units = (end_s - start_s) / len(text), 0, []
    for part, piece in enumerate(pieces):
        from_s, at = start_s + step_s * at, at + len(piece)
        units.append(_Unit(piece, from_s, start_s + step_s * at, words, part, len(pieces)))
    return units


def _shared(typed: Sequence[Typed], from_s: float, to_s: float) -> Iterator[_Placed]:
    total, at = sum(len(one.text) for one in typed), 0
    for one in typed:
        start_s, at = from_s + (to_s - from_s) * at / total, at + len(one.text)
        yield _Placed(one, start_s, from_s + (to_s - from_s) * at / total)


def _words(placed: Sequence[_Placed]) -> Iterator[Word]:
    """The words of the new text; those whose parts have all stayed are what they were."""
    at = 0
    while at < len(placed):
        one = placed[at]
        unit = one.unit
        if unit is not None and unit.part == 0 and _stays(placed[at : at + unit.parts], unit):
            first, *others = unit.words
            lead = " " if one.typed.spaced else ""
            yield first.model_copy(update={"text": lead + first.text.lstrip()})
            yield from others
            at += unit.parts
            continue
        yield Word(
            start_s=round(one.start_s, DIGITS),
            end_s=round(one.end_s, DIGITS),
            text=(" " if one.typed.spaced else "") + one.typed.text,
            probability=1.0,
        )
        at += 1


def _stays(placed: Sequence[_Placed], unit: _Unit) -> bool:
    """Whether these are all parts of the unit's word, in one piece."""
    kept = [one.unit for one in placed if one.unit is not None and one.unit.words is unit.words]
    together = not any(one.typed.spaced for one in placed[1:])
    return together and [one.part for one in kept] == list(range(unit.parts)) and len(placed) == unit.parts
