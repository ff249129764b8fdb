"""Finds where in the picture things move, about twice a second, so that a narrower crop keeps it in view.

Each half second yields the third of the picture's width (and of its height) with most of the motion, not the centre of
all motion, which between two people is an empty table. Motion near the upper and lower edge counts less: tickers,
meters and captions are there.
"""

import numpy as np

from app.media.frame_features import Numbers
from app.media.picture_pass import SMALL_HEIGHT, SMALL_WIDTH, Times

WINDOW_S = 0.5
#: Differences below this many grey levels are coding noise; below twice the frame's mean they are camera motion.
NOISE, CAMERA = 8.0, 2.0
#: Upper bound per pixel: the moving area matters, not its contrast.
MOST_PER_PIXEL = 24.0
#: Weight of the outermost rows and how far in (share of the height) it grows to 1.
EDGE_WEIGHT, EDGE_SHARE = 0.1, 0.2
#: Least motion for a point (sum of grey levels over the 96×54 picture, mean of the frames).
LEAST_MOTION = 30.0
#: Upper bound per frame, so that a cut does not outweigh its half second.
MOST_MOTION = 2_000.0
PORTION = 0.32


class FocusTrack:
    """Accumulates the motion of frames batch by batch."""

    def __init__(self) -> None:
        self._window = -1
        self._frames = 0
        self._motion = np.zeros((SMALL_HEIGHT, SMALL_WIDTH), np.float32)
        self._points: list[tuple[float, float, float]] = []
        from_edge = np.minimum(np.arange(SMALL_HEIGHT), np.arange(SMALL_HEIGHT)[::-1]) / (EDGE_SHARE * SMALL_HEIGHT)
        self._weights = (EDGE_WEIGHT + (1 - EDGE_WEIGHT) * np.minimum(from_edge, 1)).astype(np.float32)[:, None]

    def add(self, differences: Numbers, times_s: Times) -> None:
        """Add the next batch of brightness differences [n, 54, 96] between each frame and the one before."""
        floor = np.maximum(NOISE, CAMERA * differences.mean(axis=(1, 2), keepdims=True))
        motion = differences - floor
        np.clip(motion, 0, MOST_PER_PIXEL, out=motion)
        motion *= self._weights
        sums = motion.sum(axis=(1, 2), keepdims=True)
        motion *= np.minimum(1, MOST_MOTION / np.maximum(sums, 1))
        windows = (times_s / WINDOW_S).astype(int)
        for window in np.unique(windows).tolist():
            if window != self._window:
                self._close()
                self._window = window
            self._motion += motion[windows == window].sum(axis=0)
            self._frames += int((windows == window).sum())

    def finished(self) -> tuple[tuple[float, float, float], ...]:
        """All points (time_s, x, y) in order of time, x and y 0..1; half seconds without motion have none."""
        self._close()
        return tuple(self._points)

    def _close(self) -> None:
        if self._frames and float(self._motion.sum()) / self._frames >= LEAST_MOTION:
            x, y = (_densest(self._motion.sum(axis=axis)) for axis in (0, 1))
            self._points.append((round((self._window + 0.5) * WINDOW_S, 3), round(x, 4), round(y, 4)))
        self._motion[:] = 0
        self._frames = 0


def _densest(profile: Numbers) -> float:
    """The centre of mass, 0..1, of the window of `PORTION` of the axis with the largest sum."""
    width = max(1, round(PORTION * len(profile)))
    totals = np.convolve(profile, np.ones(width, np.float32), mode="valid")
    first = int(np.argmax(totals))
    part = profile[first : first + width].astype(np.float64)
    return float((part * (np.arange(first, first + width) + 0.5)).sum() / part.sum() / len(profile))
