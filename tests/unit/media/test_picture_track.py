"""Which picture of a file is the film, how it is shown, and that no larger one is ever decoded."""

import resource
import subprocess
from fractions import Fraction
from pathlib import Path

import imageio_ffmpeg
import pytest

from app.core.errors import ErrorCode, JobFailure
from app.core.settings import Settings
from app.media.ffmpeg import MOST_FILM_PIXELS, MOST_PIXELS
from app.media.picture_track import main_picture, opened, refuse_too_much, shown, square_size
from app.media.probe import probe
from tests.media import MediaShelf

X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")


def ffmpeg(*arguments: str | Path) -> None:
    command = (imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y")
    subprocess.run([*command, *map(str, arguments)], check=True, capture_output=True)


def picture(size: str, colour: str = "red", seconds: float = 1) -> tuple[str, ...]:
    return ("-f", "lavfi", "-i", f"color={colour}:s={size}:r=5:d={seconds}")


def chosen(path: Path) -> int | None:
    """The number of the main picture among the pictures of the file."""
    with opened(path) as container:
        found = main_picture(container)
        return None if found is None else list(container.streams.video).index(found)


def test_the_picture_that_is_marked_is_the_film(media: MediaShelf) -> None:
    """Wherever it lies; that is what is told of the file, and which one it is."""
    found = probe(media.two_pictures(), max_seconds=100, max_pixels=10**6)
    assert (found.video_track, found.width, found.height, found.fps) == (1, 128, 72, "25")


@pytest.mark.parametrize(
    ("marks", "expected"), [(("default", "0"), 0), (("0", "default"), 1), (("0", "0"), 1), (("default", "default"), 1)]
)
def test_where_several_are_marked_or_none_the_largest_is_the_film(
    tmp_path: Path, marks: tuple[str, str], expected: int
) -> None:
    """A small preview comes first."""
    path = tmp_path / "two.mkv"
    flags = ("-disposition:v:0", marks[0], "-disposition:v:1", marks[1])
    ffmpeg(*picture("64x36"), *picture("128x72"), "-map", "0", "-map", "1", *X264, *flags, path)
    assert chosen(path) == expected


@pytest.mark.parametrize(("mark", "ending"), [("attached_pic", "mp4"), ("default", "mp4"), ("default", "mkv")])
def test_a_cover_is_not_the_film(tmp_path: Path, mark: str, ending: str) -> None:
    """Marked as a cover or not: a single picture beside a film, however large."""
    path = tmp_path / f"cover.{ending}"
    codecs = ("-c:v:0", "mjpeg", "-c:v:1", "libx264", "-preset", "ultrafast", "-pix_fmt:v:1", "yuv420p")
    marks = ("-disposition:v:0", mark, "-disposition:v:1", "default" if ending == "mkv" else "0")
    ffmpeg(*picture("640x640", seconds=0.2), *picture("128x72"), "-map", "0", "-map", "1", *codecs, *marks, path)
    with opened(path) as container:
        assert main_picture(container).width == 128


def test_a_single_picture_alone_is_shown(tmp_path: Path) -> None:
    """A talk with a cover as an ordinary track: the clips show it."""
    path = tmp_path / "still.mkv"
    ffmpeg("-f", "lavfi", "-i", "color=blue:s=64x64:r=5:d=0.2", "-c:v", "mjpeg", path)
    assert chosen(path) == 0


@pytest.mark.parametrize("ending", ["mp4", "mkv", "ts"])
@pytest.mark.parametrize(
    ("size", "aspect", "expected"),
    [
        ("360x288", "64/45", (512, 288)),
        ("144x90", "2", (288, 90)),
        ("160x90", "1/2", (160, 180)),
        ("64x36", "1", (64, 36)),
    ],
)
def test_sizes_are_told_in_square_pixels(
    tmp_path: Path, ending: str, size: str, aspect: str, expected: tuple[int, int]
) -> None:
    """Whichever side is too short for the shape grows."""
    path = tmp_path / f"film.{ending}"
    ffmpeg(*picture(size), "-vf", f"setsar={aspect}", *X264, path)
    found = probe(path, max_seconds=100, max_pixels=10**6)
    assert (found.width, found.height) == expected


@pytest.mark.parametrize("ending", ["mp4", "mkv"])
@pytest.mark.parametrize(("turn", "expected"), [("90", (288, 512)), ("180", (512, 288)), ("270", (288, 512))])
def test_wide_pixels_and_a_turn_go_together(tmp_path: Path, ending: str, turn: str, expected: tuple[int, int]) -> None:
    """First square, then turned, in every container that can say so."""
    flat, path = tmp_path / "flat.mp4", tmp_path / f"turned.{ending}"
    ffmpeg(*picture("360x288"), "-vf", "setsar=64/45", *X264, flat)
    ffmpeg("-display_rotation:v:0", turn, "-i", flat, "-c", "copy", path)
    found = probe(path, max_seconds=100, max_pixels=10**6)
    assert (found.width, found.height, found.rotation_deg) == (*expected, (360 - int(turn)) % 360)


@pytest.mark.parametrize(("curve", "kind", "own"), [("", "sdr", True), ("smpte2084", "pq", False)])
def test_dolby_s_own_colours_are_noticed(media: MediaShelf, curve: str, kind: str, *, own: bool) -> None:
    """Profile 5 tells no curve that anybody else knows; the other profiles are HDR as well."""
    found = shown(media.dolby(curve), 0, max_pixels=10**6)
    assert found is not None
    assert (found.colour.kind, found.dolby_vision) == (kind, own)


def test_a_senseless_shape_of_pixels_is_not_believed() -> None:
    """It would make a picture of any size."""
    assert square_size(320, 180, Fraction(1000)) == (320, 180)
    assert square_size(320, 180, Fraction(1, 255)) == (320, 180)
    assert square_size(320, 180, None) == (320, 180)


def lying(folder: Path) -> Path:
    """A file whose header tells 320×180 and whose pictures have 6000×6000."""
    whole, path = folder / "whole.mkv", folder / "lying.mkv"
    ffmpeg("-f", "lavfi", "-i", "color=gray:s=6000x6000:r=5:d=0.4", "-c:v", "mjpeg", "-q:v", "31", whole)
    content = bytearray(whole.read_bytes())
    for mark, size in ((b"\xb0\x82", 320), (b"\xba\x82", 180)):
        at = content.index(mark + (6000).to_bytes(2, "big"))
        content[at + 2 : at + 4] = size.to_bytes(2, "big")
    path.write_bytes(content)
    return path


def test_a_small_header_over_a_large_picture_is_refused(tmp_path: Path) -> None:
    """It is not the header that costs memory: such a picture is never decoded, and the limit is named."""
    path = lying(tmp_path)
    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(JobFailure, match="1000000") as caught:
        probe(path, max_seconds=100, max_pixels=10**6)
    assert caught.value.code is ErrorCode.TOO_LARGE
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb < 40_000
    assert probe(path, max_seconds=100, max_pixels=6000 * 6000).width == 6000


def test_a_large_cover_keeps_nobody_from_listening(tmp_path: Path) -> None:
    """The cover is left alone, what is heard is taken."""
    path = tmp_path / "cover.mp3"
    cover = ("-f", "lavfi", "-i", "color=gray:s=3000x3000,trim=end_frame=1", "-map", "0", "-map", "1", "-c:v", "png")
    ffmpeg("-f", "lavfi", "-i", "sine=d=1", *cover, "-disposition:v", "attached_pic", path)
    found = probe(path, max_seconds=100, max_pixels=10**6)
    assert (found.video_codec, found.audio_codec) == (None, "mp3")


def test_a_film_of_too_many_pixels_in_all_is_refused(media: MediaShelf) -> None:
    """Pictures × length counts: 50 pictures of 160×90."""
    pixels = 50 * 160 * 90
    with pytest.raises(JobFailure, match="MAX_FILM_PIXELS") as caught:
        probe(media.video(), max_seconds=100, max_pixels=10**6, max_film_pixels=pixels - 1)
    assert caught.value.code is ErrorCode.TOO_LARGE
    assert probe(media.video(), max_seconds=100, max_pixels=10**6, max_film_pixels=pixels).width == 160
    refuse_too_much((), 160 * 90, 1)


def test_the_limits_without_settings_are_the_defaults() -> None:
    """One number, in two places that cannot import each other."""
    fields = Settings.model_fields
    assert (fields["max_pixels"].default, fields["max_film_pixels"].default) == (MOST_PIXELS, MOST_FILM_PIXELS)


def test_nothing_is_told_of_what_cannot_be_decoded(media: MediaShelf, tmp_path: Path) -> None:
    """Headers alone have no first frame."""
    content = media.video(ending="mkv").read_bytes()
    path = tmp_path / "headers.mkv"
    path.write_bytes(content[: content.index(b"\x1f\x43\xb6\x75")])
    assert shown(path, 0, max_pixels=10**6) is None
