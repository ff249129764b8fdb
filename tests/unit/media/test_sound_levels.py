"""Silence and clipping, in samples of which they are known."""

import numpy as np
import pytest

from app.media.mixdown import Block
from app.media.sound_levels import SoundLevels

RATE_HZ = 44_100


def tone(seconds: float, hertz: float = 440, level: float = 0.5) -> Block:
    times_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return (level * np.sin(2 * np.pi * hertz * times_s)).astype(np.float32)[:, None]


def quiet(seconds: float) -> Block:
    return tone(seconds, level=0.0009)


def levels(*parts: Block, block: int = 10_000) -> SoundLevels:
    samples = np.concatenate(parts)
    found = SoundLevels(RATE_HZ, samples.shape[1])
    for first in range(0, len(samples), block):
        found.add(samples[first : first + block])
    return found


def silence(found: SoundLevels, film_s: float = 0.0) -> list[tuple[float, float]]:
    return [(one.start_s, one.end_s) for one in found.silence(film_s)]


@pytest.mark.parametrize("block", [100, 10_007, 10**6])
def test_silence_is_found_to_the_millisecond(block: int) -> None:
    """Below −60 dBFS, half a second or more, also at the end; however the samples come."""
    found = levels(quiet(0.7), tone(1), quiet(0.4), tone(1), quiet(2), tone(0.5), quiet(0.6), block=block)
    expected = [(0, 0.7), (3.1, 5.1), (5.6, 6.2)]
    assert np.array(silence(found)) == pytest.approx(np.array(expected), abs=0.003)


def test_a_sound_in_any_channel_is_no_silence() -> None:
    """Each may be silent for itself."""
    left, right = np.concatenate([tone(1), quiet(2)]), np.concatenate([quiet(1.8), tone(1.2)])
    (only,) = silence(levels(np.concatenate([left, right], axis=1)))
    assert only == pytest.approx((1.0, 1.8), abs=0.003)


def test_a_film_that_goes_on_after_its_sound_is_silent_there() -> None:
    """With the silence at the end of the sound they are one; what encoders cut off does not count."""
    found = levels(tone(1), quiet(0.4))
    assert np.array(silence(found, film_s=8.0)) == pytest.approx(np.array([(1.0, 8.0)]), abs=0.003)
    assert silence(levels(tone(1)), film_s=1.3) == []
    assert silence(levels(quiet(0.2))) == []


def clipped(found: SoundLevels) -> list[tuple[float, float]]:
    return [(one.start_s, one.end_s) for one in found.clipped()]


@pytest.mark.parametrize("block", [100, 10_007])
def test_clipped_stretches_are_found(block: int) -> None:
    """Waves cut off at full scale, or above it as lossy formats return them; from the first such peak to the last."""
    cut, above = np.clip(tone(0.5, level=1.5), -1, 32_767 / 32_768), tone(0.5, hertz=1000, level=1.3)
    found = clipped(levels(tone(1), cut, tone(1), above, tone(0.5), block=block))
    assert np.array(found) == pytest.approx(np.array([(1.0, 1.5), (2.5, 3.0)]), abs=0.005)


def test_whole_waves_of_full_scale_are_not_clipped() -> None:
    """Whichever their pitch, though low ones stay near full scale for many samples; nor is a single peak."""
    whole = [tone(0.5, hertz=hertz, level=32_767 / 32_768) for hertz in (30, 50, 100, 440, 1000, 5000)]
    spike = quiet(0.2)
    spike[100:105] = 1.0
    assert clipped(levels(*whole, spike)) == []


def test_samples_that_are_no_numbers_are_no_sound() -> None:
    """Damaged files of floating-point samples have them."""
    samples = quiet(1)
    samples[100:200] = np.nan
    samples[300] = np.inf
    found = levels(samples)
    assert found.peak == 1
    assert np.array(silence(found)) == pytest.approx(np.array([(0.007, 1.0)]), abs=0.003)
