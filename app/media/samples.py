"""Chooses the pictures of a film that are recognised: of each scene its first one, and those that show something else.

The pass over the film writes more of them than are needed, because scenes are known only after it.
"""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from app.jobs.results import Cut
from app.media.picture_pass import SMALL_HEIGHT, SMALL_WIDTH, Frames, Stills, Times
from app.media.scene_spans import Span, scene_spans

Blocks = npt.NDArray[np.float32]

#: Candidates are at least this far apart, seconds, and at most this many.
LEAST_INTERVAL_S, MOST_CANDIDATES = 1.0, 1200
#: Chosen pictures of a scene are at least this far apart, seconds, unless the film stands still at one, as at words
#: that come and go; of a whole film there are at most so many.
LEAST_GAP_S, MOST_SAMPLES = 3.0, 240
#: The box that a picture fits: letters of 14 pixels are still read in it.
BOX = (1280, 1280)
#: Something else is shown if the brightness of one block of the small picture, of so many pixels each way, changes.
BLOCK, CHANGE = 6, 5.0


def plan_samples(duration_s: float, width: int, height: int, folder: Path) -> Stills:
    """The candidates of a film, never scaled up."""
    interval_s = max(min(LEAST_INTERVAL_S, duration_s / 4), duration_s / MOST_CANDIDATES, 0.04)
    scale = min(1.0, BOX[0] / width, BOX[1] / height)
    wide, high = (max(2, round(side * scale / 2) * 2) for side in (width, height))
    return Stills(interval_s, wide, high, wide, high, 0, 0, folder)


class SampleTrack:
    """Collects the brightness of the small frame that is shown at each candidate's time."""

    def __init__(self, interval_s: float) -> None:
        self._interval_s = interval_s
        self._blocks: list[Blocks] = []
        self._last: npt.NDArray[np.uint8] | None = None

    def add(self, frames: Frames, times_s: Times) -> None:
        """Add a batch of frames."""
        for picture, shown_s in zip(frames[:, 0], times_s.tolist(), strict=True):
            while self._last is not None and len(self._blocks) * self._interval_s < shown_s - 1e-6:
                self._blocks.append(_blocks(self._last))
            self._last = picture
        self._last = None if self._last is None else self._last.copy()  # not the whole batch

    def chosen(self, cuts: Sequence[Cut], duration_s: float, count: int) -> list[int]:
        """Indexes of the chosen ones among the first `count` candidates, in order of time."""
        blocks = [*self._blocks, *([_blocks(self._last)] if self._last is not None else [])]
        firsts: list[int] = []
        others: list[int] = []
        for span in scene_spans(cuts, duration_s):
            inside = self._inside(span, cuts, min(count, len(blocks)))
            last = None
            for index in inside:
                if last is None:
                    firsts.append(index)
                elif _alike(blocks[last], blocks[index]) or not self._counts(blocks, index, last, inside[-1]):
                    continue
                else:
                    others.append(index)
                last = index
        firsts, others = _thinned(firsts, MOST_SAMPLES), _thinned(others, max(0, MOST_SAMPLES - len(firsts)))
        return sorted({*firsts, *others})

    def _counts(self, blocks: Sequence[Blocks], index: int, before: int, end: int) -> bool:
        """Whether a candidate is far enough from the one before, or the next one, up to `end`, shows the same."""
        if (index - before) * self._interval_s >= LEAST_GAP_S:
            return True
        return index < end and _alike(blocks[index], blocks[index + 1])

    def _inside(self, span: Span, cuts: Sequence[Cut], count: int) -> list[int]:
        """The candidates of a scene; those within a fade, which show two scenes, only if there are no others."""
        first = math.ceil(span.start_s / self._interval_s - 1e-6)
        inside = [index for index in range(max(0, first), count) if index * self._interval_s < span.end_s - 1e-6]
        clear = [
            index
            for index in inside
            if not any(cut.kind == "fade" and cut.start_s < index * self._interval_s < cut.end_s for cut in cuts)
        ]
        return clear or inside


def _blocks(picture: npt.NDArray[np.uint8]) -> Blocks:
    shape = (SMALL_HEIGHT // BLOCK, BLOCK, SMALL_WIDTH // BLOCK, BLOCK)
    blocks: Blocks = picture.reshape(shape).mean(axis=(1, 3), dtype=np.float32)
    return blocks


def _alike(one: Blocks, other: Blocks) -> bool:
    return float(np.abs(one - other).max()) < CHANGE


def _thinned(indexes: list[int], most: int) -> list[int]:
    """At most so many of them, evenly over all."""
    if len(indexes) <= most:
        return indexes
    return [indexes[number * len(indexes) // most] for number in range(most)]
