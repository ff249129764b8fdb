"""Finds flashing that can provoke seizures, by ITU-R BT.1702 and WCAG 2.3.1.

A *swing* of a point is a change of its light, against the direction of the swing before, by a tenth of white; where the
darker end is above 0.8 of white, by a Michelson contrast of 1/17. A red swing is one to or from saturated red. Two
swings are a flash. The picture flashes when more than a quarter of it swings at the same time and back, more than
three times in a second, at the same points.

Points are every fourth one of a small frame, each row's between those of the row above. Light is relative luminance as
WCAG defines it, of the film as an SDR screen shows it.
"""

from collections import deque
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from app.jobs.measures import Flashes
from app.media.frame_features import Numbers
from app.media.picture_pass import SMALL_HEIGHT, SMALL_WIDTH, Frames, Times

Levels = npt.NDArray[np.int16]
"""Light or redness of points, `WHITE` is 1."""
Indices = npt.NDArray[np.intp]
"""Numbers of points, none twice."""

WHITE: Final = 10_000
#: Least swing of light, above which luminance the contrast counts instead, and the least ratio there.
LEAST_SWING, BRIGHT, BRIGHT_RATIO = 0.1, 0.8, 18 / 16
#: A red is saturated from this share of red in its light on; least swing of R − G − B of it.
SATURATED, LEAST_RED_SWING = 0.8, 20 / 320
#: From this V on a point may be such a red.
RED_V: Final = 148
#: More than this share of the picture flashes.
AREA: Final = 0.25
#: More than this number of flashes in any second.
MOST_FLASHES: Final = 3
#: Points that swing within this time of each other swing at the same time, seconds: two frames at 25 a second.
TOGETHER_S: Final = 0.05
#: Half a flash more than the limit counts if it is within a second less this: two frames at 25 a second, or at the
#: film's own rate if that is lower.
SLACK_S: Final = 0.08
#: Stretches with no more than this between them are one, seconds.
GAP_S: Final = 1.0
#: A frame at which less of the picture swings completes no swing of a quarter.
LEAST_NEW: Final = 0.02
POINTS: Final = SMALL_WIDTH * SMALL_HEIGHT // 4


class FlashTrack:
    """Accumulates the swings of frames batch by batch."""

    def __init__(self) -> None:
        self._light, self._redness = _tables()
        self._general = _Swings(round(LEAST_SWING * WHITE))
        self._red = _Swings(round(LEAST_RED_SWING * WHITE))
        self._was_red = True

    def add(self, frames: Frames, times_s: Times) -> None:
        """Add the next batch."""
        points = np.concatenate([frames[:, :, ::2, ::4], frames[:, :, 1::2, 2::4]], axis=2).reshape(len(frames), 3, -1)
        chroma = (np.minimum(points[:, 1:], 251) + 4) >> 3
        codes = points[:, 0].astype(np.uint32)
        codes <<= 10
        codes |= chroma[:, 0].astype(np.uint32) << 5
        codes |= chroma[:, 1]
        self._general.add(self._light[codes], times_s)
        is_red = _may_be_red(points[:, 2])
        if is_red or self._was_red:  # else there is nothing to swing from or to
            self._red.add(self._redness[codes], times_s)
        self._was_red = is_red

    def finished(self) -> tuple[Flashes, ...]:
        """All stretches in which the picture flashes, in order of time."""
        found = [one.flashes(red=False) for one in self._general.stretches]
        found += [one.flashes(red=True) for one in self._red.stretches]
        return tuple(sorted(found, key=lambda one: (one.start_s, one.red)))


@dataclass(slots=True)
class _Stretch:
    """Flashing from its first swing to its last; half a flash counts as one."""

    start_s: float
    end_s: float
    most: int
    area: float

    def flashes(self, *, red: bool) -> Flashes:
        return Flashes(
            start_s=round(self.start_s, 6),
            end_s=round(self.end_s, 6),
            most_per_s=self.most,
            area=round(self.area, 3),
            red=red,
        )


class _Moment(NamedTuple):
    """The points that swing at one frame, and the direction of each: 1 is brighter or more red."""

    at_s: float
    points: Indices
    directions: Levels


@dataclass(slots=True)
class _Chain:
    """Swings of more than a quarter of the picture in alternating directions, of the last second."""

    times_s: deque[float] = field(default_factory=deque)
    rose: bool = False
    last_s: float = -np.inf


