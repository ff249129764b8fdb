"""Splits segments into sentences, at which a clip may begin and end.

The recogniser's segments are cut by its windows, not by content: one may contain three sentences, or half of one. With
word times they are split again at full stops and long pauses; without, whole segments are joined up to a full stop.
Where the speakers are known, no sentence is of two, and those who talk at once are not mixed up word by word.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from app.jobs.results import Segment, SegmentSentiment
from app.text import scripts

FULL_STOPS = tuple(scripts.FULL_STOPS)
ABBREVIATIONS = frozenset({"mr.", "mrs.", "ms.", "dr.", "prof.", "st.", "vs.", "e.g.", "i.e.", "z.b.", "ca.", "no."})
CLOSING = "\"'”’»)]」』）】》〉"
#: A silence this long ends a sentence, whatever its punctuation.
PAUSE_S = 1.0
#: Speech without full stops is split from this length on, at the next word or segment.
LONGEST_S = 20.0


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence. `closed`: ends with a full stop or silence, or another speaks then. `mood` −1..1, None if unknown.

    `confidence` 0..1. `speaker` is None if it is unknown.
    """

    start_s: float
    end_s: float
    text: str
    closed: bool
    mood: float | None
    confidence: float
    speaker: str | None = None

    @property
    def asks(self) -> bool:
        """Whether it is a question, by its punctuation."""
        return self.text.rstrip(CLOSING).endswith(tuple(scripts.QUESTION_MARKS))


@dataclass(slots=True)
class _Piece:
    """A word or a whole segment, with the mood, confidence and speaker of its segment.

    `place_s` is its place in the text: that of a speaker's line for all its words, else its own time.
    """

    place_s: float
    start_s: float
    end_s: float
    text: str
    mood: float | None
    confidence: float
    speaker: str | None
    ends_segment: bool


@dataclass(slots=True)
class _Gathered:
    pieces: list[_Piece] = field(default_factory=list)

    def sentence(self, *, closed: bool) -> Sentence:
        pieces = self.pieces
        moods = [piece.mood for piece in pieces if piece.mood is not None]
        return Sentence(
            start_s=pieces[0].start_s,
            end_s=max(piece.end_s for piece in pieces),
            text=" ".join("".join(piece.text for piece in pieces).split()),
            closed=closed,
            mood=sum(moods) / len(moods) if moods else None,
            confidence=sum(piece.confidence for piece in pieces) / len(pieces),
            speaker=pieces[0].speaker,
        )


def sentences_of(segments: Sequence[Segment], sentiments: Iterable[SegmentSentiment] = ()) -> list[Sentence]:
    """The sentences in order of time, each with some text and a positive length; `sentiments` name segment indexes."""
    moods = {sentiment.index: sentiment.score for sentiment in sentiments}
    pieces = sorted(_pieces(segments, moods), key=lambda piece: piece.place_s)
    punctuated = any(ends_sentence(piece.text) for piece in pieces)
    found: list[Sentence] = []
    gathered = _Gathered()
    for piece, following in zip_longest(pieces, pieces[1:]):
        gathered.pieces.append(piece)
        silence = following is None or following.start_s - piece.end_s >= PAUSE_S
        changes = following is not None and piece.speaker != following.speaker
        closed = silence or changes or ends_sentence(piece.text, following.text if following else "")
        whole = not punctuated and piece.ends_segment
        if closed or whole or piece.end_s - gathered.pieces[0].start_s >= LONGEST_S:
            found.append(gathered.sentence(closed=closed or whole))
            gathered = _Gathered()
    whole_ones = (sentence for sentence in found if sentence.text and sentence.end_s > sentence.start_s)
    return sorted(whole_ones, key=lambda sentence: sentence.start_s)


def _pieces(segments: Sequence[Segment], moods: Mapping[int, float]) -> Iterator[_Piece]:
    for index, segment in enumerate(segments):
        mood, confidence, speaker = moods.get(index), segment.confidence, segment.speaker
        if segment.words:
            # Words carry their leading space where the script has spaces, unless it was stripped.
            space = " " if " " in segment.text and not any(w.text[:1].isspace() for w in segment.words) else ""
            for n, word in enumerate(segment.words):
                text = f" {word.text.lstrip()}" if n == 0 else f"{space}{word.text}"
                end_s, is_last = max(word.end_s, word.start_s), word is segment.words[-1]
                place_s = word.start_s if speaker is None else segment.start_s
                yield _Piece(place_s, word.start_s, end_s, text, mood, confidence, speaker, is_last)
        else:
            text = f" {segment.text.strip()}"
            yield _Piece(segment.start_s, segment.start_s, segment.end_s, text, mood, confidence, speaker, True)


def ends_sentence(text: str, following: str = "") -> bool:
    """Whether a sentence ends with this word; not after "Dr.", nor if the next word begins with a small letter."""
    word = text.strip().rstrip(CLOSING)
    if not word.endswith(FULL_STOPS) or word.lower().lstrip("\"'(«“") in ABBREVIATIONS:
        return False
    return not (word.endswith(".") and following.strip()[:1].islower())
