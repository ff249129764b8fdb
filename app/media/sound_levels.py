"""Finds silence and clipping in samples: the peak of every millisecond, and samples at full scale in a row."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from app.jobs.measures import Span
from app.media.mixdown import Block

Flags = npt.NDArray[np.bool_]
"""One a step of the sound."""

#: The greatest sample of silence, of full scale: −60 dBFS.
SILENT: Final = 10 ** (-60 / 20)
#: Shorter silence is left out, seconds. If the film goes on after its sound for longer, that is silence too.
LEAST_S: Final = 0.5
#: Full scale: the greatest sample of 16 bits; decoders of lossy formats return more than 1.
FULL: Final = 32_767 / 32_768
#: So many samples at full scale in a row are a clipped peak, if the one before is below the second figure: a wave of
#: full scale that is whole comes near it slowly.
IN_A_ROW, BELOW = 3, 0.9995
#: Clipped peaks with no more than this between them are one stretch, seconds, if there are at least so many.
CLIPPED_GAP_S, LEAST_PEAKS = 0.25, 3
STEPS_PER_S: Final = 1000


@dataclass(slots=True)
class _Stretch:
    """Clipped peaks near each other: the times of the first and the last, and their number."""

    first_s: float
    last_s: float
    peaks: int


class SoundLevels:
    """Accumulates blocks of samples of all channels."""

    def __init__(self, rate_hz: int, channels: int) -> None:
        self._rate_hz = rate_hz
        self._width = max(1, round(rate_hz / STEPS_PER_S))
        self._rest = np.zeros((0, channels), np.float32)
        self._before = np.zeros((IN_A_ROW, channels), np.float32)
        self._quiet: list[Flags] = []
        self._clipped: list[_Stretch] = []
        #: Samples of one channel so far, and the greatest of all.
        self.count, self.peak = 0, 0.0

    @property
    def duration_s(self) -> float:
        return self.count / self._rate_hz

    def add(self, block: Block) -> None:
        """Add samples [n, channels]."""
        level = np.abs(block)
        peak = float(level.max(initial=0))
        if not np.isfinite(peak):  # damaged floating-point samples
            level = np.nan_to_num(level, nan=0.0, posinf=1.0)
            peak = float(level.max())
        self.peak = max(self.peak, peak)
        self._find_clipped(level)
        self.count += len(block)
        level = np.concatenate([self._rest, level])
        whole = len(level) // self._width * self._width
        self._note_steps(level[:whole].reshape(whole // self._width, self._width * level.shape[1]))
        self._rest = level[whole:]

    def silence(self, film_s: float) -> tuple[Span, ...]:
        """The silent stretches of a film of so many seconds; call it once all is added."""
        self._note_steps(self._rest.reshape(min(1, len(self._rest)), self._rest.size))
        if film_s > self.duration_s + LEAST_S:
            missing = round((film_s - self.duration_s) * self._rate_hz / self._width)
            self._quiet.append(np.ones(missing, np.bool_))
        quiet = np.concatenate([[False], *self._quiet, [False]]).astype(np.int8)
        edges = np.flatnonzero(np.diff(quiet)) * self._width / self._rate_hz
        end_s = max(self.duration_s, film_s if film_s > self.duration_s + LEAST_S else 0.0)
        spans = zip(edges[::2].tolist(), np.minimum(edges[1::2], end_s).tolist(), strict=True)
        return tuple(_spans((start_s, stop_s) for start_s, stop_s in spans if stop_s - start_s >= LEAST_S))

    def clipped(self) -> tuple[Span, ...]:
        """The stretches with clipped peaks."""
        peak_s = IN_A_ROW / self._rate_hz
        found = (one for one in self._clipped if one.peaks >= LEAST_PEAKS)
        return tuple(_spans((one.first_s, one.last_s + peak_s) for one in found))

    def _note_steps(self, steps: Block) -> None:
        if steps.size:
            self._quiet.append(steps.max(axis=1) <= SILENT)

    def _find_clipped(self, level: Block) -> None:
        """Note the beginnings of peaks, also of those that begin in the block before."""
        level = np.concatenate([self._before, level])
        self._before = level[len(level) - IN_A_ROW :].copy()
        full = level >= FULL
        if not full.any():
            return
        count = len(level) - IN_A_ROW
        begins = level[:count] < BELOW
        for offset in range(1, IN_A_ROW + 1):
            begins &= full[offset : offset + count]
        first = self.count - IN_A_ROW + 1
        times_s = (np.flatnonzero(begins.any(axis=1)) + first) / self._rate_hz
        for part in np.split(times_s, np.flatnonzero(np.diff(times_s) > CLIPPED_GAP_S) + 1):
            if len(part):
                self._note_clipped(float(part[0]), float(part[-1]), len(part))

    def _note_clipped(self, first_s: float, last_s: float, peaks: int) -> None:
        last = self._clipped[-1] if self._clipped else None
        if last is not None and first_s - last.last_s <= CLIPPED_GAP_S:
            last.last_s = last_s
            last.peaks += peaks
            return
        if last is not None and last.peaks < LEAST_PEAKS:
            self._clipped.pop()
        self._clipped.append(_Stretch(first_s, last_s, peaks))


def _spans(times_s: Iterable[tuple[float, float]]) -> Iterable[Span]:
    return (Span(start_s=round(start_s, 3), end_s=round(end_s, 3)) for start_s, end_s in times_s)
