"""The results of each stage as clients of version 1 see them: one function per stage.

A record may be older than the type that its stage writes today. So the views parse it with types of their own, which
have only the fields that are shown, and accept values of earlier releases.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from app.api.v1.shown import Shown
from app.api.v1.video_views import Found, Metadata, Seen
from app.api.v1.wire import clip_data, line_data
from app.editing.clip_texts import ClipTexts
from app.jobs.chapters import UNCHANGED, ChangedChapters
from app.jobs.events import ClipCut
from app.jobs.results import Chapter, Clip
from app.jobs.transcripts import Line, as_recognised
from app.stages.clips.contract import clip_cut

#: Times that differ by less are the same, seconds.
SAME_TIME_S = 0.002


class RecordedChapter(Shown):
    """A chapter: one that the source's author set, or one that was found."""

    start_s: float
    end_s: float
    title: str


class Fetched(Shown):
    """The shown part of a fetched source; `media` as its probe wrote it."""

    media: dict[str, Any]
    chapters: tuple[RecordedChapter, ...] = ()


class Transcribed(Shown):
    """The shown part of a transcription, without its lines."""

    language: str
    language_probability: float
    model: str
    decoding: str = ""
    chapters: tuple[RecordedChapter, ...] = ()


class Mood(Shown):
    """The mood of a line, by its number among the lines that the analysis received, and its start."""

    index: int
    label: str
    score: float
    start_s: float | None = None


class Keyword(Shown):
    """A keyword with its weight."""

    text: str
    score: float


class Entity(Shown):
    """A named thing and how often it is named."""

    text: str
    label: str
    count: int


class Analysed(Shown):
    """The shown part of an analysis."""

    sentiment: str | None
    sentiment_scores: dict[str, float] | None
    segment_sentiments: tuple[Mood, ...]
    topics: tuple[str, ...] | None
    keywords: tuple[Keyword, ...] | None
    entities: tuple[Entity, ...]
    models: dict[str, str]


class Cut(Shown):
    """A change of picture."""

    start_s: float
    end_s: float
    kind: str
    score: float


class Layout(Shown):
    """How the pictures of a storyboard lie in it."""

    columns: int
    rows: int
    count: int
    interval_s: float
    tile_width: int
    tile_height: int


class Scenes(Shown):
    """The shown part of the scenes."""

    has_video: bool
    cuts: tuple[Cut, ...]
    sprite: Layout | None = None


View = TypeVar("View", bound=Shown)


def _read(kind: type[View], outputs: Mapping[str, Mapping[str, Any]], stage: str) -> View | None:
    found = outputs.get(stage)
    return None if found is None else kind.model_validate(found)


@dataclass(frozen=True, slots=True)
class Results:
    """The shown outputs of a job's stages, as far as they exist."""

    fetched: Fetched | None
    transcribed: Transcribed | None
    analysed: Analysed | None
    scenes: Scenes | None
    seen: Seen | None
    found: Found | None
    metadata: Metadata | None

    @classmethod
    def of(cls, outputs: Mapping[str, Mapping[str, Any]]) -> Self:
        """Parse the recorded outputs by stage."""
        return cls(
            _read(Fetched, outputs, "fetch"),
            _read(Transcribed, outputs, "transcribe"),
            _read(Analysed, outputs, "analyse"),
            _read(Scenes, outputs, "scenes"),
            _read(Seen, outputs, "vision"),
            _read(Found, outputs, "findings"),
            _read(Metadata, outputs, "metadata"),
        )


def media(found: Fetched | None) -> dict[str, Any] | None:
    """The result of the source's probe."""
    return None if found is None else found.media


def chapters(
    fetched: Fetched | None, transcribed: Transcribed | None, changed: ChangedChapters = UNCHANGED
) -> list[dict[str, Any]]:
    """The chapters that people have set, else those of the source's author, else those that were found."""
    recorded = (() if one is None else one.chapters for one in (fetched, transcribed))
    own, found = ([Chapter.model_validate(one.model_dump()) for one in chapters] for chapters in recorded)
    return [{"start": one.start_s, "end": one.end_s, "title": one.title} for one in changed.shown(own, found)]


def segments(pieces: Sequence[str], min_confidence: float) -> list[dict[str, Any]]:
    """The transcript line by line, from its pieces as JSON text. `weak` lines are below the job's min_confidence."""
    return [_segment(index, piece, min_confidence) for index, piece in enumerate(pieces)]


def _segment(index: int, piece: str, min_confidence: float) -> dict[str, Any]:
    line = Line.model_validate_json(piece, extra="ignore")
    data = line_data(index, line)
    shown = {name: data[name] for name in ("index", "start", "end", "text", "confidence")}
    weak = line.confidence < min_confidence and not line.sure
    return shown | {"weak": weak} | data


