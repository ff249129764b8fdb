"""What a file is found to be, and why it is refused; on real files."""

import os
import random
import resource
import struct
import subprocess
from pathlib import Path

import imageio_ffmpeg
import pytest

from app.core.errors import ErrorCode, JobFailure
from app.jobs.results import Colour, MediaInfo
from app.media.probe import Probed, examine, probe
from tests.media import MediaShelf

EIGHT_HOURS_S = 8 * 3600


def looked_at(path: Path, *, max_seconds: float = 14_400, max_pixels: int = 8192 * 8192) -> Probed:
    return examine(path, max_seconds=max_seconds, max_pixels=max_pixels)


def refusal(path: Path, *, max_seconds: float = 14_400, max_pixels: int = 8192 * 8192) -> JobFailure:
    with pytest.raises(JobFailure) as failure:
        probe(path, max_seconds=max_seconds, max_pixels=max_pixels)
    assert not failure.value.retryable
    assert str(path.parent) not in failure.value.message
    return failure.value


def ffmpeg(*arguments: str | Path) -> None:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-loglevel", "error", "-y"]
    subprocess.run([*command, *map(str, arguments)], check=True, capture_output=True)


def with_header_duration(path: Path, target: Path, seconds: int) -> Path:
    """A copy of an mp4 whose movie header claims another length."""
    content = bytearray(path.read_bytes())
    at = content.index(b"mvhd") + 4
    (time_scale,) = struct.unpack_from(">I", content, at + 12)
    struct.pack_into(">I", content, at + 16, seconds * time_scale)
    target.write_bytes(content)
    return target


def test_a_video_is_described(media: MediaShelf) -> None:
    """Streams, codecs, size, rate and length of a plain mp4."""
    found = looked_at(media.scenes())
    assert found.missing_s == 0
    assert found.media == MediaInfo(
        container="mp4",
        duration_s=12.0,
        video_codec="h264",
        audio_codec="aac",
        width=320,
        height=180,
        fps="25",
        audio_sample_rate_hz=48000,
        audio_channels=1,
        bit_rate=found.media.bit_rate,
        colour=Colour(matrix="bt601"),
        streams=2,
    )


def test_of_several_audio_tracks_the_one_that_players_begin_with_is_meant(media: MediaShelf) -> None:
    """Wherever it lies; all are named."""
    found = looked_at(media.two_tracks())
    assert found.media.audio_track == 1
    assert found.audio_tracks == ("0 (ger)", "1 (eng, Live)")


def test_a_picture_of_a_few_pixels_is_none(media: MediaShelf) -> None:
    """No encoder takes it; what is heard is media all the same."""
    found = looked_at(media.video(size="6x4", ending="mkv")).media
    assert (found.video_codec, found.audio_codec) == (None, "aac")


def test_frame_rates_are_fractions(media: MediaShelf) -> None:
    """NTSC's rate is told exactly."""
    assert looked_at(media.video(fps="30000/1001")).media.fps == "30000/1001"


@pytest.mark.parametrize(
    ("ending", "container", "codecs"),
    [
        ("webm", "webm", ("vp9", "opus")),
        ("mkv", "matroska", ("h264", "aac")),
        ("mov", "mov", ("h264", "aac")),
        ("ts", "mpegts", ("h264", "aac")),
        ("avi", "avi", ("h264", "aac")),
        ("flv", "flv", ("h264", "aac")),
    ],
)
def test_containers_are_known_by_one_name(
    ending: str, container: str, codecs: tuple[str, str], media: MediaShelf
) -> None:
    """Families of containers are told apart, whatever the file is called."""
    found = looked_at(media.video(ending=ending)).media
    assert (found.container, (found.video_codec, found.audio_codec)) == (container, codecs)
    assert found.duration_s == pytest.approx(2.0, abs=0.12)


def test_rotation_is_applied_to_the_size(media: MediaShelf) -> None:
    """A phone's portrait video is told as it is seen, with the turn that leads there."""
    found = looked_at(media.rotated()).media
    assert (found.width, found.height, found.rotation_deg) == (90, 160, 270)


def test_a_cover_is_no_video(media: MediaShelf) -> None:
    """An mp3 with a picture is audio."""
    found = looked_at(media.mp3()).media
    assert (found.video_codec, found.width, found.audio_codec, found.audio_channels) == (None, None, "mp3", 2)
    assert found.streams == 2


