"""Computes a few numbers per frame, from which changes of picture are found afterwards.

Frames are processed once, in batches, and not kept: an hour of film leaves some twenty megabytes of numbers.
Comparisons over several frames (does the picture return after a flash? does one dissolve into another?) are made here,
on a 16×9 mosaic of each frame, against a short buffer; the brightness of the mosaics is kept.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from app.media.picture_pass import SMALL_HEIGHT, SMALL_WIDTH, Frames, Times

Numbers = npt.NDArray[np.float32]

MOSAIC_COLUMNS, MOSAIC_ROWS = 16, 9
#: A flash is over, and the picture back, within this many frames.
RETURN_LAGS = range(2, 8)
#: Lengths over which dissolves are searched for, seconds.
BLEND_SPANS_S = (0.4, 0.55, 0.8, 1.1, 1.6)


@dataclass(frozen=True, slots=True)
class Features:
    """Per frame, in grey levels (0..255) unless said otherwise.

    `change`: mean difference from the frame before, Y + U + V (0 for the first). `likeness`: correlation −1..1 of its
    brightness with the frame before. `spread`: standard deviation of the brightness, about 0 for a blank picture.
    `returned`: how near the picture before frame i came back within a flash's time. `mosaic` [n, 144] is the brightness
    of each part of the picture. For each span k, ending at frame i:
    `blend_change` [n, k] between the span's ends, `blend_error` [n, k] of the frames between from a straight mixture of
    both ends, `blend_likeness` [n, k] of both ends, `blend_step` [n, k] change over the span's last quarter.
    """

    times_s: Times
    change: Numbers
    likeness: Numbers
    spread: Numbers
    returned: Numbers
    mosaic: npt.NDArray[np.uint8]
    spans: tuple[int, ...]
    blend_change: Numbers
    blend_error: Numbers
    blend_likeness: Numbers
    blend_step: Numbers


class FeatureTrack:
    """Accumulates the features of frames batch by batch; `count` are there. `fps` is the source's mean rate."""

    def __init__(self, fps: float) -> None:
        self._spans = tuple(max(4, round(span_s * fps / 4) * 4) for span_s in BLEND_SPANS_S)
        self._memory = max(*self._spans, *RETURN_LAGS)
        self._last: npt.NDArray[np.uint8] | None = None
        self._mosaics = np.zeros((0, 3 * MOSAIC_ROWS * MOSAIC_COLUMNS), np.float32)
        self.count = 0
        self._times: list[Times] = []
        self._brightness: list[npt.NDArray[np.uint8]] = []
        self._single: list[Numbers] = []
        self._lagged: list[Numbers] = []
        self._blends: list[Numbers] = []

    def add(self, frames: Frames, times_s: Times) -> Numbers:
        """Add the next batch. Returns the absolute brightness differences [n, 54, 96] from each frame's predecessor."""
        difference = _differences(frames, frames[0] if self._last is None else self._last)
        self._last = frames[-1].copy()
        brightness = frames[:, 0].reshape(len(frames), -1).astype(np.float32)
        change = difference.reshape(len(frames), -1).sum(axis=1, dtype=np.uint32).astype(np.float32)
        change /= brightness.shape[1]
        self.count += len(times_s)
        self._times.append(times_s)
        self._single.append(np.stack([change, _spread(brightness)], axis=1))
        self._compare(_mosaics(frames))
        moved: Numbers = difference[:, 0].astype(np.float32)
        return moved

    def finished(self) -> Features:
        """All features; call it once every frame is added (at least one)."""
        return self.since(0)

    def since(self, first: int) -> Features:
        """The features of the frames so far, from number `first` on, which is not the last one."""
        batch, skipped = len(self._times), self.count
        while skipped > first:
            batch -= 1
            skipped -= len(self._times[batch])

        def joined(parts: list[npt.NDArray[Any]]) -> npt.NDArray[Any]:
            return np.concatenate(parts[batch:])[first - skipped :]

        single, lagged, blends = joined(self._single), joined(self._lagged), joined(self._blends)
        return Features(
            times_s=joined(self._times),
            change=single[:, 0],
            likeness=lagged[:, 0],
            spread=single[:, 1],
            returned=_nearest_return(lagged[:, 1:]),
            mosaic=joined(self._brightness),
            spans=self._spans,
            blend_change=blends[:, :, 0],
            blend_error=blends[:, :, 1],
            blend_likeness=blends[:, :, 2],
            blend_step=blends[:, :, 3],
        )

    def _compare(self, mosaics: Numbers) -> None:
        known, new = len(self._mosaics), len(mosaics)
        self._brightness.append(mosaics[:, : MOSAIC_ROWS * MOSAIC_COLUMNS].round().astype(np.uint8))
        everything = np.concatenate([self._mosaics, mosaics])
        here = np.arange(known, known + new)
        likeness = _likeness(everything[np.maximum(here - 1, 0)], everything[here])
        self._lagged.append(np.stack([likeness, *(_distance(everything, here, lag) for lag in RETURN_LAGS)], axis=1))
        self._blends.append(np.stack([_blend(everything, here, span) for span in self._spans], axis=1))
        self._mosaics = everything[-self._memory :]


