"""Texts of a film with their times: what is spoken, as one text, and the lines that are shown."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from app.jobs.results import Segment

#: A box begins another line if the gap before it is wider than so many heights.
WIDEST_GAP_HEIGHTS = 1.5


class Mark(NamedTuple):
    """The time of the characters from `start` to before `end`, and how sure they are, 0..1."""

    start: int
    end: int
    start_s: float
    end_s: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Passage:
    """A text with at least one mark; marks are in order. `language` is an ISO 639 code, None if unknown.

    Lines of speech are its segments.
    """

    text: str
    source: Literal["speech", "screen"]
    marks: tuple[Mark, ...]
    language: str | None = None

    def mark(self, start: int, end: int) -> Mark:
        """The time of the characters from `start` to before `end`; of the nearest mark if none covers them."""
        first = bisect_right(self.marks, start, key=lambda mark: mark.end)
        last = bisect_left(self.marks, end, key=lambda mark: mark.start)
        nearest = min(first, len(self.marks) - 1)
        covered = self.marks[first:last] or self.marks[nearest : nearest + 1]
        return Mark(
            start,
            end,
            min(mark.start_s for mark in covered),
            max(mark.end_s for mark in covered),
            min(mark.confidence for mark in covered),
        )


class ShownText(NamedTuple):
    """Words on screen at a time; `box` is x, y, width, height as fractions of the picture."""

    text: str
    score: float
    box: tuple[float, float, float, float]
    at_s: float


def spoken(segments: Iterable[Segment], language: str | None) -> Passage | None:
    """All segments as one text, with the times of single words where there are any; None without a word."""
    lines, marks, length = list[str](), list[Mark](), 0
    for segment in segments:
        line = segment.text.strip()
        if line:
            marks += _marks(segment, line, length)
            lines.append(line)
            length += len(line) + 1
    return Passage("\n".join(lines), "speech", tuple(marks), language) if lines else None


def _marks(segment: Segment, line: str, offset: int) -> Iterator[Mark]:
    """The marks of a segment's words; one for all of it if they are unknown or are not those of its text."""
    at, found = 0, list[Mark]()
    for word in segment.words:
        text = word.text.strip()
        start = line.find(text, at)
        if not text or start < 0:
            continue
        at = start + len(text)
        found.append(Mark(offset + start, offset + at, word.start_s, word.end_s, word.probability))
    if sum(mark.end - mark.start for mark in found) * 2 >= len(line):
        yield from found
    else:
        yield Mark(offset, offset + len(line), segment.start_s, segment.end_s, segment.confidence)


def shown(texts: Iterable[ShownText], language: str | None) -> list[Passage]:
    """The lines on screen; neighbouring boxes of a line are one text. `language` is that of the speech."""
    pictures: dict[float, list[ShownText]] = {}
    for text in texts:
        if text.text.strip():
            pictures.setdefault(text.at_s, []).append(text)
    return [_line(boxes, language) for picture in pictures.values() for boxes in _lines(picture)]


def lasting(scenes: Iterable[Sequence[Passage]]) -> list[Passage]:
    """The lines of all scenes. One that neighbouring scenes share is one, from its first time to its last."""
    found: list[Passage] = []
    before: dict[str, int] = {}
    for scene in scenes:
        here: dict[str, int] = {}
        for line in scene:
            at = before.get(line.text, here.get(line.text))
            if at is None:
                at = len(found)
                found.append(line)
            else:
                found[at] = _extended(found[at], line)
            here[line.text] = at
        before = here
    return found


def _extended(first: Passage, later: Passage) -> Passage:
    """A line that is still on screen later; it may be divided into boxes in another way then."""
    one, other = first.mark(0, len(first.text)), later.mark(0, len(later.text))
    mark = Mark(0, len(first.text), one.start_s, max(one.end_s, other.end_s), max(one.confidence, other.confidence))
    return replace(first, marks=(mark,))


def _lines(boxes: Sequence[ShownText]) -> list[list[ShownText]]:
    lines: list[list[ShownText]] = []
    for box in sorted(boxes, key=lambda each: each.box[0]):
        line = next((line for line in lines if _continues(line[-1], box)), None)
        if line is None:
            lines.append([box])
        else:
            line.append(box)
    return lines


def _continues(left: ShownText, right: ShownText) -> bool:
    """Whether `right` is on the same line of text, at the distance of words."""
    (x, y, width, height), (other_x, other_y, _, other_height) = left.box, right.box
    lower = min(height, other_height)
    overlap = min(y + height, other_y + other_height) - max(y, other_y)
    gap = other_x - (x + width)
    return overlap > lower / 2 and -lower < gap < WIDEST_GAP_HEIGHTS * lower


def _line(boxes: Sequence[ShownText], language: str | None) -> Passage:
    text, marks = "", list[Mark]()
    for box in boxes:
        word = " ".join(box.text.split())
        start = len(text) + bool(text)
        text = f"{text} {word}" if text else word
        marks.append(Mark(start, len(text), box.at_s, box.at_s, box.score))
    return Passage(text, "screen", tuple(marks), language)
