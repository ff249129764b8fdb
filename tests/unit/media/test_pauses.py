"""Finding pauses in levels, and what of the film stays."""

from fractions import Fraction

import numpy as np
import pytest

from app.media.pauses import SILENT_DB, STEP_S, Kept, kept_frames, sample_spans, threshold_of

PAL = Fraction(25)


def levels(*parts: tuple[float, float]) -> "np.typing.NDArray[np.float64]":
    """Levels of stretches: seconds and dB."""
    return np.concatenate([np.full(round(seconds / STEP_S), db) for seconds, db in parts])


@pytest.mark.parametrize(
    ("loud_db", "quiet_db"), [(-15.0, -80.0), (-15.0, -45.0), (-30.0, -60.0), (-12.0, -32.0), (-25.0, -90.0)]
)
def test_the_threshold_lies_between_speech_and_room(loud_db: float, quiet_db: float) -> None:
    """Also where the pauses are a tenth of it all, and both vary."""
    noise = np.random.default_rng(1).normal(0, 2, 1000)
    mixed = np.concatenate([loud_db + noise[:900], quiet_db + noise[900:]])
    assert quiet_db + 3 < threshold_of(mixed) < loud_db - 5


@pytest.mark.parametrize("sound", [[], [-20.0] * 100, np.linspace(-30, -18, 400), [-90.0] * 50])
def test_sound_without_pauses_has_silence_alone(sound: "list[float]") -> None:
    """Music that becomes quieter is no pause, and what is silent all over has no other level."""
    assert threshold_of(np.array(sound, np.float64)) == SILENT_DB


def test_pauses_keep_their_padding_and_whole_frames() -> None:
    """A pause at the start or the end goes with all but the padding at the sound; shorter ones stay."""
    sound = levels((1.0, -80), (2.0, -10), (0.3, -80), (1.0, -10), (2.0, -80), (1.0, -10), (1.0, -80))
    kept = kept_frames(sound, -40, min_s=0.5, padding_s=0.1, fps=PAL, frames=208)
    assert kept == (Kept(22, 110), Kept(155, 185))


def test_a_pause_shorter_than_its_padding_stays() -> None:
    """Nothing overlaps, and of a silent film nothing stays."""
    sound = levels((1.0, -10), (0.6, -80), (1.0, -10))
    assert kept_frames(sound, -40, min_s=0.5, padding_s=0.3, fps=PAL, frames=65) == (Kept(0, 65),)
    assert kept_frames(levels((3.0, -80)), -40, min_s=0.5, padding_s=0.1, fps=PAL, frames=75) == ()


def test_the_rate_of_television_is_exact_over_an_hour() -> None:
    """Of 29.97 frames a second no sample is lost or gained at any of thousands of cuts."""
    fps, rate_hz = Fraction(30_000, 1001), 48_000
    kept = [Kept(40 * number, 40 * number + 27) for number in range(2700)]
    frames = done = 0
    for span, (first, count) in zip(kept, sample_spans(kept, fps, rate_hz), strict=True):
        assert abs(first - Fraction(span.first * rate_hz) / fps) <= Fraction(1, 2)
        frames, done = frames + span.count, done + count
        assert abs(done - Fraction(frames * rate_hz) / fps) <= Fraction(1, 2)
