"""Looking into what ffmpeg wrote."""

from pathlib import Path

import av
import pytest

from app.core.errors import ErrorCode, JobFailure
from app.media.output_check import audio_seconds, check_output
from tests.media import SCENES_DURATION_S, SCENES_FPS, MediaShelf


def test_a_good_file_is_measured(media: MediaShelf) -> None:
    """Frames, size and seconds of both streams, by their packets."""
    found = check_output(media.scenes(), video=True, audio=True)
    assert found.frames == SCENES_DURATION_S * SCENES_FPS
    assert (found.width, found.height) == (320, 180)
    assert found.video_s == pytest.approx(SCENES_DURATION_S)
    assert found.audio_s == pytest.approx(SCENES_DURATION_S, abs=0.05)


def test_audio_is_measured_by_its_packets(media: MediaShelf) -> None:
    """Two seconds are two seconds."""
    assert audio_seconds(media.wav()) == pytest.approx(2, abs=0.05)
    assert audio_seconds(media.mp3()) == pytest.approx(2, abs=0.1)


def test_a_file_that_ends_early_has_fewer_frames(media: MediaShelf, tmp_path: Path) -> None:
    """What its header promises does not count."""
    with av.open(str(media.scenes())) as whole, av.open(str(tmp_path / "whole.mkv"), "w") as copy:
        stream = copy.add_stream_from_template(whole.streams.video[0])
        for packet in whole.demux(whole.streams.video[0]):
            if packet.size:
                packet.stream = stream
                copy.mux(packet)
    content = (tmp_path / "whole.mkv").read_bytes()
    (tmp_path / "cut.mkv").write_bytes(content[: len(content) // 2])
    found = check_output(tmp_path / "whole.mkv", video=True, audio=False)
    assert found.frames == SCENES_DURATION_S * SCENES_FPS
    assert 0 < check_output(tmp_path / "cut.mkv", video=True, audio=False).frames < found.frames


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
