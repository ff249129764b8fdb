"""A transcript as a document for people: title, facts, chapters, and paragraphs with times and speakers. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.jobs.results import Chapter, Segment
from app.text.cues import changes
from app.text.sentences import CLOSING, FULL_STOPS

#: A silence of at least this many seconds begins a new paragraph, as in plain text.
PAUSE_S = 1.5
#: A paragraph ends with its sentence after so many seconds, and in any case after so many.
LONG_S, LONGEST_S = 45.0, 90.0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What is said from `start_s` on. `speaker` is None where that of the paragraph before goes on, or is unknown."""

    start_s: float
    text: str
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter, or what is said outside of all; then `title` is None."""

    start_s: float
    title: str | None
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A transcript to read. `facts` are lines below the title, `language` an ISO 639 code."""

    title: str
    facts: tuple[str, ...]
    sections: tuple[Section, ...]
    language: str | None = None


def sections_of(segments: Sequence[Segment], chapters: Sequence[Chapter]) -> tuple[Section, ...]:
    """The lines as paragraphs, below their chapters; a line belongs where its middle is."""
    paragraphs = list(_paragraphs(segments, [chapter.start_s for chapter in chapters]))
    bounds = [*(chapter.start_s for chapter in chapters), float("inf")]
    before = tuple(text for place, text in paragraphs if place == 0)
    found = [Section(0.0, None, before)] if before else []
    for number, chapter in enumerate(chapters, 1):
        own = tuple(text for place, text in paragraphs if place == number)
        found.append(Section(bounds[number - 1], chapter.title, own))
    return tuple(found)


def _paragraphs(segments: Sequence[Segment], starts: Sequence[float]) -> Iterator[tuple[int, Paragraph]]:
    """Each paragraph with the number of its chapter, from 1; 0 before the first one."""
    named = changes(segments)
    texts: list[str] = []
    begun, place, speaker, end_s = 0.0, 0, None, 0.0
    for number, segment in enumerate(segments):
        middle_s = (segment.start_s + segment.end_s) / 2
        here = sum(start_s <= middle_s for start_s in starts)
        if texts and (number in named or here != place or _ends(texts[-1], begun, end_s, segment)):
            yield place, Paragraph(begun, " ".join(texts), speaker)
            texts = []
        if not texts:
            begun, place, speaker = segment.start_s, here, named.get(number)
        if text := " ".join(segment.text.split()):
            texts.append(text)
        end_s = segment.end_s
    if texts:
        yield place, Paragraph(begun, " ".join(texts), speaker)


def _ends(text: str, begun_s: float, end_s: float, following: Segment) -> bool:
    """Whether a paragraph ends before a line: after a silence, or when it has become long."""
    if following.start_s - end_s >= PAUSE_S or following.end_s - begun_s > LONGEST_S:
        return True
    return following.end_s - begun_s > LONG_S and text.rstrip(CLOSING).endswith(FULL_STOPS)


def clock(seconds: float) -> str:
    """A time to read: 0:07, 1:02:03."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"
