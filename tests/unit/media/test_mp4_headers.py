"""Turns and claimed lengths, read from an mp4's boxes."""

import struct
import subprocess
from pathlib import Path

import imageio_ffmpeg
import pytest

from app.media.mp4_headers import Mp4Headers, read_mp4_headers
from tests.media import MediaShelf


@pytest.mark.parametrize(("counter_clockwise", "clockwise"), [(0, 0), (90, 270), (180, 180), (-90, 90)])
def test_quarter_turns_are_read(counter_clockwise: int, clockwise: int, media: MediaShelf, tmp_path: Path) -> None:
    """Each turn that ffmpeg writes is read back, for the picture's track only."""
    path = tmp_path / "turned.mp4"
    turn = ("-display_rotation:v:0", str(counter_clockwise), "-i", str(media.video()), "-c", "copy", str(path))
    subprocess.run([imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-loglevel", "error", *turn], check=True)
    assert read_mp4_headers(path).rotations_deg == {1: clockwise, 2: 0}


def test_the_longest_claim_counts(media: MediaShelf, tmp_path: Path) -> None:
    """Movie, tracks and fragments may each tell a length."""
    assert read_mp4_headers(media.video()).claimed_s == pytest.approx(2.0, abs=0.05)
    content = bytearray(media.video().read_bytes())
    at = content.rindex(b"mdhd") + 4
    (scale,) = struct.unpack_from(">I", content, at + 12)
    struct.pack_into(">I", content, at + 16, 500 * scale)
    path = tmp_path / "claim.mp4"
    path.write_bytes(content)
    assert read_mp4_headers(path).claimed_s == 500


def test_an_unknown_length_is_no_claim(media: MediaShelf, tmp_path: Path) -> None:
    """All ones stand for "not known", as live recorders write it."""
    content = bytearray(media.video().read_bytes())
    struct.pack_into(">I", content, content.index(b"mvhd") + 20, 0xFFFFFFFF)
    path = tmp_path / "unknown.mp4"
    path.write_bytes(content)
    assert read_mp4_headers(path).claimed_s == pytest.approx(2.0, abs=0.05)


def test_wide_headers_are_read(tmp_path: Path) -> None:
    """Version 1 boxes have 64-bit times."""
    tkhd = b"\x01\0\0\7" + struct.pack(">QQIIQ8xHHHH", 0, 0, 7, 0, 90_000, 0, 0, 0, 0) + struct.pack(">ii", 0, 65536)
    mvhd = b"\x01\0\0\0" + struct.pack(">QQIQ", 0, 0, 1000, 90_000)
    mehd = b"\x01\0\0\0" + struct.pack(">Q", 95_000)
    path = tmp_path / "wide.mp4"
    path.write_bytes(
        _box(b"moov", _box(b"mvhd", mvhd), _box(b"trak", _box(b"tkhd", tkhd)), _box(b"mvex", _box(b"mehd", mehd)))
    )
    found = read_mp4_headers(path)
    assert (found.rotations_deg, found.claimed_s) == ({7: 90}, 95.0)


def test_other_files_tell_nothing(media: MediaShelf) -> None:
    """What has no boxes has neither turn nor length."""
    for path in (media.video(ending="webm"), media.empty(), media.text()):
        assert read_mp4_headers(path) == Mp4Headers({}, 0.0)


@pytest.mark.parametrize(
    "content",
    [
        struct.pack(">I4s", 4, b"moov"),
        struct.pack(">I4s", 1, b"moov"),
        struct.pack(">I4sQ", 1, b"moov", 3),
        struct.pack(">I4s", 0, b"moov") + struct.pack(">I4s", 0, b"trak") + struct.pack(">I4s", 0, b"tkhd"),
        struct.pack(">I4s", 0, b"moov") + struct.pack(">I4s", 8, b"free") * 20_000,
        struct.pack(">I4sI", 12, b"mvhd", 0),
        struct.pack(">I4s", 8, b"mvhd"),
        struct.pack(">I4s", 8, b"tkhd"),
    ],
)
def test_broken_boxes_end_the_search(content: bytes, tmp_path: Path) -> None:
    """Sizes that lead nowhere, or nowhere near, are not followed."""
    path = tmp_path / "broken.mp4"
    path.write_bytes(content)
    assert read_mp4_headers(path) == Mp4Headers({}, 0.0)


def _box(kind: bytes, *content: bytes) -> bytes:
    whole = b"".join(content)
    return struct.pack(">I4s", len(whole) + 8, kind) + whole
