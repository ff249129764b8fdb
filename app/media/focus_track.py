"""Where in the picture things move, about twice a second: what a narrower crop should keep in view.

Of all motion in a half second, the third of the picture's width (and of its height) that holds most of it decides, not
the centre of everything: between two people lies an empty table. Motion near the upper and lower edge counts less:
that is where tickers, meters and captions live.
"""

import numpy as np

from app.media.frame_features import Numbers
from app.media.picture_pass import SMALL_HEIGHT, SMALL_WIDTH, Times

WINDOW_S = 0.5
#: Differences below this many grey levels are noise of the coding; below twice the frame's mean, the camera's own move.
NOISE, CAMERA = 8.0, 2.0
#: A pixel counts no more than this: how large an area moves matters, not how gaudy it is.
MOST_PER_PIXEL = 24.0
#: Weight of the outermost rows and how far in (share of the height) it grows to 1.
EDGE_WEIGHT, EDGE_SHARE = 0.1, 0.2
#: So much motion (sum of grey levels over the 96×54 picture, mean of the frames) makes a point.
LEAST_MOTION = 30.0
#: One frame counts no more than this, so that a cut does not outweigh its half second.
MOST_MOTION = 2_000.0
PORTION = 0.32


class FocusTrack:
    """Gathers motion of frames as they come."""

    def __init__(self) -> None:
        self._window = -1
        self._frames = 0
        self._motion = np.zeros((SMALL_HEIGHT, SMALL_WIDTH), np.float32)
        self._points: list[tuple[float, float, float]] = []
        from_edge = np.minimum(np.arange(SMALL_HEIGHT), np.arange(SMALL_HEIGHT)[::-1]) / (EDGE_SHARE * SMALL_HEIGHT)
        self._weights = (EDGE_WEIGHT + (1 - EDGE_WEIGHT) * np.minimum(from_edge, 1)).astype(np.float32)[:, None]

    def add(self, differences: Numbers, times_s: Times) -> None:
        """Take the next batch of brightness differences [n, 54, 96] between each frame and the one before."""
        floor = np.maximum(NOISE, CAMERA * differences.mean(axis=(1, 2), keepdims=True))
        motion = np.clip(differences - floor, 0, MOST_PER_PIXEL) * self._weights
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
        """(time_s, x, y) in order of time, x and y 0..1; half seconds in which nothing moves have none."""
        self._close()
        return tuple(self._points)

    def _close(self) -> None:
        if self._frames and float(self._motion.sum()) / self._frames >= LEAST_MOTION:
            x, y = (_densest(self._motion.sum(axis=axis)) for axis in (0, 1))
            self._points.append((round((self._window + 0.5) * WINDOW_S, 3), round(x, 4), round(y, 4)))
        self._motion[:] = 0
        self._frames = 0


def _densest(profile: Numbers) -> float:
    """The centre of mass, 0..1, of the stretch of `PORTION` of the axis that holds most of the profile."""
    width = max(1, round(PORTION * len(profile)))
    totals = np.convolve(profile, np.ones(width, np.float32), mode="valid")
    first = int(np.argmax(totals))
    part = profile[first : first + width].astype(np.float64)
    return float((part * (np.arange(first, first + width) + 0.5)).sum() / part.sum() / len(profile))
