"""Computes the waveform of a sound track for the page. In children only (numpy)."""

import json
import wave
from pathlib import Path

import numpy as np

MOST_PEAKS = 12_000
PEAKS_PER_S = 20.0
#: How much sound is read at once, seconds.
READ_S = 60


def waveform_of(pcm: Path) -> str:
    """The waveform of a wav file of 16-bit PCM: JSON with `samples_per_second` and `peaks` (0..1, of full scale).

    20 peaks a second, at most 12,000 in all, so that the page stays light. A peak is that of the loudest channel: a sum
    of channels can cancel out. ValueError for a file in another format.
    """
    with wave.open(str(pcm), "rb") as file:
        rate_hz, channels, width = file.getframerate(), file.getnchannels(), file.getsampwidth()
        if width != 2:
            raise ValueError(f"not 16-bit PCM: {8 * width} bits")
        per_s = min(PEAKS_PER_S, MOST_PEAKS * rate_hz / max(file.getnframes(), 1))
        step = max(1, round(rate_hz / per_s))
        at_once = max(1, READ_S * rate_hz // step) * step
        peaks: list[float] = []
        while data := file.readframes(at_once):
            peaks += _peaks(np.frombuffer(data, "<i2"), step * channels)
    return json.dumps({"samples_per_second": round(rate_hz / step, 6), "peaks": peaks})


def _peaks(samples: "np.typing.NDArray[np.int16]", step: int) -> list[float]:
    """The largest deviation in each `step` samples, the last of which may be incomplete."""
    loud = np.abs(samples.astype(np.int32))
    highest = np.maximum.reduceat(loud, np.arange(0, len(loud), step))
    return [round(float(peak), 3) for peak in highest / 32_768]