def test_audio_alone_and_picture_alone_are_media(media: MediaShelf) -> None:
    """Either stream is enough."""
    assert looked_at(media.wav()).media.video_codec is None
    assert looked_at(media.m4a()).media.container == "m4a"
    assert looked_at(media.video_only()).media.audio_codec is None


def test_chapters_of_the_file_are_read(media: MediaShelf, tmp_path: Path) -> None:
    """Chapters that the author put into the file are kept."""
    notes = tmp_path / "chapters.txt"
    rows = "".join(f"[CHAPTER]\nTIMEBASE=1/1000\nSTART={n}000\nEND={n + 1}000\ntitle=Part {n}\n" for n in (0, 1))
    notes.write_text(f";FFMETADATA1\n{rows}")
    ffmpeg("-i", media.video(), "-i", notes, "-map_metadata", "1", "-c", "copy", tmp_path / "chapters.mp4")
    found = looked_at(tmp_path / "chapters.mp4").chapters
    assert [(chapter.start_s, chapter.end_s, chapter.title) for chapter in found] == [
        (0, 1, "Part 0"),
        (1, 2, "Part 1"),
    ]


@pytest.mark.parametrize("name", ["text", "html", "empty", "truncated", "playlist"])
def test_what_is_no_media_is_refused(name: str, media: MediaShelf) -> None:
    """Text and pages named .mp4, nothing at all, an mp4 without its index, and playlists are no media."""
    assert refusal(getattr(media, name)()).code is ErrorCode.UNSUPPORTED_MEDIA


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("list.mp4", "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{target}\n#EXT-X-ENDLIST\n"),
        ("concat.mp4", "ffconcat version 1.0\nfile {target}\n"),
        ("stream.mpd", '<MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><BaseURL>file://{target}</BaseURL></MPD>'),
        ("list.pls", "[playlist]\nFile1=file://{target}\n"),
        ("session.sdp", "v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 0\n"),
        ("film.asx", "<asx><entry><ref href='file://{target}'/></entry></asx>"),
        ("graph.mp4", "imf {target}\n"),
        ("picture.svg", "<svg xmlns='http://www.w3.org/2000/svg'><image href='file://{target}'/></svg>"),
    ],
)
def test_formats_that_name_other_files_are_refused(name: str, text: str, media: MediaShelf, tmp_path: Path) -> None:
    """No reference format opens the file that it names, although that is good media."""
    path = tmp_path / name
    path.write_text(text.format(target=media.video()))
    assert refusal(path).code is ErrorCode.UNSUPPORTED_MEDIA


def test_noise_is_refused(tmp_path: Path) -> None:
    """Random bytes are no media, whatever a lenient demuxer finds in them."""
    path = tmp_path / "noise.mp3"
    path.write_bytes(random.Random(7).randbytes(200_000))
    assert refusal(path).code is ErrorCode.UNSUPPORTED_MEDIA


def test_subtitles_alone_are_refused(tmp_path: Path) -> None:
    """A container with neither picture nor sound is no source."""
    (tmp_path / "a.srt").write_text("1\n00:00:00,000 --> 00:00:01,000\nHello\n")
    ffmpeg("-i", tmp_path / "a.srt", tmp_path / "a.mkv")
    assert "neither a picture nor sound" in refusal(tmp_path / "a.mkv").message


def test_headers_without_media_are_refused(media: MediaShelf, tmp_path: Path) -> None:
    """An mp4 that was cut off right after its index has nothing to show."""
    fast = tmp_path / "fast.mp4"
    ffmpeg("-i", media.video(), "-c", "copy", "-movflags", "+faststart", fast)
    content = fast.read_bytes()
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(content[: content.index(b"mdat") + 4])
    assert refusal(cut).code is ErrorCode.UNSUPPORTED_MEDIA


def test_a_cut_file_is_as_long_as_what_is_there(media: MediaShelf) -> None:
    """A transfer that broke off: the length told is the real one, and what is missing is said."""
    found = looked_at(media.truncated_stream())
    assert found.media.duration_s == pytest.approx(2.0, abs=0.3)
    assert found.missing_s == pytest.approx(2.0, abs=0.3)


def test_a_long_cut_file_is_read_from_its_start(tmp_path: Path) -> None:
    """Where nothing is found near the claimed end, the file is read through."""
    whole = tmp_path / "whole.mp4"
    source = ("-f", "lavfi", "-i", "testsrc2=s=64x36:r=5:d=60")
    ffmpeg(*source, "-c:v", "libx264", "-preset", "ultrafast", "-g", "5", "-movflags", "+faststart", whole)
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    found = looked_at(cut)
    assert 15 < found.media.duration_s < 45
    assert found.missing_s == pytest.approx(60 - found.media.duration_s, abs=0.5)


