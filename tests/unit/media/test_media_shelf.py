"""The media that tests are made of are what they claim to be (`tests.media`)."""

import av
import pytest

from tests.media import SCENES_DURATION_S, MediaShelf, described


def test_scenes_is_a_film_with_sound(media: MediaShelf) -> None:
    """Twelve seconds, picture and tone."""
    info = described(media.scenes())
    assert (info.width, info.height, info.fps) == (320, 180, "25")
    assert info.audio_codec == "aac"
    assert info.duration_s == pytest.approx(SCENES_DURATION_S, abs=0.05)


def test_odd_rates_are_exact(media: MediaShelf) -> None:
    """NTSC's rate stays a fraction."""
    assert described(media.video(fps="30000/1001")).fps == "30000/1001"


def test_webm_mp3_m4a_wav_are_read(media: MediaShelf) -> None:
    """The other containers hold what they say; a cover picture is no video."""
    assert described(media.video(ending="webm")).video_codec == "vp9"
    assert described(media.video_only()).audio_codec is None
    for path in (media.mp3(), media.m4a(), media.wav()):
        assert described(path).video_codec is None
        assert described(path).duration_s == pytest.approx(2, abs=0.1)


def test_rotation_is_marked(media: MediaShelf) -> None:
    """The rotated film is stored lying and carries its angle."""
    with av.open(str(media.rotated())) as container:
        frame = next(container.decode(video=0))
    assert (frame.width, frame.height) == (160, 90)
    assert abs(frame.rotation) == 90


def test_bad_files_are_bad(media: MediaShelf) -> None:
    """None of them opens as media."""
    for path in (media.truncated(), media.text(), media.empty(), media.html()):
        with pytest.raises(av.error.FFmpegError):
            av.open(str(path))


def test_truncated_stream_claims_more_than_it_holds(media: MediaShelf) -> None:
    """The cut-off Matroska file still tells its full length."""
    assert described(media.truncated_stream()).duration_s == pytest.approx(4, abs=0.1)
