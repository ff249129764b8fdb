"""Counts frames as SMPTE timecode (ST 12-1), exactly: rates are fractions, and drop-frame labels skip numbers.

A timecode counts frames under the next whole rate (30 for 30000/1001), so in an hour of an NTSC rate it is 3.6 s behind
the clock. Drop-frame labels leave out the first numbers of each minute but every tenth, and stay with the clock. No
frame is dropped either way. Labels begin again after 24 hours.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

#: Rates that editors have, and that labels can be drop-frame at.
STANDARD_RATES: Final = tuple(
    Fraction(text)
    for text in (
        "24000/1001",
        "24",
        "25",
        "30000/1001",
        "30",
        "48",
        "50",
        "60000/1001",
        "60",
        "100",
        "120000/1001",
        "120",
    )
)
#: A rate this near to a standard one, as a share, is that one with a badly written fraction (23.98, 2997/100).
BADLY_WRITTEN: Final = Fraction(1, 5000)
#: Greatest difference of a mean rate from the standard one that it stands for, as a share.
NEAR: Final = Fraction(1, 20)
#: Greatest multiple of a low rate that is looked for.
MOST_TIMES: Final = 10
DAY_S: Final = 24 * 3600
_LABEL: Final = re.compile(r"(\d{2}):([0-5]\d):([0-5]\d)([:;.,])(\d{2,3})")
#: Separators before the frames that mark a label as drop-frame.
_DROPS: Final = frozenset(";.,")


@dataclass(frozen=True, slots=True)
class Counting:
    """How frames are labelled: their rate, and whether labels are drop-frame."""

    rate: Fraction
    drop: bool = False

    def __post_init__(self) -> None:
        if self.rate <= 0:
            raise ValueError(f"no rate: {self.rate}")
        if self.drop and not can_drop(self.rate):
            raise ValueError(f"labels at {self.rate} cannot be drop-frame")

    @property
    def nominal(self) -> int:
        """Labels of a second."""
        return nominal_of(self.rate)

    def label(self, frame: int) -> str:
        """The label of a frame, counted from 00:00:00:00: "01:00:00:00", drop-frame "01:00:00;00"."""
        number = frame % self._day + (self._left_out(frame % self._day) if self.drop else 0)
        seconds, frames = divmod(number, self.nominal)
        minutes, second = divmod(seconds, 60)
        hour, minute = divmod(minutes, 60)
        digits = len(str(self.nominal - 1))
        return f"{hour:02}:{minute:02}:{second:02}{';' if self.drop else ':'}{frames:0{max(2, digits)}}"

    def frame(self, label: str) -> int:
        """The frame that a label stands for, counted from 00:00:00:00; the separator does not matter.

        Drop-frame, a label that is left out stands for the next one. Raises ValueError for text that is no label, and
        for more frames than a second has.
        """
        hour, minute, second, _, frames = parts_of(label)
        if frames >= self.nominal or hour >= 24:
            raise ValueError(f"no timecode at {self.rate} frames a second: {label!r}")
        minutes = hour * 60 + minute
        number = (minutes * 60 + second) * self.nominal + frames
        if not self.drop:
            return number
        if second == 0 and minute % 10 and frames < self._skipped:
            number += self._skipped - frames
        return number - self._skipped * (minutes - minutes // 10)

    @property
    def _skipped(self) -> int:
        """Numbers that a minute leaves out: 2 of 30, 4 of 60."""
        return self.nominal // 15

    @property
    def _day(self) -> int:
        minutes = DAY_S // 60
        return DAY_S * self.nominal - (self._skipped * (minutes - minutes // 10) if self.drop else 0)

    def _left_out(self, frame: int) -> int:
        """How many numbers are left out before a frame of the day."""
        minute = 60 * self.nominal - self._skipped
        tens, rest = divmod(frame, 10 * minute + self._skipped)
        later = max(0, (rest - self._skipped) // minute)
        return self._skipped * (9 * tens + later)


def parts_of(label: str) -> tuple[int, int, int, bool, int]:
    """Hours, minutes, seconds, whether the label is drop-frame, and frames. Raises ValueError."""
    found = _LABEL.fullmatch(label.strip())
    if found is None:
        raise ValueError(f"no timecode: {label!r}")
    hour, minute, second, separator, frames = found.groups()
    return int(hour), int(minute), int(second), separator in _DROPS, int(frames)


def nominal_of(rate: Fraction) -> int:
    """The next whole rate, by which labels count: 24 for 24000/1001."""
    return max(1, -(-rate.numerator // rate.denominator))


def can_drop(rate: Fraction) -> bool:
    """Whether labels may be drop-frame: at 30000/1001 and its multiples."""
    return rate.denominator == 1001 and rate.numerator % 30000 == 0


def editing_rate(stated: Fraction | None) -> Fraction:
    """The rate at which editors show a film of that (mean) rate; 25 where none is stated.

    A standard rate is returned exactly, however it was written, and also for a mean near it. For a lower rate it is the
    first multiple that is standard (30 for 15), so that frames fall on its grid; for any other the next whole one.
    """
    if stated is None or stated <= 0:
        return Fraction(25)
    for times in range(1, MOST_TIMES + 1):
        nearest = min(STANDARD_RATES, key=lambda rate: abs(rate - times * stated))
        if abs(nearest - times * stated) <= (NEAR if times == 1 else BADLY_WRITTEN) * nearest:
            return nearest
    return Fraction(max(1, round(stated)))