def _differences(frames: Frames, before: npt.NDArray[np.uint8]) -> Frames:
    """The absolute differences of frames from those before them; `before` is the one before the first."""
    difference = np.empty_like(frames)
    np.maximum(frames[0], before, out=difference[0])
    np.maximum(frames[1:], frames[:-1], out=difference[1:])
    difference[0] -= np.minimum(frames[0], before)
    difference[1:] -= np.minimum(frames[1:], frames[:-1])
    return difference


def _spread(brightness: Numbers) -> Numbers:
    """The standard deviation of each row, which is overwritten."""
    brightness -= brightness.mean(axis=1, keepdims=True)
    spread: Numbers = np.sqrt(np.einsum("ij,ij->i", brightness, brightness) / brightness.shape[1])
    return spread


def _mosaics(frames: Frames) -> Numbers:
    tall, wide = SMALL_HEIGHT // MOSAIC_ROWS, SMALL_WIDTH // MOSAIC_COLUMNS
    rows = frames.reshape(-1, tall, SMALL_WIDTH).astype(np.uint16)  # the sum of a tile is less than 2¹⁶
    columns = sum(rows[:, n] for n in range(1, tall)) + rows[:, 0]  # several times as fast as `sum` along short axes
    columns = columns.reshape(-1, MOSAIC_COLUMNS, wide)
    tiles = sum(columns[:, :, n] for n in range(1, wide)) + columns[:, :, 0]
    mosaics: Numbers = tiles.reshape(len(frames), -1).astype(np.float32)
    mosaics /= tall * wide
    return mosaics


def _before(mosaics: Numbers, here: npt.NDArray[np.intp], by: int) -> Numbers:
    """The mosaics `by` frames before those at `here`, which are the last ones; the first where there is none."""
    if here[0] >= by:
        return mosaics[here[0] - by : len(mosaics) - by]
    return mosaics[np.maximum(here - by, 0)]


def _mean_difference(one: Numbers, other: Numbers) -> Numbers:
    difference = one - other
    mean: Numbers = np.abs(difference, out=difference).mean(axis=1)
    return mean


def _distance(mosaics: Numbers, here: npt.NDArray[np.intp], lag: int) -> Numbers:
    """Difference of each frame from the one `lag` frames before; infinite where there is none."""
    distance = 3 * _mean_difference(mosaics[here[0] :], _before(mosaics, here, lag))
    return np.where(here >= lag, distance, np.inf).astype(np.float32)


def _blend(mosaics: Numbers, here: npt.NDArray[np.intp], span: int) -> Numbers:
    """[n, 4]: change, error, likeness, step of the span that ends at each frame; 0 change if it begins too early."""
    first, last = _before(mosaics, here, span), mosaics[here[0] :]
    difference = last - first
    error = np.zeros(len(here), np.float32)
    for quarter in (1, 2, 3):
        mixed = difference * (quarter / 4)
        mixed += first
        error += _mean_difference(_before(mosaics, here, span - quarter * span // 4), mixed)
    change = np.where(here >= span, 3 * np.abs(difference, out=difference).mean(axis=1), 0)
    step = 3 * _mean_difference(last, _before(mosaics, here, span // 4))
    return np.stack([change, error, _likeness(first, last), step], axis=1).astype(np.float32)


def _likeness(first: Numbers, last: Numbers) -> Numbers:
    """Correlation of the brightness parts of two mosaics; 0 where one is blank."""
    a, b = (m[:, : MOSAIC_ROWS * MOSAIC_COLUMNS] for m in (first, last))
    a, b = a - a.mean(axis=1, keepdims=True), b - b.mean(axis=1, keepdims=True)
    scale = np.sqrt((a * a).sum(axis=1) * (b * b).sum(axis=1))
    product: Numbers = (a * b).sum(axis=1)
    likeness: Numbers = np.divide(product, scale, out=np.zeros_like(product), where=scale > 1)
    return likeness


def _nearest_return(lagged: Numbers) -> Numbers:
    """From distances at frame i to frames i − lag: how near frames after i come to the frame before i."""
    nearest = np.full(len(lagged), np.inf, np.float32)
    for column, lag in enumerate(RETURN_LAGS):
        ahead = lag - 1  # frame i − 1 + lag is `ahead` frames after i
        count = max(len(lagged) - ahead, 0)
        nearest[:count] = np.minimum(nearest[:count], lagged[ahead:, column][:count])
    return nearest