def text(lines: Sequence[Mapping[str, Any]]) -> str:
    """The transcript as one text."""
    return " ".join(text for line in lines if (text := line["text"].strip()))


def is_transcribed(transcribed: Transcribed | None, lines: Sequence[Mapping[str, Any]]) -> bool:
    """Whether there is a transcript, perhaps of a part: sound that an engine has worked on."""
    return bool(lines) or (transcribed is not None and transcribed.decoding != "none")


def language(transcribed: Transcribed | None, requested: str | None, *, spoken: bool) -> str | None:
    """The detected language; before that is known, the requested one. None for a transcript without speech."""
    if transcribed is None:
        return requested
    return transcribed.language if spoken else None


def analysis(
    found: Analysed | None, lines: Sequence[Mapping[str, Any]], recognised: Sequence[str] | None, min_confidence: float
) -> dict[str, Any] | None:
    """The analysis, or None before it exists. Its line numbers become those of `lines`.

    The analysis receives no line below min_confidence, so it counts without them. Of a corrected transcript
    `recognised` are the lines before; then moods belong to the lines that were there at their times.
    """
    if found is None:
        return None
    if recognised is None:
        strong = [line["index"] for line in lines if not line["weak"]]
        numbered = [(strong[mood.index], mood) for mood in found.segment_sentiments if mood.index < len(strong)]
    else:
        numbered = _by_time(found.segment_sentiments, lines, recognised, min_confidence)
    return {
        "sentiment": found.sentiment,
        "sentiment_scores": found.sentiment_scores,
        "segment_sentiments": [{"index": n, "label": mood.label, "score": mood.score} for n, mood in numbered],
        "topics": None if found.topics is None else list(found.topics),
        "keywords": None if found.keywords is None else [{"text": k.text, "score": k.score} for k in found.keywords],
        "entities": [{"text": e.text, "label": e.label, "count": e.count} for e in found.entities],
        "models": found.models,
    }


def _by_time(
    moods: Sequence[Mood], lines: Sequence[Mapping[str, Any]], recognised: Sequence[str], min_confidence: float
) -> list[tuple[int, Mood]]:
    """The number of the line at the start of each mood's, with the mood; of several in one line the first."""
    before = [Line.model_validate_json(piece, extra="ignore") for piece in recognised]
    strong_s = [line.start_s for line in before if line.confidence >= min_confidence]
    starts_s = [line["start"] for line in lines]
    found: dict[int, Mood] = {}
    for mood in moods:
        start_s = mood.start_s
        if start_s is None and mood.index < len(strong_s):
            start_s = strong_s[mood.index]
        number = bisect_right(starts_s, start_s + SAME_TIME_S) - 1 if start_s is not None else -1
        if number >= 0 and lines[number]["text"]:
            found.setdefault(number, mood)
    return sorted(found.items(), key=lambda item: item[0])


def clips(
    job_id: str, pieces: Sequence[Mapping[str, Any]], lines: Sequence[str], min_confidence: float, *, corrected: bool
) -> list[dict[str, Any]]:
    """The clips that were cut so far; with the words of a transcript that was `corrected` since, where they lie."""
    cuts = [clip_cut(job_id, Clip.model_validate(piece)) for piece in pieces]
    if corrected and cuts:
        cuts = _reworded(cuts, [Line.model_validate_json(line, extra="ignore") for line in lines], min_confidence)
    return [clip_data(job_id, cut) for cut in cuts]


def _reworded(cuts: Sequence[ClipCut], lines: Sequence[Line], min_confidence: float) -> list[ClipCut]:
    """The clips, those over corrected lines with the titles and texts of now."""
    texts = ClipTexts.of(as_recognised(line for line in lines if line.sure or line.confidence >= min_confidence))
    found = []
    for cut in cuts:
        if cut.text and any(line.corrected and line.start_s < cut.end_s and line.end_s > cut.start_s for line in lines):
            title, text = texts.of_clip(cut.start_s, cut.end_s)
            cut = cut.model_copy(update={"title": title or f"Clip {cut.index + 1}", "text": text})
        found.append(cut)
    return found


def scenes(found: Scenes | None) -> dict[str, Any] | None:
    """Changes of picture, and the layout of the storyboard; the pictures themselves are artifacts."""
    if found is None:
        return None
    return {
        "has_video": found.has_video,
        "cuts": [{"start": cut.start_s, "end": cut.end_s, "kind": cut.kind, "score": cut.score} for cut in found.cuts],
        "sprite": found.sprite.model_dump() if found.sprite else None,
    }