def test_a_claim_of_eight_hours_is_too_long(media: MediaShelf, tmp_path: Path) -> None:
    """A header that claims too much is refused although the file is short: later tools would believe it."""
    path = with_header_duration(media.video(), tmp_path / "claim.mp4", EIGHT_HOURS_S)
    failure = refusal(path)
    assert failure.code is ErrorCode.TOO_LONG
    assert "8:00:00" in failure.message


def test_eight_hours_behind_a_short_header_are_too_long(tmp_path: Path) -> None:
    """A header that claims little is not believed: the last packet counts."""
    path, whole = tmp_path / "short.mp4", tmp_path / "long.mp4"
    picture = ("-f", "lavfi", "-i", f"color=s=16x16:r=1/60:d={EIGHT_HOURS_S}")
    ffmpeg(*picture, "-c:v", "libx264", "-preset", "ultrafast", "-f", "matroska", tmp_path / "long.mkv")
    content = bytearray((tmp_path / "long.mkv").read_bytes())
    at = content.index(b"\x44\x89\x88") + 3  # EBML: Duration, 8 bytes
    struct.pack_into(">d", content, at, 5000.0)
    path.write_bytes(content)
    assert refusal(path).code is ErrorCode.TOO_LONG
    assert not whole.exists()


def test_a_claim_within_the_limit_is_corrected(media: MediaShelf, tmp_path: Path) -> None:
    """A wrong header that is no danger does not count: the length is that of the media."""
    path = with_header_duration(media.video(), tmp_path / "claim.mp4", 3600)
    found = looked_at(path)
    assert found.media.duration_s == pytest.approx(2.0, abs=0.1)


def test_too_long_is_told_with_the_limit(media: MediaShelf) -> None:
    """The limit is in the message."""
    failure = refusal(media.video(seconds=4), max_seconds=3)
    assert (failure.code, "0:00:03" in failure.message) == (ErrorCode.TOO_LONG, True)


def test_too_many_pixels_are_too_large(media: MediaShelf) -> None:
    """A picture above the limit is refused by its header."""
    assert refusal(media.video(), max_pixels=160 * 90 - 1).code is ErrorCode.TOO_LARGE
    assert looked_at(media.video(), max_pixels=160 * 90).media.width == 160


def test_an_absurd_size_is_refused(tmp_path: Path) -> None:
    """A picture of 60,000 × 60,000 pixels (5 GB decoded) is refused by its header, without memory for it."""
    path = tmp_path / "huge.avi"
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x36:r=5:d=1", "-c:v", "mjpeg", path)
    content = bytearray(path.read_bytes())
    struct.pack_into("<ii", content, content.index(b"strf") + 12, 60_000, 60_000)
    at = content.find(b"\xff\xc0")
    while at > 0:
        struct.pack_into(">HH", content, at + 5, 60_000, 60_000)
        at = content.find(b"\xff\xc0", at + 1)
    path.write_bytes(content)
    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert refusal(path).code in {ErrorCode.TOO_LARGE, ErrorCode.UNSUPPORTED_MEDIA}
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb < 100_000


def test_too_many_streams_are_refused(media: MediaShelf, tmp_path: Path) -> None:
    """Hundreds of streams are an attack, not a film."""
    path = tmp_path / "many.mkv"
    ffmpeg("-i", media.m4a(), *(["-map", "0:a"] * 70), "-c", "copy", path)
    failure = refusal(path)
    assert (failure.code, "70 streams" in failure.message) == (ErrorCode.UNSUPPORTED_MEDIA, True)


def test_damaged_audio_is_still_media(media: MediaShelf) -> None:
    """Bytes overwritten in the middle cost that stretch only."""
    assert looked_at(media.damaged_audio()).media.audio_codec == "mp3"


def test_a_name_may_look_like_a_protocol(media: MediaShelf, tmp_path: Path) -> None:
    """The path is a path, whatever it contains."""
    path = tmp_path / "concat:a|b.mp4"
    os.link(media.video(), path) if media.video().stat().st_dev == tmp_path.stat().st_dev else path.write_bytes(
        media.video().read_bytes()
    )
    assert looked_at(path).media.container == "mp4"
