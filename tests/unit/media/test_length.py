"""How long media is: claims, estimates and what is really there."""

import struct
from pathlib import Path

import pytest

from app.core.errors import ErrorCode, JobFailure
from app.media.probe import Probed, examine
from tests.media import AAC, X264, MediaShelf

#: Twenty seconds of silence and five of noise: the bit rate of the beginning says nothing of the end.
QUIET_FIRST = ("-f", "lavfi", "-i", "anullsrc=r=48000:cl=mono:d=20", "-f", "lavfi", "-i", "anoisesrc=r=48000:d=5")
NOISE_FIRST = (*QUIET_FIRST[4:], *QUIET_FIRST[:4])
JOIN = ("-filter_complex", "[0:a][1:a]concat=n=2:v=0:a=1")
TONE = ("-f", "lavfi", "-i", "sine=f=440:r=48000:d=12")
PICTURE = ("-f", "lavfi", "-i", "testsrc2=s=64x36:r=5:d=12")
SLIDES = ("-f", "lavfi", "-i", "testsrc2=s=64x36:r=1/4:d=12")


def looked_at(path: Path, *, max_seconds: float = 60) -> Probed:
    return examine(path, max_seconds=max_seconds, max_pixels=10**6)


def cut(media: MediaShelf, path: Path, share: float = 0.6) -> Path:
    """The file, cut off."""
    content = path.read_bytes()
    return media.written(f"cut-{path.name}", content[: int(len(content) * share)])


@pytest.mark.parametrize("inputs", [QUIET_FIRST, NOISE_FIRST], ids=["quiet first", "noise first"])
@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("a.aac", ("-c:a", "aac")),
        ("a.mp3", ("-c:a", "libmp3lame", "-q:a", "0", "-write_xing", "0", "-id3v2_version", "0")),
        ("a.amr", ("-ar", "8000", "-c:a", "libopencore_amrnb")),
    ],
    ids=["aac", "mp3", "amr"],
)
def test_an_estimate_is_no_claim(name: str, codec: tuple[str, ...], inputs: tuple[str, ...], media: MediaShelf) -> None:
    """Where no header tells the length it is measured; nothing is missing, and the limit is held against what is."""
    path = media.made(name, *inputs, *JOIN, *codec)
    found = looked_at(path, max_seconds=26)
    assert found.media.duration_s == pytest.approx(25, abs=0.2)
    assert found.missing_s == 0
    assert found.media.bit_rate == pytest.approx(path.stat().st_size * 8 / 25, rel=0.05)
    with pytest.raises(JobFailure) as failure:
        looked_at(path, max_seconds=24)
    assert failure.value.code is ErrorCode.TOO_LONG


@pytest.mark.parametrize("ending", ["mkv", "mp4", "mov", "webm", "wmv", "flv"])
def test_a_last_picture_stays(ending: str, media: MediaShelf) -> None:
    """A slide that is shown to the end is no missing end, with sound that ends before and without any."""
    codec = ("-c:v", "libvpx-vp9", "-deadline", "realtime") if ending == "webm" else X264
    codec = ("-c:v", "wmv2") if ending == "wmv" else codec
    silent = looked_at(media.made(f"slides.{ending}", *SLIDES, "-fps_mode", "vfr", *codec))
    assert (silent.media.duration_s, silent.missing_s) == (pytest.approx(12, abs=0.1), 0)
    short = ("-f", "lavfi", "-i", "sine=d=3", "-map", "0:v", "-map", "1:a")
    heard = looked_at(media.made(f"heard.{ending}", *SLIDES, *short, "-fps_mode", "vfr", *codec))
    assert (heard.media.duration_s, heard.missing_s) == (pytest.approx(12, abs=0.2), 0)


@pytest.mark.parametrize("ending", ["mkv", "mp4"])
def test_a_subtitle_after_the_end_is_no_missing_film(ending: str, media: MediaShelf) -> None:
    """The film is as long as its picture and sound."""
    lines = media.written("late.srt", b"1\n00:00:20,000 --> 00:00:30,000\nThe end\n")
    coded = ("-c:s", "mov_text") if ending == "mp4" else ()
    found = looked_at(media.made(f"titled.{ending}", *PICTURE, *TONE, "-i", str(lines), *X264, *AAC, *coded))
    assert (found.media.duration_s, found.missing_s) == (pytest.approx(12, abs=0.2), 0)


@pytest.mark.parametrize(
    ("ending", "codec"),
    [
        ("mp4", (*X264, *AAC, "-movflags", "+faststart")),
        ("mkv", (*X264, *AAC)),
        ("flv", (*X264, *AAC)),
        ("avi", ("-c:v", "mpeg4")),
        ("wav", ("-vn",)),
        ("aiff", ("-vn",)),
        ("flac", ("-vn",)),
        ("mp3", ("-vn",)),
        ("m4a", ("-vn", "-movflags", "+faststart")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_was_cut_off_is_told(ending: str, codec: tuple[str, ...], media: MediaShelf) -> None:
    """The length is that of what is there, and what is missing is said; the whole file misses nothing."""
    whole = media.made(f"whole.{ending}", *PICTURE, *TONE, *codec, "-shortest")
    assert looked_at(whole).missing_s == 0
    found = looked_at(cut(media, whole))
    assert found.missing_s > 3
    assert found.missing_s + found.media.duration_s == pytest.approx(12, abs=1)


@pytest.mark.parametrize("size", [0, 0xFFFFFFFF, 0x7FFFFFFF, 0x7FFFF000])
def test_a_wav_that_was_written_to_a_pipe_is_whole(size: int, media: MediaShelf) -> None:
    """A size that no writer knew is no claim."""
    content = bytearray(media.made("piped.wav", *TONE, "-t", "2").read_bytes())
    at = content.index(b"data")
    struct.pack_into("<I", content, at + 4, size)
    found = looked_at(media.written(f"piped-{size}.wav", bytes(content)))
    assert (found.media.duration_s, found.missing_s) == (pytest.approx(2, abs=0.01), 0)


def test_a_wrong_header_is_not_believed_and_nothing_is_missing(media: MediaShelf, tmp_path: Path) -> None:
    """An mp4 of two seconds that claims an hour has all its packets: it was not cut off."""
    content = bytearray(media.video().read_bytes())
    at = content.index(b"mvhd") + 4
    (time_scale,) = struct.unpack_from(">I", content, at + 12)
    struct.pack_into(">I", content, at + 16, 50 * time_scale)
    path = tmp_path / "claim.mp4"
    path.write_bytes(content)
    found = looked_at(path)
    assert (found.media.duration_s, found.missing_s) == (pytest.approx(2.0, abs=0.1), 0)


def test_a_header_that_is_a_little_wrong_is_not_believed(media: MediaShelf, tmp_path: Path) -> None:
    """Not worth a warning, but times are counted on packets."""
    content = bytearray(media.made("plain.mkv", *PICTURE, *TONE, *X264, *AAC).read_bytes())
    at = content.index(b"\x44\x89\x88") + 3  # the length of the segment, in milliseconds
    (told_ms,) = struct.unpack_from(">d", content, at)
    struct.pack_into(">d", content, at, told_ms + 400)
    path = tmp_path / "plain.mkv"
    path.write_bytes(content)
    found = looked_at(path)
    assert (found.media.duration_s, found.missing_s) == (pytest.approx(12, abs=0.05), 0)
