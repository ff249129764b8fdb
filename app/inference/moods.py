"""What every sentiment engine answers, whatever made it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

Label = Literal["positive", "neutral", "negative"]
#: How far the whole must lean to one side to be called so; below it, it is neutral (or mixed).
OVERALL_LEAN = 0.2
#: The same for a single text.
SEGMENT_LEAN = 0.1


@dataclass(frozen=True, slots=True)
class Mood:
    """Shares of the three labels, together 1."""

    negative: float
    neutral: float
    positive: float

    @property
    def score(self) -> float:
        """−1..1: positive − negative."""
        return self.positive - self.negative

    @property
    def label(self) -> Label:
        """The largest share; neutral where praise and blame are about even, which is no mood."""
        if self.neutral >= max(self.positive, self.negative) or abs(self.score) < SEGMENT_LEAN:
            return "neutral"
        return "positive" if self.score > 0 else "negative"


class MoodReader(Protocol):
    """An engine. `name` goes into the result, `languages` are the ISO 639 codes it covers (empty: not stated)."""

    name: str
    languages: tuple[str, ...]

    def moods(self, texts: Sequence[str], on_done: Callable[[int], None]) -> list[Mood]:
        """One for each text, in order. `on_done` hears how many are done."""


def overall(moods: Sequence[Mood], weights: Sequence[float]) -> tuple[Label, Mood]:
    """The mood of the whole: mean shares, weighted, and the side that they lean to."""
    total = sum(weights)
    mean = Mood(
        *(
            sum(share * weight for share, weight in zip(shares, weights, strict=True)) / total
            for shares in zip(*((mood.negative, mood.neutral, mood.positive) for mood in moods), strict=True)
        )
    )
    if abs(mean.score) < OVERALL_LEAN:
        return "neutral", mean
    return ("positive" if mean.score > 0 else "negative"), mean
