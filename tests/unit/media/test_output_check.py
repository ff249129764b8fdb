"""Looking into what ffmpeg wrote."""

import pytest

from app.core.errors import ErrorCode, JobFailure
from app.media.output_check import audio_seconds, check_output
from tests.media import SCENES_DURATION_S, SCENES_FPS, MediaShelf


def test_a_good_file_is_measured(media: MediaShelf) -> None:
    """Frames, size and seconds of both streams, by decoding."""
    found = check_output(media.scenes(), video=True, audio=True)
    assert found.frames == SCENES_DURATION_S * SCENES_FPS
    assert (found.width, found.height) == (320, 180)
    assert found.video_s == pytest.approx(SCENES_DURATION_S)
    assert found.audio_s == pytest.approx(SCENES_DURATION_S, abs=0.05)


def test_audio_is_measured_by_its_packets(media: MediaShelf) -> None:
    """Two seconds are two seconds."""
    assert audio_seconds(media.wav()) == pytest.approx(2, abs=0.05)
    assert audio_seconds(media.mp3()) == pytest.approx(2, abs=0.1)


def test_missing_streams_and_broken_files_are_failures(media: MediaShelf) -> None:
    """A file without the wanted stream, or that is no media, is an internal failure."""
    with pytest.raises(JobFailure, match="stream is missing") as caught:
        check_output(media.video_only(), video=True, audio=True)
    assert caught.value.code is ErrorCode.INTERNAL
    with pytest.raises(JobFailure, match=r"unusable \.mp4"):
        check_output(media.text(), video=True, audio=False)
    with pytest.raises(JobFailure, match="no audio"):
        audio_seconds(media.video_only())
    with pytest.raises(JobFailure):
        audio_seconds(media.empty())
