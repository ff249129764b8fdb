"""Turns of the people who speak in a recording, and whose lines are said in them."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.jobs.results import Segment
from app.jobs.transcripts import Line


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch in which one person speaks, seconds; `speaker` is a number."""

    start_s: float
    end_s: float
    speaker: int


class Floor:
    """Who has the floor when."""

    def __init__(self, turns: Sequence[Turn]) -> None:
        self._turns = turns
        self._starts_s = [turn.start_s for turn in turns]

    def speaker(self, start_s: float, end_s: float) -> int:
        """Who speaks most between two times, seconds; if nobody does, who speaks next to them."""
        shares: dict[int, float] = {}
        first = max(0, bisect_right(self._starts_s, start_s) - 1)
        last = bisect_right(self._starts_s, end_s)
        for turn in self._turns[first:last]:
            common_s = min(end_s, turn.end_s) - max(start_s, turn.start_s)
            if common_s > 0:
                shares[turn.speaker] = shares.get(turn.speaker, 0.0) + common_s
        if shares:
            return max(shares, key=lambda speaker: shares[speaker])
        around = self._turns[max(0, first - 1) : last + 1]
        return min(around, key=lambda turn: max(turn.start_s - end_s, start_s - turn.end_s)).speaker


def labels_of(lines: Iterable[Line], spoken: Sequence[Segment]) -> list[tuple[Line, str]]:
    """Corrected lines, each with the speaker of the `spoken` lines that lie in its time; none if nobody has one."""
    named = [line for line in spoken if line.speaker is not None]
    if not named:
        return []
    numbers = {name: number for number, name in enumerate(dict.fromkeys(line.speaker for line in named))}
    floor = Floor([Turn(line.start_s, line.end_s, numbers[line.speaker]) for line in named])
    labels = [name for name in numbers if name is not None]
    return [(line, labels[floor.speaker(line.start_s, line.end_s)]) for line in lines]


def with_speakers(lines: Iterable[Line], spoken: Sequence[Segment]) -> list[Line]:
    """Corrected lines, each without a speaker with that of the `spoken` lines that lie in its time."""
    lines = list(lines)
    return [
        line if line.speaker is not None else line.model_copy(update={"speaker": label})
        for line, label in labels_of(lines, spoken)
    ] or lines
