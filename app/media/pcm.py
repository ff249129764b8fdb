"""Reads the product's own 16 kHz mono PCM files piece by piece. In children only (numpy)."""

import math
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

SAMPLE_RATE_HZ = 16_000
#: How far from its planned end a piece may be cut, and how long the silence is that is searched there.
MARGIN_S, SILENCE_S = 15.0, 0.4
#: Frame length for detecting silence. Below this share of the level of the loud parts (−26 dB) is silence.
FRAME_S, QUIET = 0.02, 0.05
#: How much later than reported a word may end, and the least length of the silence after it.
LATE_S, BREATH_S = 0.6, 0.2


class Sound:
    """Samples, float32[n], −1..1, and how loud they are where. Times are seconds from the first sample."""

    def __init__(self, samples: Any) -> None:
        self.samples = samples

    @cached_property
    def speech_level(self) -> float:
        """The level of the loud parts: the 95th percentile of the levels of 50 ms frames; 0 if there are none."""
        levels = _levels(self.samples, SAMPLE_RATE_HZ // 20)
        return float(np.percentile(levels, 95)) if len(levels) else 0.0

    def level(self, start_s: float, end_s: float) -> float:
        """The root mean square between two times, 0..1; 0 if there are no samples."""
        samples = self.samples[int(start_s * SAMPLE_RATE_HZ) : int(end_s * SAMPLE_RATE_HZ)]
        return float(np.sqrt(np.mean(samples.astype(np.float64) ** 2))) if len(samples) else 0.0

    def loud(self, start_s: float, end_s: float) -> list[bool]:
        """Whether each frame between two times has sound, relative to the loud parts of all samples."""
        samples = self.samples[int(start_s * SAMPLE_RATE_HZ) : int(end_s * SAMPLE_RATE_HZ)]
        levels = _levels(samples, int(FRAME_S * SAMPLE_RATE_HZ))
        return [bool(is_loud) for is_loud in levels > QUIET * self.speech_level]

    def silence_after(self, at_s: float) -> float:
        """When the sound at `at_s` ends, seconds; `at_s` itself if it continues for long."""
        frames = self.loud(at_s, at_s + LATE_S + BREATH_S)
        breath = round(BREATH_S / FRAME_S)
        ends = (n for n in range(len(frames) - breath + 1) if not any(frames[n : n + breath]))
        return at_s + next(ends, 0) * FRAME_S


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the audio, between two times of the media in seconds."""

    start_s: float
    end_s: float
    sound: Sound


@dataclass(frozen=True, slots=True)
class Cuts:
    """Where audio is cut: into stretches of at most `longest_s`, as many as make equal shares for `shares` workers.

    Long audio begins with a stretch of `first_s` for each worker: the first words wait until all of the first stretch
    has been searched for speech. Audio is not shared in stretches of less than `least_s`.
    """

    longest_s: float
    first_s: float = math.inf
    shares: int = 1
    least_s: float = 0.0

    def planned(self, start_s: float, end_s: float) -> Iterator[tuple[float, float]]:
        """Yield the earliest and latest end of each stretch, seconds; the last is `end_s` alone."""
        lengths = self._lengths(end_s - start_s)
        for length_s, following_s in pairwise(lengths):
            start_s += length_s
            margin_s = min(MARGIN_S, length_s / 4, following_s / 4)
            yield start_s - margin_s, start_s + margin_s
        if lengths:
            yield end_s, end_s

    def _lengths(self, rest_s: float) -> list[float]:
        """The planned lengths of the stretches of so many seconds."""
        lengths = []
        if rest_s >= 2 * self.shares * self.first_s:
            lengths = [self.first_s] * self.shares
            rest_s -= sum(lengths)
        longest_s = self.longest_s - 2 * min(MARGIN_S, self.longest_s / 6)
        fewest = 1 if rest_s <= self.longest_s else math.ceil(rest_s / longest_s)
        even = math.ceil(fewest / self.shares) * self.shares
        count = max(fewest, min(even, int(rest_s / self.least_s)) if self.least_s else even)
        return lengths + [rest_s / count] * count if rest_s > 0 else []


class PcmFile:
    """A wav file with 16-bit mono PCM at 16 kHz, as the speech stage writes it. ValueError for any other format."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with wave.open(str(path), "rb") as file:
            found = (file.getframerate(), file.getnchannels(), file.getsampwidth())
            if found != (SAMPLE_RATE_HZ, 1, 2):
                raise ValueError(f"not 16 kHz mono 16-bit PCM: {found}")
            self._frames = file.getnframes()
        self.duration_s = self._frames / SAMPLE_RATE_HZ

    def read(self, start_s: float, end_s: float) -> Any:
        """Samples from `start_s` to `end_s` (or the end of the file), float32[n], −1..1."""
        first = round(start_s * SAMPLE_RATE_HZ)
        return self._samples(first, round(end_s * SAMPLE_RATE_HZ) - first)

    def silence_after(self, at_s: float) -> float:
        """When the sound at `at_s` ends, relative to the ten seconds that follow; see `Sound.silence_after`."""
        return at_s + Sound(self.read(at_s, at_s + 10.0)).silence_after(0.0)

    def peak(self) -> float:
        """The loudest sample of the whole file, 0..1."""
        at_once = int(60 * SAMPLE_RATE_HZ)
        peaks = (np.abs(self._samples(first, at_once)).max() for first in range(0, self._frames, at_once))
        return float(max(peaks, default=0.0))

    def extents(self, start_s: float, cuts: Cuts) -> Iterator[tuple[int, int]]:
        """Yield first and end sample of each piece from `start_s` on, cut at the quietest moment near its planned end.

        Positions are sample numbers: a sum of seconds can end just before the duration, with no sample left. They
        depend on the file and on `cuts` alone.
        """
        first = round(start_s * SAMPLE_RATE_HZ)
        for earliest_s, latest_s in cuts.planned(first / SAMPLE_RATE_HZ, self.duration_s):
            end = min(round(latest_s * SAMPLE_RATE_HZ), self._frames)
            if end < self._frames:
                earliest = first + int((earliest_s - first / SAMPLE_RATE_HZ) * SAMPLE_RATE_HZ)
                end = earliest + _quietest(self._samples(earliest, end - earliest))
            yield first, end
            first = end

    def stretch(self, first: int, end: int) -> Stretch:
        """The piece of an extent."""
        return Stretch(first / SAMPLE_RATE_HZ, end / SAMPLE_RATE_HZ, Sound(self._samples(first, end - first)))

    def _samples(self, first: int, count: int) -> Any:
        with wave.open(str(self._path), "rb") as file:
            file.setpos(min(first, self._frames))
            data = file.readframes(max(0, count))
        return np.frombuffer(data, dtype="<i2").astype(np.float32) / 32768.0


def _quietest(samples: Any) -> int:
    """Index of the middle of the quietest `SILENCE_S`."""
    width = int(SILENCE_S * SAMPLE_RATE_HZ)
    energy = np.concatenate(([0.0], np.cumsum(samples.astype(np.float64) ** 2)))
    return int(np.argmin(energy[width:] - energy[:-width])) + width // 2


def _levels(samples: Any, width: int) -> Any:
    """The root mean square of each whole frame of `width` samples."""
    frames = samples[: len(samples) // width * width].reshape(-1, width).astype(np.float64)
    return np.sqrt((frames**2).mean(axis=1))
