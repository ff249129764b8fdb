"""Reading our own PCM in stretches."""

import wave
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import pytest

from app.media.pcm import Cuts, PcmFile, Sound, Stretch
from tests.speech import write_pcm

RATE = 16_000


def tone_with(*silences_s: float) -> Any:
    """float32[n]: ten seconds of a tone with a silence of 0.6 s at each of these times."""
    import numpy as np

    samples = (0.3 * np.sin(2 * np.pi * 200 * np.arange(10 * RATE) / RATE)).astype(np.float32)
    for start_s in silences_s:
        samples[int(start_s * RATE) : int((start_s + 0.6) * RATE)] = 0
    return samples


@pytest.fixture
def tone() -> Any:
    """float32[n]: ten seconds of a tone with silence from 4.0 to 4.6 and from 7.0 to 7.6 s."""
    return tone_with(4.0, 7.0)


def stretches_of(file: PcmFile, start_s: float, cuts: Cuts) -> list[Stretch]:
    """The pieces of a file from a place on; at most ten."""
    return [file.stretch(*extent) for extent in islice(file.extents(start_s, cuts), 10)]


def test_stretches_are_cut_where_it_is_quiet_and_lose_nothing(tmp_path: Path) -> None:
    """Each stretch but the last ends within a silence; together they are the whole file."""
    import numpy as np

    tone = tone_with(3.1, 6.4)
    file = PcmFile(write_pcm(tmp_path / "tone.wav", tone))
    assert file.duration_s == 10.0
    stretches = stretches_of(file, 0.0, Cuts(5.5))
    assert 3.1 <= stretches[0].end_s <= 3.7
    assert 6.4 <= stretches[1].end_s <= 7.0
    whole = np.concatenate([stretch.sound.samples for stretch in stretches])
    assert len(whole) == len(tone)
    assert float(np.abs(whole - tone).max()) < 1e-4


def lengths(cuts: Cuts, seconds: float) -> list[float]:
    """The planned lengths of so much audio, to the second."""
    ends = [(earliest_s + latest_s) / 2 for earliest_s, latest_s in cuts.planned(0.0, seconds)]
    return [round(end_s - start_s) for start_s, end_s in pairwise([0.0, *ends])]


def test_audio_is_shared_evenly_among_workers() -> None:
    """As many stretches as workers, or twice as many …, none shorter than is worth it; long audio begins short."""
    alone = Cuts(longest_s=150.0, first_s=30.0)
    assert lengths(alone, 25.0) == [25]
    assert lengths(alone, 80.0) == [30, 50]
    assert lengths(alone, 300.0) == [30, 90, 90, 90]
    both = Cuts(longest_s=150.0, first_s=30.0, shares=2, least_s=20.0)
    assert lengths(both, 25.0) == [25]
    assert lengths(both, 80.0) == [40, 40]
    assert lengths(both, 300.0) == [30, 30, 120, 120]
    assert lengths(both, 629.0) == [30, 30, *[95] * 6]
    assert lengths(both, 0.0) == []


def test_no_stretch_is_longer_than_asked_for() -> None:
    """Wherever within its margins each is cut."""
    for shares in (1, 2, 3):
        for seconds in (1.0, 29.0, 149.0, 151.0, 629.0, 3600.0):
            cuts = Cuts(longest_s=150.0, first_s=30.0, shares=shares, least_s=20.0)
            before_s = 0.0
            for earliest_s, latest_s in cuts.planned(0.0, seconds):
                assert before_s < earliest_s <= latest_s <= before_s + 150.0
                before_s = earliest_s
            assert before_s == seconds


def test_stretches_begin_where_they_are_told(tone: Any, tmp_path: Path) -> None:
    """A resumed run reads from its place on; at the end there is nothing left."""
    file = PcmFile(write_pcm(tmp_path / "tone.wav", tone))
    assert stretches_of(file, 8.5, Cuts(60.0))[0].start_s == 8.5
    assert stretches_of(file, 10.0, Cuts(60.0)) == []


@pytest.mark.parametrize("seed", range(12))
def test_stretches_of_any_length_come_to_an_end(seed: int, tmp_path: Path) -> None:
    """Wherever the cuts fall, the last stretch ends with the file, and none is empty; also from an odd place on."""
    import numpy as np

    random = np.random.default_rng(seed)
    noise = (0.1 * random.standard_normal(20 * RATE + int(random.integers(1, 60_000)))).astype(np.float32)
    file = PcmFile(write_pcm(tmp_path / "noise.wav", noise))
    for start_s in (0.0, 1.23456789):
        stretches = stretches_of(file, start_s, Cuts(7.0))
        assert all(len(stretch.sound.samples) for stretch in stretches)
        assert sum(len(stretch.sound.samples) for stretch in stretches) == len(noise) - round(start_s * RATE)
        assert stretches[-1].end_s == file.duration_s


def test_silence_after_a_place(tone: Any, tmp_path: Path) -> None:
    """The end of the sound that is going on, if it ends soon."""
    file = PcmFile(write_pcm(tmp_path / "tone.wav", tone))
    assert file.silence_after(3.8) == pytest.approx(4.0, abs=0.03)
    assert file.silence_after(1.0) == 1.0
    assert Sound(tone).silence_after(4.1) == 4.1


def test_levels(tone: Any) -> None:
    """RMS of a tone is its height over the root of two; nothing has no level."""
    sound = Sound(tone)
    assert sound.level(0.0, 1.0) == pytest.approx(0.3 / 2**0.5, rel=0.01)
    assert sound.speech_level == pytest.approx(0.3 / 2**0.5, rel=0.02)
    assert sound.level(1.0, 1.0) == Sound(tone[:0]).speech_level == 0.0
    assert sound.loud(3.9, 4.1) == [True] * 5 + [False] * 5


def test_any_other_wav_is_refused(tmp_path: Path) -> None:
    """Only what the speech stage writes is read here."""
    path = tmp_path / "stereo.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(44_100)
        file.writeframes(bytes(400))
    with pytest.raises(ValueError, match="not 16 kHz mono"):
        PcmFile(path)
