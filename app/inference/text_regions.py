"""Finds the lines of text in a map of probabilities: its connected regions, each as a rectangle that may be turned.

The detector marks the core of each line, so a rectangle is grown as much as lines were shrunk when the detector was
trained (Liao et al., Real-time Scene Text Detection with Differentiable Binarization, 2020).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.inference.pictures import Corners

#: Least probability of a pixel of text, and the least mean of a region's.
PIXEL, REGION = 0.3, 0.6
#: How far a rectangle is grown: its area times this, by its circumference.
GROWTH = 1.5
#: Least height of a core, pixels of the map.
LEAST_SIDE = 3.0
#: Most lines in one picture.
MOST_REGIONS = 200
#: An upright rectangle is preferred to the smallest one unless it is larger by this factor.
UPRIGHT = 1.15

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle around a line of text, in pixels of the map; `score` is its mean probability."""

    corners: Corners
    score: float

    @property
    def width(self) -> float:
        return float(np.hypot(*np.subtract(self.corners[1], self.corners[0])))

    @property
    def height(self) -> float:
        return float(np.hypot(*np.subtract(self.corners[3], self.corners[0])))


@dataclass(frozen=True, slots=True)
class _Runs:
    """Stretches of text pixels, row by row: `first` .. `last` (exclusive) of `row`, and the sum of their heat."""

    row: npt.NDArray[np.intp]
    first: npt.NDArray[np.intp]
    last: npt.NDArray[np.intp]
    heat: Floats


def find_regions(heat: npt.NDArray[np.float32]) -> list[Region]:
    """The regions of a map [height, width] of probabilities, the surest first if there are too many."""
    runs = _runs(heat)
    found = []
    for members in _connected(runs):
        rows, first, last = runs.row[members], runs.first[members], runs.last[members]
        score = float(runs.heat[members].sum() / (last - first).sum())
        if score < REGION:
            continue
        corners = _grown(_hull(rows, first, last))
        if corners is not None:
            found.append(Region(corners, min(1.0, score)))
    return sorted(found, key=lambda region: -region.score)[:MOST_REGIONS]


def _runs(heat: npt.NDArray[np.float32]) -> _Runs:
    marks = np.zeros((heat.shape[0], heat.shape[1] + 2), np.int8)
    marks[:, 1:-1] = heat > PIXEL
    steps = np.diff(marks, axis=1)
    row, first = np.nonzero(steps == 1)
    _, last = np.nonzero(steps == -1)
    sums = np.zeros((heat.shape[0], heat.shape[1] + 1))
    np.cumsum(heat, axis=1, out=sums[:, 1:])
    return _Runs(row, first, last, sums[row, last] - sums[row, first])


def _connected(runs: _Runs) -> list[npt.NDArray[np.intp]]:
    """The indexes of the runs of each region; runs of adjacent rows touch at corners too."""
    parent = list(range(len(runs.row)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    row, first, last = runs.row.tolist(), runs.first.tolist(), runs.last.tolist()
    above = 0
    for index in range(len(row)):
        while row[above] < row[index] - 1 or (row[above] == row[index] - 1 and last[above] < first[index]):
            above += 1
        other = above
        while row[other] == row[index] - 1 and first[other] <= last[index]:
            parent[root(other)] = root(index)
            other += 1
    roots = np.array([root(index) for index in range(len(row))], np.intp)
    order = np.argsort(roots, kind="stable")
    borders = np.flatnonzero(np.diff(roots[order])) + 1
    return np.split(order, borders) if len(order) else []


def _hull(rows: npt.NDArray[np.intp], first: npt.NDArray[np.intp], last: npt.NDArray[np.intp]) -> Floats:
    """The convex hull of the pixels of runs, by the corners of the pixels (Andrew's monotone chain)."""
    corners = {(x, y + down) for y, a, b in zip(rows.tolist(), first.tolist(), last.tolist(), strict=True)
               for x in (a, b) for down in (0, 1)}  # fmt: skip
    ordered = sorted(corners)
    return np.array(_chain(ordered) + _chain(ordered[::-1]), np.float64)


def _chain(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """One side of the hull, without its last point."""
    chain: list[tuple[int, int]] = []
    for x, y in points:
        while len(chain) > 1:
            (ax, ay), (bx, by) = chain[-2:]
            if (bx - ax) * (y - ay) > (by - ay) * (x - ax):
                break
            chain.pop()
        chain.append((x, y))
    return chain[:-1]


def _grown(hull: Floats) -> Corners | None:
    """The grown rectangle around a hull; None if it is too small for text."""
    along, (low, high) = _smallest_frame(hull)
    width, height = high - low
    if min(width, height) < LEAST_SIDE:
        return None
    more = width * height * GROWTH / (2 * (width + height))
    low, high = low - more, high + more
    across = np.array([-along[1], along[0]])
    left, right = along * low[0], along * high[0]
    top, bottom = across * low[1], across * high[1]
    first, second, third, fourth = (left + top, right + top, right + bottom, left + bottom)
    return (_point(first), _point(second), _point(third), _point(fourth))


def _point(at: Floats) -> tuple[float, float]:
    return float(at[0]), float(at[1])


def _smallest_frame(hull: Floats) -> tuple[Floats, Floats]:
    """The direction of the smallest rectangle around a hull, to the right, and its extent along and across it.

    One of its sides lies on a side of the hull.
    """
    sides = np.roll(hull, -1, axis=0) - hull
    angles = np.arctan2(sides[:, 1], sides[:, 0])
    angles = (angles + np.pi / 4) % (np.pi / 2) - np.pi / 4  # of the four directions of a rectangle that to the right
    angles = np.concatenate([[0.0], angles])
    along = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)
    x, y = hull @ along.T, hull @ across.T
    low = np.stack([x.min(axis=0), y.min(axis=0)], axis=1)
    high = np.stack([x.max(axis=0), y.max(axis=0)], axis=1)
    areas = (high - low).prod(axis=1)
    best = int(np.argmin(areas))
    chosen = 0 if areas[0] <= UPRIGHT * areas[best] else best
    return along[chosen], np.stack([low[chosen], high[chosen]])
