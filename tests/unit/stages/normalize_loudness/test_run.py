"""Stage `normalize_loudness`: what it reaches is measured by EBU R128, and the picture stays bit for bit."""

from pathlib import Path
from typing import Any

import av
import pytest

from app.core.errors import ErrorCode, JobFailure
from app.jobs.measures import SoundMeasures
from app.media.sound_measures import measure_sound
from app.stages.normalize_loudness.contract import LoudnessInput, Normalized
from app.stages.normalize_loudness.run import run
from tests.media import AAC, MediaShelf, described
from tests.tools import LocalTools


def normalized(path: Path, tools: LocalTools, **options: Any) -> Normalized:
    media = options.pop("media", described(path))
    return run(LoudnessInput(source=tools.stored(path), media=media, title="Talk", **options), tools)


def measured(path: Path, tools: LocalTools) -> SoundMeasures:
    found = measure_sound(tools.ffmpeg, path, track=0, rate_hz=None, film_s=60, reached=lambda _: None)
    assert found is not None
    return found


def pictures(path: Path) -> list[bytes]:
    with av.open(str(path)) as container:
        return [bytes(packet) for packet in container.demux(video=0) if packet.size]


@pytest.fixture
def tools(tmp_path: Path) -> LocalTools:
    return LocalTools(tmp_path)


@pytest.mark.parametrize("target_lufs", [-14.0, -27.0])
def test_speech_reaches_the_loudness(media: MediaShelf, tools: LocalTools, target_lufs: float) -> None:
    """Louder, where its peaks leave no room, and quieter; within half a unit, no peak above the limit."""
    path = media.talk_of(seconds=5)
    found = normalized(path, tools, target_lufs=target_lufs)
    result = tools.path_of(found.file)
    after = measured(result, tools)
    assert after.integrated_lufs == pytest.approx(target_lufs, abs=0.5)
    assert after.true_peak_dbtp is not None
    assert after.true_peak_dbtp <= -0.9
    assert found.lufs_after == after.integrated_lufs
    assert found.lufs_before == pytest.approx(measured(path, tools).integrated_lufs, abs=0.2)
    assert pictures(result) == pictures(path)
    assert found.duration_s == pytest.approx(described(path).duration_s, abs=0.1)
    assert tools.warnings == []
    assert tools.progress == sorted(tools.progress)
    assert list(tools.work_dir.glob("*.raw")) == []


def test_what_cannot_become_louder_is_reported(media: MediaShelf, tools: LocalTools) -> None:
    """Clicks alone cannot be loud below the limit of their peaks; the result says what they have."""
    clicks = "aevalsrc='if(lt(mod(t\\,0.5)\\,0.001)\\,0.5\\,0.002*sin(400*t))':s=48000:d=3"
    path = media.made("clicks.mp4", "-f", "lavfi", "-i", clicks, *AAC)
    found = normalized(path, tools, target_lufs=-6.0)
    assert found.lufs_after is not None
    assert found.lufs_after < -7
    assert found.file.suffix == ".m4a"
    assert tools.warned == ["loudness_missed"]


def test_silence_stays_as_it_is(media: MediaShelf, tools: LocalTools) -> None:
    """There is no loudness to change; without a track the job fails."""
    quiet = media.made("zero.mp4", "-f", "lavfi", "-i", "anullsrc=d=2", *AAC)
    found = normalized(quiet, tools)
    assert (found.lufs_before, found.lufs_after) == (None, None)
    assert tools.warned == ["too_quiet"]
    with pytest.raises(JobFailure) as failure:
        normalized(media.video_only(), tools)
    assert failure.value.code is ErrorCode.NO_AUDIO


def test_surround_sound_stays_surround_where_the_format_stores_it(media: MediaShelf, tools: LocalTools) -> None:
    """In mp4; webm gets two channels, and a picture that it cannot store is encoded, with a warning."""
    sound = ("-f", "lavfi", "-i", "sine=f=300:r=48000:d=1,pan=5.1|FL=c0|FR=c0|FC=c0|LFE=0*c0|BL=c0|BR=c0")
    path = media.made("six.mkv", "-i", str(media.video_only()), *sound, "-c:v", "copy", "-c:a", "flac", "-t", "1")
    for form, channels in (("mp4", 6), ("webm", 2)):
        found = normalized(path, tools, output_format=form)
        with av.open(str(tools.path_of(found.file))) as container:
            assert container.streams.audio[0].codec_context.channels == channels
        assert measured(tools.path_of(found.file), tools).integrated_lufs == pytest.approx(-14, abs=0.5)
    assert tools.warned == ["picture_encoded"]
