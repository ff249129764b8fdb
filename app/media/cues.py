"""Cues out of segments: what stands on the screen, when, and where its lines break. Pure; the server uses it too.

The rules are the ones that subtitlers keep: at most two lines of 42 characters, one to seven seconds, at least two
frames between two cues, never two at once, breaks where a reader would breathe. Cues do not cross segments.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from app.jobs.results import Segment, Word

MAX_LINE_CHARACTERS = 42
MAX_LINES = 2
MIN_SECONDS, MAX_SECONDS = 1.0, 7.0
#: Two frames at 24 frames a second, rounded up to the milliseconds that the formats have.
GAP_SECONDS = 0.084
#: How fast people read; a cue stays that long where there is room.
CHARACTERS_PER_SECOND = 17.0
#: What a cue keeps when the next one comes at once.
SHORTEST_SECONDS = 0.3
#: A silence that always ends a cue.
PAUSE_SECONDS = 1.5

#: What a further cue costs, beside breaks at bad places and cues that are left short.
_CUE_COST, _BREAK_WEIGHT = 2.5, 3.0
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’)\]]*$")
_CLAUSE_END = re.compile(r"[,;:–—、，；：][\"'”’)\]]*$")
#: Words that a line rather begins with, and words that lean on the next one, so that no line should end on them.
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
    """A word with its time; `spaced` when a space stands before it (not so in Chinese, for one)."""

    text: str
    start_s: float
    end_s: float
    spaced: bool = True


@dataclass(frozen=True, slots=True)
class Cue:
    """What is shown from `start_s` to `end_s`, line by line."""

    start_s: float
    end_s: float
    lines: tuple[tuple[Token, ...], ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """The lines as they are read."""
        return tuple(_text(line) for line in self.lines)


def cues(segments: Iterable[Segment], max_line_characters: int = MAX_LINE_CHARACTERS) -> list[Cue]:
    """Cues in the order of time, not overlapping. Narrow pictures want fewer characters a line."""
    found = []
    for segment in segments:
        for group in _grouped(_tokens(segment, max_line_characters), max_line_characters):
            lines = _lines(group, max_line_characters)
            found.append(Cue(group[0].start_s, max(group[-1].end_s, group[0].start_s), lines))
    found.sort(key=lambda cue: cue.start_s)
    return _timed(found)


def within(segments: Iterable[Segment], start_s: float, end_s: float) -> list[Segment]:
    """What is said between two times, with its times counted from `start_s`: the segments of a clip.

    A segment that is only partly inside keeps the words that begin inside, or, without words, its whole text.
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


def _tokens(segment: Segment, max_characters: int) -> list[Token]:
    """The words of a segment with their times: as decoded, else shared out by length. None is longer than a line."""
    timed = [_token(word) for word in segment.words if word.text.strip()] if segment.words else _shared_out(segment)
    return [part for token in timed for part in _parts(token, max_characters)]


def _token(word: Word) -> Token:
    text = " ".join(word.text.split())
    return Token(text, word.start_s, max(word.start_s, word.end_s), spaced=word.text[0].isspace())


def _shared_out(segment: Segment) -> list[Token]:
    texts = segment.text.split()
    total = sum(len(text) + 1 for text in texts)
    seconds = max(0.0, segment.end_s - segment.start_s)
    tokens, at = [], 0
    for text in texts:
        start_s = segment.start_s + seconds * at / total
        at += len(text) + 1
        tokens.append(Token(text, start_s, segment.start_s + seconds * at / total))
    return tokens


def _parts(token: Token, max_characters: int) -> list[Token]:
    """A token that is longer than a line, cut into ones that fit."""
    pieces = [token.text[at : at + max_characters] for at in range(0, len(token.text), max_characters)]
    step_s = (token.end_s - token.start_s) / len(pieces)
    return [
        Token(text, token.start_s + step_s * n, token.start_s + step_s * (n + 1), token.spaced and n == 0)
        for n, text in enumerate(pieces)
    ]


