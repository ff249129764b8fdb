"""The measures of sound, beside ffmpeg's own and beside what was written into the files."""

import re
import subprocess
from pathlib import Path

import pytest

from app.jobs.measures import SoundMeasures
from app.media.ffmpeg import find_ffmpeg
from app.media.sound_measures import measure_sound
from tests.media import MediaShelf, described, sample


def measured(path: Path) -> SoundMeasures | None:
    media = described(path)
    progress: list[float] = []
    found = measure_sound(
        find_ffmpeg(),
        path,
        track=media.audio_track,
        rate_hz=media.audio_sample_rate_hz,
        film_s=media.duration_s,
        reached=lambda fraction, **_: progress.append(fraction),
    )
    assert progress == sorted(progress)
    return found


def ebur128(path: Path) -> tuple[float, float, float]:
    """Integrated loudness, range and true peak as ffmpeg prints them."""
    command = [find_ffmpeg(), "-nostdin", "-hide_banner", "-i", path, "-map", "0:a:0"]
    command += ["-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-"]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stderr.rpartition("Summary")[2]
    loudness, width, peak = re.findall(r"\b(?:I|LRA|Peak): +(\S+)", printed)
    return float(loudness), float(width), float(peak)


SOUNDS = {
    "quiet.wav": ("sine=f=997:d=3,volume=0.1", ()),
    "stereo.m4a": ("aevalsrc='(0.1+0.05*floor(t))*sin(2*PI*300*t)|0.2*sin(2*PI*1000*t)':s=44100:d=8", ("-c:a", "aac")),
    "surround.flac": ("aevalsrc='0.2*sin(2000*t)|0.1*sin(900*t)|0|0.5*sin(300*t)|0.3*sin(t*700)|0':c=5.1:d=2", ()),
    "loud.mp3": ("sine=f=440:d=2,volume=20", ("-c:a", "libmp3lame")),
    "between.wav": ("aevalsrc='0.99*sin(2*PI*12000*t+PI/4)':s=48000:d=1", ()),  # its peak is between the samples
    "short.wav": ("sine=f=997:d=0.65", ()),
    "telephone.wav": ("sine=f=300:r=8000:d=1", ()),
    "many.mka": ("anoisesrc=d=1:a=0.4,pan=16c|c0=c0|c5=c0", ("-c:a", "pcm_s16le")),
}


@pytest.mark.parametrize("name", SOUNDS)
def test_loudness_is_that_of_ebur128(media: MediaShelf, name: str) -> None:
    """Integrated and range within 0.2 LU, the true peak within 0.1 dB, whatever rate, channels and codec."""
    graph, codec = SOUNDS[name]
    path = media.made(name, "-f", "lavfi", "-i", graph, *codec)
    found = measured(path)
    assert found is not None
    figures = (found.integrated_lufs, found.range_lu, found.true_peak_dbtp)
    assert figures == pytest.approx(ebur128(path), abs=0.15)


def test_the_shipped_sample_is_neither_silent_nor_clipped() -> None:
    """Speech with pauses, at the level that ebur128 measures."""
    found = measured(sample())
    assert found is not None
    assert found.integrated_lufs == pytest.approx(ebur128(sample())[0], abs=0.2)
    assert (found.silence, found.clipped) == ((), ())


def test_silence_is_on_the_film_s_clock(media: MediaShelf) -> None:
    """To the frame, in a lossy format; a track that begins late or ends early is silent where it is not."""
    sound = "aevalsrc='if(between(t,1,7),0,0.3*sin(2*PI*880*t))':s=48000:d=8"
    path = media.made("pause.m4a", "-f", "lavfi", "-i", sound, "-c:a", "aac")
    found = measured(path)
    assert found is not None
    (pause,) = found.silence
    assert (pause.start_s, pause.end_s) == pytest.approx((1, 7), abs=0.02)
    late = measured(media.late_audio())
    assert late is not None
    (before,) = late.silence
    assert (before.start_s, before.end_s) == pytest.approx((0, 1), abs=0.03)


def test_a_silent_track_has_no_loudness(media: MediaShelf) -> None:
    """None, not a figure of a scale's end."""
    found = measured(media.made("nothing.wav", "-f", "lavfi", "-i", "anullsrc=d=3"))
    assert found is not None
    assert (found.integrated_lufs, found.range_lu, found.true_peak_dbtp) == (None, None, None)
    assert [(one.start_s, one.end_s) for one in found.silence] == [(0, 3)]


def test_a_damaged_track_is_measured_as_far_as_it_decodes(media: MediaShelf) -> None:
    """What is lost is silent."""
    found = measured(media.damaged_audio())
    assert found is not None
    assert found.integrated_lufs is not None
