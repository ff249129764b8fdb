"""Stage `speech`."""

import json
import wave
from pathlib import Path

import pytest

from app.core.errors import ErrorCode, JobFailure
from app.stages.speech.contract import SpeechInput
from app.stages.speech.run import run
from tests.media import AAC, X264, MediaShelf, described
from tests.tools import LocalTools


def given(tools: LocalTools, path: Path, *, required: bool = True) -> SpeechInput:
    return SpeechInput(source=tools.stored(path), media=described(path), required=required)


@pytest.mark.parametrize("kind", ["scenes", "video", "mp3", "m4a", "wav", "rotated"])
def test_speech_audio_is_16_khz_mono(media: MediaShelf, tmp_path: Path, kind: str) -> None:
    """Whatever the source: 16 kHz, mono, 16 bits, as long as the source, and nothing to warn of."""
    path = getattr(media, kind)()
    tools = LocalTools(tmp_path)
    output = run(given(tools, path), tools)
    assert output.pcm is not None
    with wave.open(str(tools.path_of(output.pcm))) as audio:
        assert (audio.getframerate(), audio.getnchannels(), audio.getsampwidth()) == (16_000, 1, 2)
        assert audio.getnframes() / 16_000 == output.duration_s
    assert output.duration_s == pytest.approx(described(path).duration_s, abs=0.1)
    assert tools.warnings == []
    assert tools.progress[-1] == 1


def test_the_track_that_players_begin_with_is_heard(media: MediaShelf, tmp_path: Path) -> None:
    """Not a silent one before it."""
    tools = LocalTools(tmp_path)
    output = run(given(tools, media.two_tracks()), tools)
    assert output.pcm is not None
    with wave.open(str(tools.path_of(output.pcm))) as audio:
        assert any(audio.readframes(16_000))


def test_the_waveform_covers_the_recording(media: MediaShelf, tmp_path: Path) -> None:
    """Every job with speech has one, and it is that of the track that is heard."""
    tools = LocalTools(tmp_path)
    output = run(given(tools, media.two_tracks()), tools)
    assert output.waveform is not None
    told = json.loads(tools.path_of(output.waveform).read_text())
    assert len(told["peaks"]) / told["samples_per_second"] == pytest.approx(output.duration_s, abs=0.1)
    assert 0.1 < max(told["peaks"]) <= 1


def test_no_audio_fails_only_where_speech_is_required(media: MediaShelf, tmp_path: Path) -> None:
    """A transcription cannot do without audio, clips can, with a warning."""
    tools = LocalTools(tmp_path)
    with pytest.raises(JobFailure) as caught:
        run(given(tools, media.video_only()), tools)
    assert caught.value.code is ErrorCode.NO_AUDIO
    output = run(given(tools, media.video_only(), required=False), tools)
    assert output.pcm is None
    assert output.waveform is None
    assert output.duration_s == pytest.approx(2, abs=0.1)
    assert tools.warned == ["no_audio"]


def test_a_cut_off_file_gives_what_it_holds(media: MediaShelf, tmp_path: Path) -> None:
    """Half a file gives half the audio, and the difference is told."""
    tools = LocalTools(tmp_path)
    output = run(given(tools, media.truncated_stream()), tools)
    assert 1 < output.duration_s < 3
    assert "audio_shorter" in tools.warned


@pytest.mark.parametrize(("silent_s", "told"), [(3, []), (8, ["audio_shorter"])])
def test_a_film_that_goes_on_for_a_moment_is_whole(
    media: MediaShelf, tmp_path: Path, silent_s: int, told: list[str]
) -> None:
    """A last picture after the last word is no loss; a long silence is told, for it may be one."""
    tools = LocalTools(tmp_path)
    picture = ("-f", "lavfi", "-i", f"testsrc2=s=64x36:r=5:d={6 + silent_s}", "-f", "lavfi", "-i", "sine=d=6")
    output = run(given(tools, media.made("credits.mp4", *picture, *X264, *AAC)), tools)
    assert output.duration_s == pytest.approx(6, abs=0.1)
    assert tools.warned == told


def test_damage_in_the_middle_keeps_the_rest(media: MediaShelf, tmp_path: Path) -> None:
    """What follows a damaged stretch is still there, and the damage is told."""
    tools = LocalTools(tmp_path)
    output = run(given(tools, media.damaged_audio()), tools)
    assert output.duration_s > 2.5
    assert tools.warned


def test_a_late_track_is_not_heard_early(tmp_path: Path, media: MediaShelf) -> None:
    """Audio that begins a second into the film begins with a second of silence."""
    late = media.late_audio()
    tools = LocalTools(tmp_path)
    output = run(given(tools, late), tools)
    assert output.pcm is not None
    with wave.open(str(tools.path_of(output.pcm))) as audio:
        first = audio.readframes(15_000)
        audio.setpos(20_000)
        later = audio.readframes(1_000)
    assert set(first) == {0}
    assert set(later) != {0}


def test_audio_without_content_is_unsupported(media: MediaShelf, tmp_path: Path) -> None:
    """A track of which nothing decodes is not passed on as silence."""
    tools = LocalTools(tmp_path)
    lying = SpeechInput(source=tools.stored(media.text()), media=described(media.wav()), required=True)
    with pytest.raises(JobFailure) as caught:
        run(lying, tools)
    assert caught.value.code is ErrorCode.UNSUPPORTED_MEDIA
