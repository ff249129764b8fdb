"""The loudness of a sound track over time, as the page draws it."""

import json

import numpy as np

from app.media.picture_pass import WAVE_RATE_HZ, Samples

MOST_PEAKS = 12_000
PEAKS_PER_S = 20.0


class Waveform:
    """Gathers peaks of samples as they come: 20 a second, fewer for long films so that the page stays light."""

    def __init__(self, duration_s: float) -> None:
        per_s = min(PEAKS_PER_S, MOST_PEAKS / max(duration_s, 1.0))
        self._step = max(1, round(WAVE_RATE_HZ / per_s))
        self._rest = np.zeros(0, np.int16)
        self._peaks: list[float] = []

    def add(self, samples: Samples) -> None:
        samples = np.concatenate([self._rest, samples])
        whole = len(samples) // self._step * self._step
        self._take(samples[:whole].reshape(-1, self._step))
        self._rest = samples[whole:]

    @property
    def heard_s(self) -> float:
        """How much sound was added."""
        return (len(self._peaks) * self._step + len(self._rest)) / WAVE_RATE_HZ

    def finished(self) -> str:
        """JSON: `samples_per_second` and `peaks` (0..1, of full scale)."""
        if len(self._rest):
            self._take(self._rest.reshape(1, -1))
            self._rest = self._rest[:0]
        return json.dumps({"samples_per_second": round(WAVE_RATE_HZ / self._step, 6), "peaks": self._peaks})

    def _take(self, rows: Samples) -> None:
        if len(rows):
            peaks = np.abs(rows.astype(np.int32)).max(axis=1) / 32_768
            self._peaks += [round(float(peak), 3) for peak in peaks]
