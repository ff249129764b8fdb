"""The spoken sound: one flite call per line, trimmed, levelled and placed on the timeline."""

import subprocess
import tempfile
import wave
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.signal import resample_poly

from training.sample.script import Line
from training.sample.timeline import PlacedShot

SAMPLE_RATE_HZ = 48_000
SPEECH_RMS = 0.09
"""Every line is brought to this loudness (about -21 dBFS)."""
ROOM_RMS = 0.0006
"""Noise under everything (about -64 dBFS), so that pauses are quiet but not digital zero."""
_SILENCE_PEAK = 0.01

Samples = npt.NDArray[np.float32]


def speak(line: Line) -> Samples:
    """float32[n], 48 kHz: the line in its voice, silence trimmed off both ends."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "line.wav"
        subprocess.run(["flite", "-voice", line.voice, "-t", line.text, "-o", str(path)], check=True)
        with wave.open(str(path)) as sound:
            rate_hz = sound.getframerate()
            pcm = np.frombuffer(sound.readframes(sound.getnframes()), "<i2")
    samples = resample_poly(pcm.astype(np.float32) / 32768, SAMPLE_RATE_HZ // 1000, rate_hz // 1000)
    heard = np.flatnonzero(np.abs(samples) > _SILENCE_PEAK * np.abs(samples).max())
    trimmed = samples[heard[0] : heard[-1] + 1]
    return (trimmed * (SPEECH_RMS / np.sqrt(np.mean(trimmed**2)))).astype(np.float32)


def duration_s(samples: Samples) -> float:
    """Length of `samples` in seconds."""
    return len(samples) / SAMPLE_RATE_HZ


def mix(shots: Iterable[PlacedShot], spoken: Mapping[Line, Samples], length_s: float) -> Samples:
    """float32[length_s * 48000]: all lines at their places over a faint, seeded noise."""
    count = round(length_s * SAMPLE_RATE_HZ)
    track = np.random.default_rng(3).normal(0.0, ROOM_RMS, count).astype(np.float32)
    for shot in shots:
        for placed in shot.lines:
            first = round(placed.start_s * SAMPLE_RATE_HZ)
            track[first : first + len(spoken[placed.line])] += spoken[placed.line]
    return np.clip(track, -1.0, 1.0)


def loudness(track: Samples, fps: int) -> npt.NDArray[np.float32]:
    """float32[frames], 0..1: how loud the track is during each frame of the picture."""
    per_frame = SAMPLE_RATE_HZ // fps
    frames = track[: len(track) // per_frame * per_frame].reshape(-1, per_frame)
    level = np.sqrt(np.mean(frames**2, axis=1)) / (2 * SPEECH_RMS)
    return np.clip(level, 0.0, 1.0).astype(np.float32)
