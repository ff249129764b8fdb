"""The waveform of a PCM file."""

import json
import wave
from pathlib import Path

import numpy as np
import pytest

from app.media.waveform import MOST_PEAKS, waveform_of


def pcm(path: Path, samples: "np.typing.NDArray[np.int16]", *, rate_hz: int = 16_000) -> Path:
    """A wav file of samples [n] or [n, channels]."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1 if samples.ndim == 1 else samples.shape[1])
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(samples.tobytes())
    return path


def test_peaks_are_where_the_sound_is(tmp_path: Path) -> None:
    """Twenty a second, as parts of full scale, however the file is read."""
    samples = np.zeros(150 * 16_000, np.int16)
    samples[100], samples[90 * 16_000 + 5], samples[-1] = 16_384, 8_192, -32_768
    told = json.loads(waveform_of(pcm(tmp_path / "a.wav", samples)))
    assert told["samples_per_second"] == 20
    assert len(told["peaks"]) == 3000
    assert {n: peak for n, peak in enumerate(told["peaks"]) if peak} == {0: 0.5, 1800: 0.25, 2999: 1.0}


def test_channels_do_not_cancel_out(tmp_path: Path) -> None:
    """The loudest channel counts, not their sum."""
    left = np.full(16_000, 16_384, np.int16)
    told = json.loads(waveform_of(pcm(tmp_path / "a.wav", np.stack([left, -left], axis=1))))
    assert told["peaks"] == [0.5] * 20


def test_what_is_left_over_at_the_end_counts(tmp_path: Path) -> None:
    """A file that is no multiple of a stretch, and one of a single sample."""
    samples = np.zeros(16_000 + 7, np.int16)
    samples[-1] = 16_384
    assert json.loads(waveform_of(pcm(tmp_path / "a.wav", samples)))["peaks"][-1] == 0.5
    assert json.loads(waveform_of(pcm(tmp_path / "b.wav", samples[-1:])))["peaks"] == [0.5]


def test_long_recordings_have_no_more_peaks_than_a_page_can_draw(tmp_path: Path) -> None:
    """Four hours (here of few samples a second) have at most 12,000, and they cover the whole."""
    told = json.loads(waveform_of(pcm(tmp_path / "a.wav", np.zeros(4 * 3600 * 100, np.int16), rate_hz=100)))
    assert len(told["peaks"]) <= MOST_PEAKS
    assert len(told["peaks"]) / told["samples_per_second"] == pytest.approx(4 * 3600, rel=1e-3)


def test_another_form_is_refused(tmp_path: Path) -> None:
    """Bytes that are no 16-bit samples would be drawn as noise."""
    path = tmp_path / "a.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8_000)
        file.writeframes(bytes(100))
    with pytest.raises(ValueError, match="8 bits"):
        waveform_of(path)
