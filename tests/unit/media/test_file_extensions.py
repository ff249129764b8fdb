"""File extensions and what fits into which container."""

import pytest

from app.jobs.results import MediaInfo
from app.media.file_extensions import extension_of, merged_extension, title_of_file


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
    assert extension_of(MediaInfo(container=container, duration_s=1), name) == ending


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
    assert merged_extension(video, audio) == ending


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("My talk.final.MP4", "My talk.final"),
        ('Une conversation "très" longue.webm', 'Une conversation "très" longue'),
        (r"C:\films\my film.mkv", "my film"),
        ("Talk v1.2", "Talk v1.2"),
        ("An interview with Dr. Smith", "An interview with Dr. Smith"),
        ("two\nlines\x00.opus", "two lines"),
        ("x" * 500 + ".mp4", "x" * 300),
    ],
)
def test_a_title_is_the_name_without_a_media_ending(name: str, title: str) -> None:
    """What follows another dot belongs to the name."""
    assert title_of_file(name) == title


@pytest.mark.parametrize("name", ["", "...", "/", "\x00\n.mp4", ".mp4"])
def test_a_nameless_file_has_a_title(name: str) -> None:
    """A title is never empty."""
    assert title_of_file(name).strip(" .")
