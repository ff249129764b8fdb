"""Gives the lines of a transcript their speakers, by when who speaks. Pure.

A line is one speaker's: where its words have times and two people share it, it is divided, at the end of a sentence or
in a pause near the change if there is one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from app.jobs.results import Segment, Word
from app.jobs.turns import Floor, Turn
from app.text.sentences import CLOSING, FULL_STOPS

#: A part of a line with fewer words, or shorter, is not divided off: the borders of turns are not that exact.
LEAST_WORDS, LEAST_S = 2, 0.6
#: How far a division may be from the change of the voice, seconds, and how much longer the pause there has to be.
NEAR_S, LONGER_S = 0.8, 0.12
#: What a word lasts at least.
WORD_S = 0.05


def lines_by_speaker(lines: Sequence[Segment], turns: Sequence[Turn]) -> list[Segment]:
    """The lines with their speakers: SPEAKER_1, SPEAKER_2 … in the order in which they first speak.

    `turns` are in order of time and do not overlap; without any the lines stay as they are.
    """
    if not turns:
        return list(lines)
    floor = Floor(turns)
    spoken = [part for line in lines for part in _parts(line, floor)]
    names: dict[int, str] = {}
    return [
        line.model_copy(update={"speaker": names.setdefault(speaker, f"SPEAKER_{len(names) + 1}")})
        for speaker, line in spoken
    ]


@dataclass(slots=True)
class _Run:
    """Words that follow each other, of one speaker: from number `first` to before `end`."""

    speaker: int
    first: int
    end: int

    def length_s(self, words: Sequence[Word]) -> float:
        return words[self.end - 1].end_s - words[self.first].start_s

    def is_short(self, words: Sequence[Word]) -> bool:
        return self.end - self.first < LEAST_WORDS or self.length_s(words) < LEAST_S


def _parts(line: Segment, floor: Floor) -> list[tuple[int, Segment]]:
    """The line, or what each speaker says of it."""
    whole = [(floor.speaker(line.start_s, line.end_s), line)]
    words = line.words
    if not words or "".join("".join(word.text for word in words).split()) != "".join(line.text.split()):
        return whole
    owners = [floor.speaker(word.start_s, max(word.end_s, word.start_s + WORD_S)) for word in words]
    runs = _long_runs(owners, words)
    if len(runs) == 1:
        return [(runs[0].speaker, line)]
    edges = [0]
    for after in runs[1:]:
        edges.append(_division(words, edges[-1] + 1, after))
    edges.append(len(words))
    return [(run.speaker, _part(line, first, end)) for run, (first, end) in zip(runs, pairwise(edges), strict=True)]


def _long_runs(owners: Sequence[int], words: Sequence[Word]) -> list[_Run]:
    """The words by speaker; what is too short to be sure belongs to the longer neighbour."""
    runs, first = list[_Run](), 0
    for speaker, of_run in groupby(owners):
        count = sum(1 for _ in of_run)
        runs.append(_Run(speaker, first, first + count))
        first += count
    while len(runs) > 1 and any(run.is_short(words) for run in runs):
        place = min((n for n, run in enumerate(runs) if run.is_short(words)), key=lambda n: runs[n].length_s(words))
        beside = [n for n in (place - 1, place + 1) if 0 <= n < len(runs)]
        runs[place].speaker = runs[max(beside, key=lambda n: runs[n].length_s(words))].speaker
        runs = _joined(runs)
    return runs


def _joined(runs: Sequence[_Run]) -> list[_Run]:
    found: list[_Run] = []
    for run in runs:
        if found and found[-1].speaker == run.speaker:
            found[-1].end = run.end
        else:
            found.append(run)
    return found


def _division(words: Sequence[Word], least: int, after: _Run) -> int:
    """The number of the word, from `least` on, with which the second part begins: near the change, in a pause."""
    at = after.first
    near = [n for n in range(least, after.end) if abs(words[n].start_s - words[at].start_s) <= NEAR_S or n == at]
    closed = [n for n in near if words[n - 1].text.rstrip(CLOSING + " ").endswith(FULL_STOPS)]
    if closed:
        return min(closed, key=lambda n: abs(n - at))

    def pause_s(n: int) -> float:
        return words[n].start_s - words[n - 1].end_s

    longest = max(near, key=pause_s)
    return longest if pause_s(longest) > pause_s(at) + LONGER_S else at


def _part(line: Segment, first: int, end: int) -> Segment:
    """The words from number `first` to before `end` as a line of their own."""
    words = line.words[first:end]
    return line.model_copy(
        update={
            "start_s": line.start_s if first == 0 else words[0].start_s,
            "end_s": line.end_s if end == len(line.words) else max(words[-1].end_s, words[0].start_s),
            "text": "".join(word.text for word in words).strip(),
            "words": words,
        }
    )
