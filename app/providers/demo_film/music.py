"""Composes the sound of a film: soft chords, plucked notes with an echo, and wind, all by the seed."""

import wave
from pathlib import Path
from random import Random
from typing import Final

import numpy as np
from numpy.typing import NDArray

RATE: Final = 48_000
#: Steps of a scale in semitones, and the chords that follow one another, as steps of it.
SCALES: Final = ((0, 2, 4, 7, 9), (0, 3, 5, 7, 10), (0, 2, 5, 7, 9))
CHORDS: Final = ((0, 2, 4), (3, 5, 7), (1, 3, 5), (2, 4, 6))
ECHO_S: Final = 0.31

Samples = NDArray[np.float64]


def compose(path: Path, length_s: float, starts: list[float], random: Random) -> None:
    """Write the sound as a wav file; a chord begins with each scene."""
    count = round(length_s * RATE)
    root, scale = 110.0 * 2 ** (random.randrange(0, 8) / 12), random.choice(SCALES)
    ends = [*starts[1:], length_s]
    sound = np.zeros((count, 2))
    for n, (start, end) in enumerate(zip(starts, ends, strict=True)):
        chord = CHORDS[(n + random.randrange(2)) % len(CHORDS)]
        for voice, step in enumerate(chord):
            _add(sound, _pad(_pitch(root, scale, step), end - start + 1.2), start, 0.055, voice - 1)
    now, beat = 0.2, random.choice((0.25, 0.3, 0.375))
    while now < length_s - 0.3:
        if random.random() < 0.72:
            tone = _pluck(_pitch(root * 2, scale, random.randrange(0, 10)))
            side = random.uniform(-0.8, 0.8)
            for echo in range(3):
                _add(sound, tone, now + echo * ECHO_S, 0.15 * 0.45**echo, side * (-1) ** echo)
        now += beat
    sound += _wind(count, random)
    edge = min(count // 2, round(0.6 * RATE))
    sound[:edge] *= np.linspace(0, 1, edge)[:, None]
    sound[count - edge :] *= np.linspace(1, 0, edge)[:, None]
    loud = float(np.abs(sound).max()) or 1.0
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((sound / loud * 0.6 * 32767).astype("<i2").tobytes())


def _pitch(root: float, scale: tuple[int, ...], step: int) -> float:
    octave, place = divmod(step, len(scale))
    return float(root * 2 ** (octave + scale[place] / 12))


def _pad(pitch: float, length_s: float) -> Samples:
    """A soft tone that swells and goes."""
    time = np.arange(round(length_s * RATE)) / RATE
    tone = sum(
        np.sin(2 * np.pi * pitch * part * detune * time) / part**1.6 for part in (1, 2, 3) for detune in (0.998, 1.003)
    )
    swell = np.minimum(1, time / 0.7) * np.minimum(1, np.maximum(0, length_s - time) / 1.0)
    return np.asarray(tone * swell)


def _pluck(pitch: float) -> Samples:
    """A plucked tone."""
    time = np.arange(round(0.9 * RATE)) / RATE
    tone = np.sin(2 * np.pi * pitch * time) + 0.35 * np.sin(4 * np.pi * pitch * time) * np.exp(-time * 9)
    return np.asarray(tone * np.exp(-time * 5) * np.minimum(1, time / 0.006))


def _wind(count: int, random: Random) -> Samples:
    """Soft noise that comes and goes."""
    noise = np.random.default_rng(random.randrange(2**32)).standard_normal(count + 240)
    smooth = np.convolve(noise, np.ones(240) / 240, mode="valid")[:count]
    slow = 0.6 + 0.4 * np.sin(2 * np.pi * 0.21 * np.arange(count) / RATE)
    return np.stack([smooth * slow, smooth * slow[::-1]], axis=1) * 0.35


def _add(sound: Samples, tone: Samples, start_s: float, level: float, side: float) -> None:
    """Add a tone at a time; `side` is -1 (left) to 1 (right)."""
    first = round(start_s * RATE)
    part = tone[: max(0, len(sound) - first)]
    if len(part):
        left, right = np.sqrt((1 - side * 0.7) / 2), np.sqrt((1 + side * 0.7) / 2)
        sound[first : first + len(part)] += part[:, None] * (level * np.array([left, right]))
