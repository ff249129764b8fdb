"""Turns segments into cues: the text on the screen, its times and its line breaks. Pure; the server uses it too.

The rules are those of subtitlers: at most two lines of 42 columns (an ideograph takes two), one to seven seconds, at
least two frames between two cues, never two at once, breaks where a reader would pause. Cues do not cross segments.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.jobs.results import Segment, Word
from app.text.line_breaks import MAX_LINES, MAX_SECONDS, Measure, Token, groups, written
from app.text.scripts import breakable, clusters, columns, continues, runs_right_to_left

__all__ = ["MAX_LINES", "MAX_SECONDS", "Cue", "Token", "cues", "within"]

MAX_LINE_CHARACTERS = 42
MIN_SECONDS = 1.0
#: Two frames at 24 frames a second, rounded up to the milliseconds that the formats have.
GAP_SECONDS = 0.084
#: Reading speed, columns a second; a cue stays that long if the next one allows it.
CHARACTERS_PER_SECOND = 17.0
#: Least length of a cue if the next one follows at once.
SHORTEST_SECONDS = 0.3


@dataclass(frozen=True, slots=True)
class Cue:
    """The lines that are shown from `start_s` to `end_s`; `rtl` if they are read from right to left.

    `speaker` is who says them, None if that is not known.
    """

    start_s: float
    end_s: float
    lines: tuple[tuple[Token, ...], ...]
    rtl: bool = False
    speaker: str | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """The text of each line, in reading order."""
        return tuple(written(line) for line in self.lines)


def cues(
    segments: Iterable[Segment],
    max_line_characters: float = MAX_LINE_CHARACTERS,
    *,
    measure: Measure = columns,
    length_s: float = math.inf,
    names: bool = False,
) -> list[Cue]:
    """The cues of the segments in order of time, without overlaps. Narrow pictures need fewer characters a line.

    `measure` returns the width of a text, by default in columns, in the unit of `max_line_characters`. `length_s` is
    the length of what the cues are shown in, seconds: none that begins before its end stays beyond it. With `names` of
    several speakers the name stands where another one begins.
    """
    segments = list(segments)
    named = changes(segments) if names else {}
    whole = " ".join(segment.text for segment in segments)
    found = []
    for number, segment in enumerate(segments):
        rtl = runs_right_to_left(segment.text, whole=whole)
        tokens = _tokens(segment, max_line_characters, measure)
        if number in named and tokens:
            tokens = [*_called(named[number], tokens[0], max_line_characters, measure), *tokens]
        for lines in groups(tokens, max_line_characters, measure):
            start_s = lines[0][0].start_s
            found.append(Cue(start_s, max(start_s, lines[-1][-1].end_s), lines, rtl, segment.speaker))
    found.sort(key=lambda cue: cue.start_s)
    return _timed(found, length_s)


def changes(segments: Sequence[Segment]) -> dict[int, str]:
    """By the numbers of segments at which another person begins to speak, who it is; none if nobody else does."""
    if len({segment.speaker for segment in segments if segment.text.strip()} - {None}) < 2:
        return {}
    found, before = dict[int, str](), None
    for number, segment in enumerate(segments):
        if not segment.text.strip():
            continue
        if segment.speaker is not None and segment.speaker != before:
            found[number] = segment.speaker
        before = segment.speaker
    return found


def _called(name: str, first: Token, longest: float, measure: Measure) -> list[Token]:
    """A speaker's name and a colon, before the first token of a segment."""
    words = f"{name}:".split()
    tokens = [Token(word, first.start_s, first.start_s) for word in words]
    return [part for token in tokens for part in _parts(token, longest, measure)]


