"""Finds black stretches and stretches in which the picture stands still, each to the frame.

A frame is black if nearly all of it is darker than a tenth of full brightness in code values. The picture stands still
while no place of it changes by more than an encoder changes a picture that is stored again: neither from frame to frame
nor, little by little, since the stretch began. Camera noise moves all the time, so a camera's quiet view is not still.
"""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from app.jobs.measures import Freeze, Span
from app.jobs.results import Cut
from app.media.frame_features import Numbers
from app.media.picture_pass import Frames, Times

Flags = npt.NDArray[np.bool_]
"""One a frame."""

#: Greatest brightness of black (16..235), and the least share of the picture that has it.
BLACK, BLACK_SHARE = 16 + 219 // 10, 0.98
#: Greatest change of any place and of the mean from frame to frame, grey levels, and since the stretch began.
STEP_MOST, STEP_MEAN = 6.0, 1.0
DRIFT_MOST, DRIFT_MEAN = 12, 1.5
#: Greatest change of Y + U + V from frame to frame, mean of the picture: colours may change alone.
STEP_COLOURS: Final = 3.5
#: The median of the mean changes of a still stretch: what is stored again is the same, noise never is.
USUAL_MEAN: Final = 0.04
#: Shorter stretches are left out, seconds.
LEAST_S: Final = 0.5
#: The picture stops if at least so many of the frames in so many seconds before moved.
BEFORE_S, BEFORE_MOVED = 0.5, 3
#: The last picture stays until the end of the film if that is this much later, seconds.
STAYS_S: Final = 0.5


class StillTrack:
    """Accumulates what is dark and what moves, batch by batch."""

    def __init__(self) -> None:
        self._dark: list[Flags] = []
        self._moved: list[Flags] = []
        self._mean: list[Numbers] = []
        self._first: Frames | None = None

    def add(self, frames: Frames, differences: Numbers) -> None:
        """Add the next batch, and its absolute brightness differences [n, 54, 96] from the frames before."""
        brightness = frames[:, 0].reshape(len(frames), -1)
        steps = differences.reshape(len(frames), -1)
        mean = steps.mean(axis=1)
        moved = (steps.max(axis=1) > STEP_MOST) | (mean > STEP_MEAN)
        self._mark_drift(brightness, moved)
        self._dark.append((brightness <= BLACK).mean(axis=1) >= BLACK_SHARE)
        self._moved.append(moved)
        self._mean.append(mean)

    def black(self, times_s: Times, end_s: float) -> tuple[Span, ...]:
        """The black stretches of a film whose last picture ends at `end_s`."""
        ends_s = np.append(times_s[1:], end_s)
        runs = _runs(np.concatenate(self._dark))
        return tuple(Span(start_s=start_s, end_s=stop_s) for start_s, stop_s in _long(runs, times_s, ends_s))

    def freezes(self, times_s: Times, end_s: float, change: Numbers, cuts: Sequence[Cut]) -> tuple[Freeze, ...]:
        """The stretches that stand still; `change` [n] is the change of Y + U + V at each frame."""
        moved = np.concatenate(self._moved) | (change > STEP_COLOURS)
        mean = np.concatenate(self._mean)
        ends_s = np.append(times_s[1:], end_s)
        begins = np.unique(np.append(0, np.flatnonzero(moved)))
        runs = zip(begins.tolist(), [*(begins[1:] - 1).tolist(), len(moved) - 1], strict=True)
        still = [run for run in runs if run[0] == run[1] or np.median(mean[run[0] + 1 : run[1] + 1]) <= USUAL_MEAN]
        changes_s = np.array([at_s for cut in cuts for at_s in (cut.start_s, cut.end_s)])
        return tuple(
            Freeze(start_s=start_s, end_s=stop_s, stopped=_stops(start_s, times_s, moved, changes_s))
            for start_s, stop_s in _long(still, times_s, ends_s)
        )

    def _mark_drift(self, brightness: Frames, moved: Flags) -> None:
        """Mark the frames at which the picture has left that of the beginning of its stretch."""
        index = 0
        while index < len(moved):
            if moved[index] or self._first is None:
                self._first = brightness[index].astype(np.int16)
                index += 1
                continue
            following = np.flatnonzero(moved[index:])
            stop = index + int(following[0]) if len(following) else len(moved)
            away = np.abs(brightness[index:stop] - self._first)
            left = np.flatnonzero((away.max(axis=1) > DRIFT_MOST) | (away.mean(axis=1) > DRIFT_MEAN))
            if len(left):
                stop = index + int(left[0])
                moved[stop] = True
            index = stop


def last_end_s(times_s: Times, duration_s: float) -> float:
    """When the last picture ends, seconds: after as long as the one before it, or with a film that goes on."""
    step_s = float(times_s[-1] - times_s[-2]) if len(times_s) > 1 else 0.0
    end_s = float(times_s[-1]) + step_s
    return duration_s if duration_s > end_s + STAYS_S or len(times_s) == 1 else end_s


def _runs(flags: Flags) -> Iterable[tuple[int, int]]:
    """The first and last frame of each run of true flags."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return zip(edges[::2].tolist(), (edges[1::2] - 1).tolist(), strict=True)


def _long(runs: Iterable[tuple[int, int]], times_s: Times, ends_s: Times) -> Iterable[tuple[float, float]]:
    """The start and end of those runs of frames that are long enough."""
    for first, last in runs:
        start_s, end_s = float(times_s[first]), float(ends_s[last])
        if end_s - start_s >= LEAST_S:
            yield round(start_s, 6), round(end_s, 6)


def _stops(start_s: float, times_s: Times, moved: Flags, changes_s: npt.NDArray[np.float64]) -> bool:
    """Whether the picture moved until then and is the same one: a slide stands still too, but begins with a change."""
    first, last = (int(at) for at in np.searchsorted(times_s, [start_s - BEFORE_S, start_s - 1e-4]))
    if int(np.count_nonzero(moved[max(first, 1) : last])) < BEFORE_MOVED:
        return False
    return not bool((np.abs(changes_s - start_s) < BEFORE_S / 2).any())