class _Swings:
    """Follows each point between its extremes, and collects the stretches in which enough points flash."""

    def __init__(self, least: int) -> None:
        self._least = least
        #: The direction of each point's last swing, and its extreme since then, times the direction.
        self._direction = np.ones(POINTS, np.int16)
        self._extreme: Levels = np.zeros(POINTS, np.int16)
        #: The points that have not swung yet, with their first levels.
        self._still: Indices = np.arange(POINTS)
        self._first: Levels | None = None
        self._moments: deque[_Moment] = deque()
        self._chain = _Chain()
        self._before_s = -np.inf
        self.stretches: list[_Stretch] = []

    def add(self, levels: Levels, times_s: Times) -> None:
        if self._first is None:
            self._first = levels[0]
            self._extreme = levels[0].copy()
        if len(self._still):
            self._begin(levels)
        extreme, direction, ahead, behind = self._extreme, self._direction, *np.empty((2, POINTS), np.int16)
        for level, at_s in zip(levels, times_s.tolist(), strict=True):
            np.multiply(level, direction, out=ahead)
            np.subtract(extreme, ahead, out=behind)
            np.maximum(extreme, ahead, out=extreme)
            swung = (behind >= self._least).nonzero()[0]
            if len(swung):
                turned = -direction[swung]
                direction[swung], extreme[swung] = turned, -ahead[swung]
                self._moments.append(_Moment(at_s, swung, turned))
                while self._moments[0].at_s < at_s - 1 - TOGETHER_S:
                    self._moments.popleft()
                if len(swung) > LEAST_NEW * POINTS:
                    self._swing(at_s)
            self._before_s = at_s

    def _begin(self, levels: Levels) -> None:
        """Turn those points downwards whose first swing is a rise, so that it counts."""
        still, first = self._still, self._first
        assert first is not None
        begun = (levels.max(axis=0)[still] - first >= self._least) | (first - levels.min(axis=0)[still] >= self._least)
        if not begun.any():
            return
        points, start = still[begun], first[begun]
        away = levels[:, points] - start
        reached = (np.abs(away) >= self._least).argmax(axis=0)
        rises = away[reached, np.arange(len(points))] > 0
        self._direction[points[rises]] = -1
        self._extreme[points[rises]] = -start[rises]
        self._still, self._first = still[~begun], first[~begun]

    def _swing(self, at_s: float) -> None:
        chain = self._chain
        if at_s <= self._before_s:  # a clock that stands or goes back: there is nothing to count by
            chain.times_s.clear()
            return
        rose = not chain.rose if chain.times_s else self._together(rising=True)
        if not self._together(rising=rose):
            return
        chain.rose, chain.last_s = rose, at_s
        chain.times_s.append(at_s)
        while chain.times_s[0] <= at_s - 1 + 1e-4:
            chain.times_s.popleft()
        self._judge(at_s)

    def _together(self, *, rising: bool) -> bool:
        """Whether enough points have swung that way just now, since the chain's last swing."""
        after_s = max(self._moments[-1].at_s - TOGETHER_S, self._chain.last_s)
        recent = [
            moment.points[(moment.directions > 0) == rising]
            for moment in takewhile(lambda moment: moment.at_s > after_s, reversed(self._moments))
        ]
        if sum(map(len, recent)) <= AREA * POINTS:
            return False
        return len(recent) == 1 or len(np.unique(np.concatenate(recent))) > AREA * POINTS

    def _judge(self, at_s: float) -> None:
        times_s = self._chain.times_s
        # A flash at exactly the limit has seven swings in a little less than a second, as its frames fall, and as a
        # swing that begins halfway between its extremes is noticed late.
        slack_s = max(SLACK_S, min(2 * (at_s - self._before_s), 0.2)) + 1e-4
        needed = 2 * MOST_FLASHES + 1
        if len(times_s) == needed and at_s - times_s[0] > 1 - slack_s:
            return
        if len(times_s) < needed:
            return
        counts = np.zeros(POINTS, np.uint8)
        for moment in self._moments:
            if moment.at_s > times_s[0] - TOGETHER_S:
                counts[moment.points] += 1
        area = float(np.count_nonzero(counts >= needed)) / POINTS
        if area > AREA:
            self._note(_Stretch(times_s[0], at_s, (len(times_s) + 1) // 2, area))

    def _note(self, found: _Stretch) -> None:
        last = self.stretches[-1] if self.stretches else None
        if last is None or found.start_s > last.end_s + GAP_S:
            self.stretches.append(found)
            return
        last.end_s = found.end_s
        last.most, last.area = max(last.most, found.most), max(last.area, found.area)


def _may_be_red(v: Frames) -> bool:
    """Whether more than a quarter of the points of any frame may be of a saturated red; `v` is [n, points]."""
    return bool(v.max() >= RED_V) and bool((v >= RED_V).mean(axis=1).max() > AREA)


def _tables() -> tuple[Levels, Levels]:
    """Light, on a scale on which every swing counts from the same height on, and redness by Y and five bits of U and V.

    The three are one index: Y × 1024 + U × 32 + V.
    """
    luma = ((np.arange(256, dtype=np.float32) - 16) / 219)[:, None, None]
    chroma = (np.arange(32, dtype=np.float32) * 8 - 128) / 224
    u, v = chroma[None, :, None], chroma[None, None, :]
    red = _light(luma + 1.5748 * v)
    green = _light(luma - 0.187324 * u - 0.468124 * v)
    blue = _light(luma + 1.8556 * u)
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    # Above `BRIGHT` a factor of `BRIGHT_RATIO` is as much as `LEAST_SWING` below.
    bright = light > BRIGHT
    light[bright] = BRIGHT + LEAST_SWING * np.log(light[bright] / BRIGHT) / np.log(BRIGHT_RATIO)
    others = green + blue
    redness = np.where(red * (1 - SATURATED) >= SATURATED * others, red - others, 0)
    first, second = ((part * WHITE + 0.5).astype(np.int16).reshape(-1) for part in (light, redness))
    return first, second


def _light(value: npt.NDArray[np.floating]) -> Numbers:
    """The light of coded red, green or blue, by the curve that WCAG names."""
    value = np.clip(value, 0, 1)
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
