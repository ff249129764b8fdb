"""Places the times of frames on the grid of a constant rate, where only the rounding of their file moved them off it.

Matroska and WebM store milliseconds, transport streams 1/90 000 s: a film of 23.976 frames a second has uneven steps
there, which editors take for a variable rate. A frame that is within one unit of its file from the grid is on it; any
other keeps its time.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Final

from app.media.picture_rate import STANDARD

#: Least ticks per second of the times that are written.
LEAST_TICKS: Final = 90_000
#: Rates with a greater numerator are means of uneven frames, and units of files that are finer are rounded to this.
MOST_TICKS: Final = 1_000_000
#: A mean rate within this share of a common one is that one; 24 and 23.976 are five times as far apart.
SAME_RATE: Final = Fraction(1, 5000)


@dataclass(frozen=True, slots=True)
class Timing:
    """The mean rate of a film, None if it is unknown, and whether all frames have it; the unit of times in its file."""

    fps: Fraction | None
    unit_s: Fraction
    steady: bool = False


class FrameGrid:
    """Times are in seconds of the film, exact; each is later than the one before.

    The grid begins at `begins_s`, or at the first time that is placed.
    """

    def __init__(self, timing: Timing, *, begins_s: Fraction | None = None) -> None:
        self._fps, unit_s = _named(timing.fps), timing.unit_s
        self.ticks_per_s = _ticks(self._fps, unit_s)
        self._slack_s = min(unit_s, 1 / (4 * self._fps)) + Fraction(1, self.ticks_per_s) if self._fps else Fraction(0)
        self._origin_s = begins_s
        self._last_s: Fraction | None = None

    @property
    def step_s(self) -> Fraction:
        """The time of a frame at the mean rate; 1/25 s if it is unknown."""
        return 1 / self._fps if self._fps else Fraction(1, 25)

    def placed(self, at_s: Fraction) -> Fraction:
        """The time for a frame that its file has at `at_s`, a whole number of ticks. Call it once a frame, in order."""
        if self._origin_s is None:
            self._origin_s = at_s = self._whole(at_s)
        if self._fps:
            near_s = self._origin_s + round((at_s - self._origin_s) * self._fps) / self._fps
            at_s = near_s if abs(near_s - at_s) <= self._slack_s else at_s
        at_s = self._whole(at_s)
        if self._last_s is not None and at_s <= self._last_s:
            at_s = self._last_s + Fraction(1, self.ticks_per_s)
        self._last_s = at_s
        return at_s

    def ticks(self, at_s: Fraction) -> int:
        """A time in ticks."""
        return round(at_s * self.ticks_per_s)

    def _whole(self, at_s: Fraction) -> Fraction:
        return Fraction(self.ticks(at_s), self.ticks_per_s)


def _named(fps: Fraction | None) -> Fraction | None:
    """The common rate that a mean stands for, else the rate itself; None for the mean of uneven frames."""
    if fps is None or fps <= 0:
        return None
    known = min(STANDARD, key=lambda rate: abs(rate - fps))
    if abs(known - fps) <= SAME_RATE * fps:
        return known
    return fps if fps.numerator <= MOST_TICKS else None


def _ticks(fps: Fraction | None, unit_s: Fraction) -> int:
    """The number of ticks in a second: a step of the grid is a whole number of them."""
    base = fps.numerator if fps else unit_s.denominator
    return base * ceil(LEAST_TICKS / base) if base <= MOST_TICKS else MOST_TICKS
