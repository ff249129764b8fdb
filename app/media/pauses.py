"""Finds the pauses of a film's sound, and what of the film stays when they are cut out. In children only (numpy)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np
import numpy.typing as npt

Levels = npt.NDArray[np.float64]
"""Levels of steps of the sound, dB below full scale."""

STEP_S: Final = 0.01
#: Below this all is silence, and nothing is quieter, dBFS.
SILENT_DB, FLOOR_DB = -60.0, -90.0
#: Sound and pauses must be so far apart, dB; otherwise, as in music that becomes quieter, only silence is a pause.
APART_DB: Final = 15.0
#: A pause is at least so far below the loud parts, dB.
BELOW_LOUD_DB: Final = 12.0


@dataclass(frozen=True, slots=True)
class Kept:
    """Frames of the film from `first` to before `last`, which stay."""

    first: int
    last: int

    @property
    def count(self) -> int:
        return self.last - self.first


def threshold_of(levels: Levels) -> float:
    """The level below which this sound is silent, dBFS: where its loud and its quiet steps divide best (Otsu, 1979)."""
    if not len(levels):
        return SILENT_DB
    counts, edges = np.histogram(np.clip(levels, FLOOR_DB, 0.0), bins=180, range=(FLOOR_DB, 0.0))
    middles = (edges[:-1] + edges[1:]) / 2
    below, total = np.cumsum(counts), np.cumsum(counts * middles)
    above = below[-1] - below
    divides = (below > 0) & (above > 0)
    if not divides.any():
        return SILENT_DB
    low, high = total / np.maximum(below, 1), (total[-1] - total) / np.maximum(above, 1)
    between = np.where(divides, below * above * (high - low) ** 2, 0.0)
    best = between >= between.max() * (1 - 1e-9)  # an empty stretch of the histogram: its middle
    at = int(np.flatnonzero(best).mean())
    if high[at] - low[at] < APART_DB:
        return SILENT_DB
    loud_db = float(np.percentile(levels[levels > edges[at + 1]], 95)) if (levels > edges[at + 1]).any() else 0.0
    return float(min(edges[at + 1], loud_db - BELOW_LOUD_DB))


def kept_frames(
    levels: Levels, threshold_db: float, *, min_s: float, padding_s: float, fps: Fraction, frames: int
) -> tuple[Kept, ...]:
    """The frames that stay of a film of so many when each pause of at least `min_s` is cut to `padding_s` at each end.

    A frame stays if any of it does. At the film's start and end nothing is left of a pause but the end at the sound.
    """
    quiet = np.concatenate([[False], levels < threshold_db, [False]]).astype(np.int8)
    edges = np.flatnonzero(np.diff(quiet))
    kept: list[Kept] = []
    at = 0
    for begins, ends in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if (ends - begins) * STEP_S < min_s - 1e-9:
            continue
        from_s = begins * STEP_S + (padding_s if begins else 0.0)
        to_s = ends * STEP_S - (padding_s if ends < len(levels) else 0.0)
        first = 0 if from_s <= 0 else _frame_after(from_s, fps)
        last = frames if ends >= len(levels) else min(int(Fraction(to_s) * fps), frames)
        if last > first:
            kept.append(Kept(at, min(first, frames)))
            at = last
    kept.append(Kept(at, frames))
    return tuple(span for span in kept if span.count > 0)


def _frame_after(at_s: float, fps: Fraction) -> int:
    """The first frame that begins at a time or after it; a time within a thousandth of a frame of one is that one."""
    return -int(-(Fraction(at_s) * fps - Fraction(1, 1000)) // 1)


def sample_at(frame: int, fps: Fraction, rate_hz: int) -> int:
    """The number of the sample at which a frame begins. Exact for every frame, so that nothing adds up over hours."""
    return round(Fraction(frame * rate_hz) / fps)


def sample_spans(kept: Sequence[Kept], fps: Fraction, rate_hz: int) -> list[tuple[int, int]]:
    """The first sample of each kept stretch and their number, so that picture and sound stay together in the result."""
    spans, frames = [], 0
    for span in kept:
        begins, frames = sample_at(frames, fps, rate_hz), frames + span.count
        spans.append((sample_at(span.first, fps, rate_hz), sample_at(frames, fps, rate_hz) - begins))
    return spans
