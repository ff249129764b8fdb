"""The common result of all sentiment engines."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

Label = Literal["positive", "neutral", "negative"]
#: Least |score| of a whole transcript that is positive or negative; below it, it is neutral (or mixed).
OVERALL_LEAN = 0.2
#: The same for a single text.
SEGMENT_LEAN = 0.1


@dataclass(frozen=True, slots=True)
class Mood:
    """Shares of the three labels; their sum is 1."""

    negative: float
    neutral: float
    positive: float

    @property
    def score(self) -> float:
        """The score −1..1: positive − negative."""
        return self.positive - self.negative

    @property
    def label(self) -> Label:
        """The label with the largest share; neutral if positive and negative are about equal."""
        if self.neutral >= max(self.positive, self.negative) or abs(self.score) < SEGMENT_LEAN:
            return "neutral"
        return "positive" if self.score > 0 else "negative"


class MoodReader(Protocol):
    """A sentiment engine. `name` is part of the result; `languages` are its ISO 639 codes (empty: unknown)."""

    name: str
    languages: tuple[str, ...]

    def moods(self, texts: Sequence[str], on_done: Callable[[int], None]) -> list[Mood]:
        """Return one mood for each text, in order. `on_done` is called with the count of finished texts."""


def overall(moods: Sequence[Mood], weights: Sequence[float]) -> tuple[Label, Mood]:
    """The mood of the whole: the weighted mean shares, and their label."""
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