def within(segments: Iterable[Segment], start_s: float, end_s: float) -> list[Segment]:
    """The segments of a clip: those between two times, with times relative to `start_s`.

    A segment that is only partly inside keeps the words that begin inside; without word times, it keeps its whole text.
    """
    found = []
    for segment in segments:
        if segment.end_s <= start_s or segment.start_s >= end_s:
            continue
        words = tuple(
            word.model_copy(
                update={"start_s": max(0.0, word.start_s - start_s), "end_s": min(word.end_s, end_s) - start_s}
            )
            for word in segment.words
            if start_s <= word.start_s < end_s
        )
        if segment.words and not words:
            continue
        text = "".join(word.text for word in words).strip() if words else segment.text
        times = {"start_s": max(0.0, segment.start_s - start_s), "end_s": min(segment.end_s, end_s) - start_s}
        found.append(segment.model_copy(update={**times, "words": words, "text": text}))
    return found


def _tokens(segment: Segment, longest: float, measure: Measure) -> list[Token]:
    """The words of a segment with their times: as decoded, else distributed by length. None is wider than a line."""
    timed = [_token(word) for word in segment.words if word.text.strip()] if segment.words else _evenly_timed(segment)
    return [part for token in _whole_characters(timed) for part in _parts(token, longest, measure)]


def _whole_characters(tokens: Sequence[Token]) -> list[Token]:
    """Join tokens that begin within a character: decoders split Thai letters from their marks."""
    found: list[Token] = []
    for token in tokens:
        if found and not token.spaced and continues(found[-1].text, token.text):
            found[-1] = replace(found[-1], text=found[-1].text + token.text, end_s=token.end_s)
        else:
            found.append(token)
    return found


def _token(word: Word) -> Token:
    text = " ".join(word.text.split())
    return Token(text, word.start_s, max(word.start_s, word.end_s), spaced=word.text[0].isspace())


def _evenly_timed(segment: Segment) -> list[Token]:
    texts = segment.text.split()
    total = sum(len(text) + 1 for text in texts)
    seconds = max(0.0, segment.end_s - segment.start_s)
    tokens, at = [], 0
    for text in texts:
        start_s = segment.start_s + seconds * at / total
        at += len(text) + 1
        tokens.append(Token(text, start_s, segment.start_s + seconds * at / total))
    return tokens


def _parts(token: Token, longest: float, measure: Measure) -> list[Token]:
    """Split a token where its script allows a line break; pieces that are wider than a line are cut to fit."""
    pieces = [part for piece in breakable(token.text) for part in _fitting(piece, longest, measure)]
    if len(pieces) == 1:
        return [token]
    step_s = (token.end_s - token.start_s) / len(token.text)
    found: list[Token] = []
    at = 0
    for piece in pieces:
        start_s = token.start_s + step_s * at
        at += len(piece)
        found.append(Token(piece, start_s, token.start_s + step_s * at, token.spaced and not found))
    return found


def _fitting(text: str, longest: float, measure: Measure) -> list[str]:
    """Cut the text between characters so that each piece fits on a line."""
    if measure(text) <= longest:
        return [text]
    found = [""]
    for cluster in clusters(text):
        if found[-1] and measure(found[-1] + cluster) > longest:
            found.append("")
        found[-1] += cluster
    return found


def _timed(found: Sequence[Cue], length_s: float) -> list[Cue]:
    """Move ends so that each cue can be read, none overlaps, and two frames lie between; move starts only if needed."""
    timed: list[Cue] = []
    for n, cue in enumerate(found):
        start_s = max(0.0, cue.start_s, timed[-1].end_s + GAP_SECONDS if timed else 0.0)
        reading_s = max(MIN_SECONDS, sum(columns(text) for text in cue.texts) / CHARACTERS_PER_SECOND)
        end_s = min(max(cue.end_s, start_s + reading_s), start_s + MAX_SECONDS)
        if n + 1 < len(found):
            end_s = min(end_s, max(found[n + 1].start_s - GAP_SECONDS, start_s + SHORTEST_SECONDS))
        if start_s < length_s:
            end_s = min(end_s, length_s)
        timed.append(replace(cue, start_s=start_s, end_s=end_s))
    return timed
