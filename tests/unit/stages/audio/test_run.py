"""Stage `audio`."""

import json
from pathlib import Path

import av
import pytest

from app.core.errors import ErrorCode, JobFailure
from app.media.audio_formats import AudioFormat, AudioQuality
from app.stages.audio.contract import AudioInput
from app.stages.audio.run import run
from tests.media import MediaShelf, described
from tests.tools import LocalTools


def given(tools: LocalTools, path: Path, form: AudioFormat, quality: AudioQuality, title: str = "A film") -> AudioInput:
    return AudioInput(source=tools.stored(path), media=described(path), format=form, quality=quality, title=title)


@pytest.mark.parametrize("quality", ["low", "medium", "high"])
@pytest.mark.parametrize("form", ["wav", "mp3", "flac"])
def test_every_format_and_quality(media: MediaShelf, tmp_path: Path, form: AudioFormat, quality: AudioQuality) -> None:
    """The file decodes, is as long as the source, has the rate of its quality, and carries the title."""
    tools = LocalTools(tmp_path)
    output = run(given(tools, media.wav(), form, quality), tools)
    assert output.audio.suffix == f".{form}"
    assert output.duration_s == pytest.approx(2, abs=0.1)
    with av.open(str(tools.path_of(output.audio))) as file:
        stream = file.streams.audio[0]
        assert stream.codec_context.sample_rate == {"low": 22_050, "medium": 44_100, "high": 48_000}[quality]
        assert stream.codec_context.channels == (1 if quality == "low" else 2)
        assert file.metadata["title"] == "A film"
    assert tools.progress[-1] == 1
    assert tools.warnings == []
    assert not list(tools.work_dir.glob("audio.*"))


def test_the_track_that_players_begin_with_is_taken(media: MediaShelf, tmp_path: Path) -> None:
    """Not a silent one before it."""
    tools = LocalTools(tmp_path)
    output = run(given(tools, media.two_tracks(), "wav", "low"), tools)
    with av.open(str(tools.path_of(output.audio))) as file:
        assert max(abs(frame.to_ndarray()).max() for frame in file.decode(audio=0)) > 1000


@pytest.mark.parametrize("form", ["wav", "mp3", "flac"])
def test_the_same_decoding_gives_the_waveform(media: MediaShelf, tmp_path: Path, form: AudioFormat) -> None:
    """As long as the source, of the track that is taken, and nothing else is left."""
    tools = LocalTools(tmp_path)
    source = given(tools, media.two_tracks(), form, "low")
    output = run(source, tools)
    told = json.loads(tools.path_of(output.waveform).read_text())
    assert len(told["peaks"]) / told["samples_per_second"] == pytest.approx(source.media.duration_s, abs=0.1)
    assert 0.1 < max(told["peaks"]) <= 1
    assert list(tools.work_dir.iterdir()) == []


def test_a_late_track_is_late_in_the_waveform(media: MediaShelf, tmp_path: Path) -> None:
    """The page lays it over the player: what begins a second into the film is drawn a second into it."""
    tools = LocalTools(tmp_path)
    output = run(given(tools, media.late_audio(), "wav", "low"), tools)
    peaks = json.loads(tools.path_of(output.waveform).read_text())["peaks"]
    assert max(peaks[:18]) == 0
    assert max(peaks[22:30]) > 0.05


def test_quality_is_never_blown_up(media: MediaShelf, tmp_path: Path) -> None:
    """A mono source stays mono at high quality."""
    tools = LocalTools(tmp_path)
    output = run(given(tools, media.m4a(), "flac", "high"), tools)
    with av.open(str(tools.path_of(output.audio))) as file:
        assert file.streams.audio[0].codec_context.channels == 1


def test_mp3_takes_the_next_rate_it_knows(media: MediaShelf, tmp_path: Path) -> None:
    """A rate that mp3 cannot carry becomes one that it can."""
    tools = LocalTools(tmp_path)
    odd = given(tools, media.wav(), "mp3", "high")
    odd = odd.model_copy(update={"media": odd.media.model_copy(update={"audio_sample_rate_hz": 37_000})})
    with av.open(str(tools.path_of(run(odd, tools).audio))) as file:
        assert file.streams.audio[0].codec_context.sample_rate == 44_100


def test_hostile_titles_are_only_titles(media: MediaShelf, tmp_path: Path) -> None:
    """Control characters go, and a title that looks like options is still a title."""
    tools = LocalTools(tmp_path)
    output = run(given(tools, media.wav(), "mp3", "low", "-y \0;\n$(id) = 'x'"), tools)
    with av.open(str(tools.path_of(output.audio))) as file:
        assert file.metadata["title"] == "-y ; $(id) = 'x'"


def test_no_audio_is_told(media: MediaShelf, tmp_path: Path) -> None:
    """A film without sound fails as `no_audio`, for good."""
    tools = LocalTools(tmp_path)
    with pytest.raises(JobFailure) as caught:
        run(given(tools, media.video_only(), "wav", "high"), tools)
    assert caught.value.code is ErrorCode.NO_AUDIO
    assert not caught.value.retryable


def test_a_cover_picture_is_no_hindrance(media: MediaShelf, tmp_path: Path) -> None:
    """An mp3 with a cover is extracted like any audio."""
    tools = LocalTools(tmp_path)
    assert run(given(tools, media.mp3(), "flac", "medium"), tools).media_type == "audio/flac"
