"""The timecode that a film begins with, as containers store it."""

import struct
from pathlib import Path

import pytest

from app.media.mp4_headers import read_mp4_headers
from app.media.probe import probe
from tests.media import MediaShelf


def made(media: MediaShelf, ending: str, fps: str, *timecode: str) -> Path:
    codec = ("-c:v", "mpeg2video") if ending == "mxf" else ("-c:v", "libx264", "-preset", "ultrafast")
    picture = ("-f", "lavfi", "-i", f"color=s=64x48:r={fps}:d=0.2", *codec, "-pix_fmt", "yuv420p")
    return media.made(f"timecode.{ending}", *picture, *timecode)


def timecode_of(path: Path) -> str | None:
    return probe(path, max_seconds=60, max_pixels=10**6).timecode


@pytest.mark.parametrize(
    ("ending", "fps", "stated"),
    [
        ("mov", "30000/1001", "01:00:00;00"),
        ("mp4", "25", "10:11:12:13"),
        ("mxf", "25", "02:03:04:05"),
        ("mkv", "24000/1001", "01:02:03:04"),
        ("mov", "60000/1001", "00:59:59;58"),
    ],
)
def test_timecode_is_read(ending: str, fps: str, stated: str, media: MediaShelf) -> None:
    """Of a `tmcd` track, of a tag, of an MXF's material package; drop-frame stays drop-frame."""
    assert timecode_of(made(media, ending, fps, "-timecode", stated)) == stated


def test_pairs_of_frames_are_counted_as_frames(media: MediaShelf, tmp_path: Path) -> None:
    """Cameras at 50 frames a second label pairs by 25: label 6 is frame 12."""
    content = bytearray(made(media, "mov", "50", "-timecode", "05:00:00:06").read_bytes())
    at = content.rindex(b"tmcd") + 20  # the sample entry's scale, frame duration and labels of a second
    scale, duration, labels = struct.unpack_from(">IIB", content, at)
    assert (scale / duration, labels) == (50, 50)
    struct.pack_into(">IIB", content, at, scale, 2 * duration, 25)
    path = tmp_path / "pairs.mov"
    path.write_bytes(content)
    assert read_mp4_headers(path).timecode_labels == 25
    assert timecode_of(path) == "10:00:00:12"


def test_without_a_timecode_nothing_is_recorded(media: MediaShelf) -> None:
    """The keys of what was computed before stay as they were."""
    found = probe(made(media, "mp4", "25"), max_seconds=60, max_pixels=10**6)
    assert found.timecode is None
    assert "timecode" not in found.model_dump(mode="json")


@pytest.mark.parametrize("stated", ["99:99:99:99", "10:00:00:30", "noon"])
def test_impossible_timecode_is_none(stated: str, media: MediaShelf) -> None:
    """A tag is untrusted text."""
    assert timecode_of(made(media, "mkv", "25", "-metadata", f"timecode={stated}")) is None
