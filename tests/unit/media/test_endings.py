"""File endings and what fits into which container."""

import pytest

from app.jobs.results import MediaInfo
from app.media.endings import ending_of, merged_ending


@pytest.mark.parametrize(
    ("container", "name", "ending"),
    [
        ("mp4", "film.MP4", ".mp4"),
        ("mp4", "film.m4v", ".m4v"),
        ("mp4", "film.exe", ".mp4"),
        ("mpegts", "stream.mp4", ".ts"),
        ("matroska", "film", ".mkv"),
        ("webm", "film.mkv", ".webm"),
        ("mp3", "../../x.php", ".mp3"),
        ("ogg", "a.opus", ".opus"),
    ],
)
def test_the_ending_says_the_container(container: str, name: str, ending: str) -> None:
    """A name from outside is believed only where it says the same."""
    assert ending_of(MediaInfo(container=container, duration_s=1), name) == ending


@pytest.mark.parametrize(
    ("video", "audio", "ending"),
    [
        ("h264", "aac", ".mp4"),
        ("av1", "aac", ".mp4"),
        ("vp9", "opus", ".webm"),
        ("av1", "opus", ".webm"),
        ("h264", "opus", ".mkv"),
        ("vp9", "aac", ".mkv"),
        (None, "aac", ".mkv"),
    ],
)
def test_streams_are_merged_into_what_holds_them(video: str | None, audio: str, ending: str) -> None:
    """The most widely played container that takes both codecs as they are."""
    assert merged_ending(video, audio) == ending