def _text(tokens: Sequence[Token]) -> str:
    return "".join((" " if token.spaced and n else "") + token.text for n, token in enumerate(tokens))


def _grouped(tokens: Sequence[Token], max_characters: int) -> list[Sequence[Token]]:
    """The tokens of a segment split into cues: as few as the rules allow, of like length, broken at good places."""
    best: list[tuple[float, int]] = [(0.0, 0)]  # for each end: the least cost, and where its last cue begins
    for end in range(1, len(tokens) + 1):
        options = []
        for start in range(end - 1, -1, -1):
            group = tokens[start:end]
            if start < end - 1 and not _fits(group, max_characters):
                break
            cost = best[start][0] + _CUE_COST + (_BREAK_WEIGHT * _break_cost(tokens, end) if end < len(tokens) else 0)
            options.append((cost + _shortness(group, max_characters), start))
        best.append(min(options))
    borders, end = [], len(tokens)
    while end > 0:
        borders.append((best[end][1], end))
        end = best[end][1]
    return [tokens[start:end] for start, end in reversed(borders)]


def _fits(group: Sequence[Token], max_characters: int) -> bool:
    if group[-1].end_s - group[0].start_s > MAX_SECONDS:
        return False
    if any(later.start_s - earlier.end_s >= PAUSE_SECONDS for earlier, later in pairwise(group)):
        return False
    return len(_text(group)) <= max_characters or _best_split(group, max_characters) is not None


def _shortness(group: Sequence[Token], max_characters: int) -> float:
    """Cost of a cue that is much shorter than it could be, so that none is left with a single word."""
    return 6.0 * (1 - min(1.0, len(_text(group)) / (MAX_LINES * max_characters))) ** 2


def _break_cost(tokens: Sequence[Token], at: int) -> float:
    """How bad it is to break before `tokens[at]`: 0 after a sentence, 8 between words that belong together."""
    before, after = tokens[at - 1], tokens[at]
    if _SENTENCE_END.search(before.text):
        return 0.0
    if _CLAUSE_END.search(before.text):
        return 1.0
    cost = 5.0 - min(3.0, 6.0 * max(0.0, after.start_s - before.end_s))
    if before.text.lower() in _LEANING:
        return cost + 3.0
    return cost - 1.0 if after.text.lower() in _OPENERS else cost


def _lines(group: Sequence[Token], max_characters: int) -> tuple[tuple[Token, ...], ...]:
    if len(_text(group)) <= max_characters:
        return (tuple(group),)
    split = _best_split(group, max_characters)
    return (tuple(group),) if split is None else (tuple(group[:split]), tuple(group[split:]))


def _best_split(group: Sequence[Token], max_characters: int) -> int | None:
    """Where to begin the second line: at a good break, both lines about as long. None when two are not enough."""
    options = []
    for at in range(1, len(group)):
        upper, lower = len(_text(group[:at])), len(_text(group[at:]))
        if upper <= max_characters and lower <= max_characters:
            options.append((_break_cost(group, at) + 12.0 * abs(upper - lower) / max_characters, at))
    return min(options)[1] if options else None


def _timed(found: Sequence[Cue]) -> list[Cue]:
    """Ends moved so that each cue can be read, none overlaps, and two frames lie between; starts only if they must."""
    timed: list[Cue] = []
    for n, cue in enumerate(found):
        start_s = max(0.0, cue.start_s, timed[-1].end_s + GAP_SECONDS if timed else 0.0)
        reading_s = max(MIN_SECONDS, sum(len(text) for text in cue.texts) / CHARACTERS_PER_SECOND)
        end_s = min(max(cue.end_s, start_s + reading_s), start_s + MAX_SECONDS)
        if n + 1 < len(found):
            end_s = min(end_s, max(found[n + 1].start_s - GAP_SECONDS, start_s + SHORTEST_SECONDS))
        timed.append(replace(cue, start_s=start_s, end_s=end_s))
    return timed
