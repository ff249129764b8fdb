"""Finds the runs of sentences that may become clips: of the wanted length, each aligned to a change of picture nearby.

A question stays with its answer, where the speakers are known: no run begins or ends between them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.text.sentences import Sentence

#: Greatest margin before and after the speech.
BEFORE_S, AFTER_S = 0.25, 0.45
#: What another speaker says within this time after a question, seconds, is its answer.
ANSWER_S = 10.0
#: A clip begins or ends at a change of picture within this distance into the pause.
PULL_S = 1.5


def answered(sentences: Sequence[Sentence]) -> frozenset[int]:
    """The indexes of questions that another speaker answers."""
    return frozenset(
        index
        for index, (one, following) in enumerate(pairwise(sentences))
        if one.asks
        and one.speaker is not None
        and following.speaker not in (None, one.speaker)
        and following.start_s - one.end_s <= ANSWER_S
    )


@dataclass(frozen=True, slots=True)
class SentenceRuns:
    """The runs of sentences that may become clips, by their length in seconds."""

    sentences: Sequence[Sentence]
    borders_s: Sequence[float]
    duration_s: float
    least_s: float
    most_s: float

    def found(self, joined: Collection[int]) -> Iterator[tuple[int, int, tuple[float, float]]]:
        """Yield the first and last sentence of each run, and its stretch.

        None begins or ends between one of the `joined` sentences and the one that follows it.
        """
        count = len(self.sentences)
        for first in range(count):
            if first - 1 in joined:
                continue
            for last in range(first, count):
                start_s, end_s = stretch(self.sentences, first, last, self.duration_s, self.borders_s)
                if last > first and end_s - start_s > self.most_s:
                    break
                if last not in joined and end_s - start_s >= self.least_s:
                    yield first, last, (start_s, end_s)


def stretch(
    sentences: Sequence[Sentence], first: int, last: int, duration_s: float, borders_s: Sequence[float]
) -> tuple[float, float]:
    """Start and end for a run of sentences: at a change of picture in the adjacent pause, else with a small margin.

    They do not reach into the sentence before or after, if those leave room.
    """
    speech_start_s, speech_end_s = sentences[first].start_s, sentences[last].end_s
    earliest_s = max(0.0, sentences[first - 1].end_s) if first else 0.0
    latest_s = min(duration_s, sentences[last + 1].start_s) if last + 1 < len(sentences) else duration_s
    # With a tolerance: recognised times are not exact to the frame, and a cut one frame inside is the same cut.
    start_borders = between(borders_s, max(earliest_s, speech_start_s - PULL_S), speech_start_s + 0.1)
    end_borders = between(borders_s, speech_end_s - 0.1, min(latest_s, speech_end_s + PULL_S))
    start_s = start_borders[-1] if start_borders else max(earliest_s, speech_start_s - BEFORE_S)
    end_s = end_borders[0] if end_borders else min(latest_s, speech_end_s + AFTER_S)
    return min(max(start_s, 0.0), speech_start_s), min(max(end_s, speech_end_s - 0.1), duration_s)


def between(times_s: Sequence[float], from_s: float, to_s: float) -> Sequence[float]:
    """The part of the sorted times between two times, both included."""
    return times_s[bisect_left(times_s, from_s) : bisect_right(times_s, to_s)]
