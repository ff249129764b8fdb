"""Cutting one clip: exact to the frame, in sync, in every format, also where paths and films are awkward."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import ErrorCode, JobFailure
from app.media.encoding import ClipFormat, Cutting, cut_clip, on_frames
from app.media.ffmpeg import find_ffmpeg
from app.media.framing import Move
from tests.clocks import ClockShelf
from tests.media import MediaShelf, counted_level, frame_numbers


def made(source: Path, folder: Path, **wanted: Any) -> Path:
    """Cut a clip with these wishes; a second from the beginning of the film, in 25 frames, unless told otherwise."""
    given_ = {"start_s": Fraction(0), "frames": 25, "fps": Fraction(25), "form": "mp4", "audio": True, "title": "T"}
    cutting = Cutting(**(given_ | wanted))
    target = folder / f"clip.{cutting.form}"
    cut_clip(find_ffmpeg(), source, target, folder / "still.jpg", cutting, reached=lambda *_, **__: None)
    return target


def levels(path: Path) -> list[float]:
    """The mean brightness of each frame."""
    with av.open(str(path)) as container:
        return [float(frame.to_ndarray(format="gray").mean()) for frame in container.decode(video=0)]


def full_range(level: float) -> float:
    """A limited-range brightness as it is read in full range."""
    return (level - 16) * 255 / 219


@pytest.mark.parametrize("fps", ["25", "30000/1001", "24000/1001", "50"])
@pytest.mark.parametrize("first", [0, 1, 49, 50, 73])
def test_a_clip_has_exactly_its_frames(media: MediaShelf, tmp_path: Path, fps: str, first: int) -> None:
    """Frame for frame the ones asked for, wherever keyframes lie, at whole and at broken rates."""
    rate = Fraction(fps)
    clip = made(media.counted(fps=fps), tmp_path, start_s=first / rate, frames=31, fps=rate)
    expected = [full_range(counted_level(first + n)) for n in range(31)]
    np.testing.assert_allclose(levels(clip), expected, atol=4)


@pytest.mark.parametrize(("start_s", "expected"), [(1, [40, 40]), (3, [40, 80]), (6, [80, 80]), (10, [120, 120])])
def test_a_picture_that_began_before_the_clip_is_in_it(
    media: MediaShelf, tmp_path: Path, start_s: int, expected: list[int]
) -> None:
    """Slides and recordings of screens have a frame only where something changes, and none after the last change."""
    clip = made(media.slides(), tmp_path, start_s=Fraction(start_s), frames=50)
    seen = levels(clip)
    np.testing.assert_allclose([seen[12], seen[37]], [full_range(level) for level in expected], atol=4)


@pytest.mark.parametrize("ending", ["ts", "flv"])
@pytest.mark.parametrize("first", [0, 49, 73, 130])
def test_a_clip_of_a_stream_moves_from_its_first_frame_on(
    media: MediaShelf, tmp_path: Path, ending: str, first: int
) -> None:
    """What has no index is entered between two keyframes; the picture must not stand still until the next one.

    Such files begin with the sound, so their pictures come a frame or two late.
    """
    seen = levels(made(media.counted(ending=ending), tmp_path, start_s=Fraction(first, 25), frames=20))[2:]
    moved = [[full_range(counted_level(first + n - late)) for n in range(2, 20)] for late in range(3)]
    assert any(np.allclose(seen, expected, atol=4) for expected in moved)


@pytest.mark.parametrize(("first", "frames"), [(0, 100), (30, 60), (49, 20), (75, 20)])
def test_a_picture_may_change_its_size_in_a_clip_or_just_before(
    clocks: ClockShelf, tmp_path: Path, first: int, frames: int
) -> None:
    """As streams do that adapt to the line: the clip has exactly its frames, none lost where the size changes."""
    clip = made(clocks.grown(), tmp_path, start_s=Fraction(first, 25), frames=frames)
    assert frame_numbers(clip) == list(range(first, first + frames))


@pytest.mark.parametrize("form", ["mp4", "webm", "mkv", "mov"])
def test_every_format_plays_and_is_as_long_as_asked(media: MediaShelf, tmp_path: Path, form: ClipFormat) -> None:
    """Both streams, their codecs, the title, and lengths within a frame of each other."""
    clip = made(media.video(seconds=3), tmp_path, start_s=Fraction(1, 2), frames=40, form=form, title="Ä: 'clip'")
    with av.open(str(clip)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        codecs = ("vp9", "opus") if form == "webm" else ("h264", "aac")
        assert (video.codec_context.name, audio.codec_context.name) == codecs
        assert video.codec_context.pix_fmt == "yuv420p"
        assert container.metadata.get("title", container.metadata.get("TITLE")) == "Ä: 'clip'"
        assert container.duration is not None
        assert container.duration / 1_000_000 == pytest.approx(1.6, abs=0.06)
    assert len(levels(clip)) == 40


def test_an_mp4_can_start_before_it_is_loaded(media: MediaShelf, tmp_path: Path) -> None:
    """Its index stands before its media."""
    content = made(media.video(), tmp_path).read_bytes()
    assert 0 < content.index(b"moov") < content.index(b"mdat")


@pytest.mark.parametrize("form", ["mp4", "webm"])
def test_picture_and_sound_stay_together(media: MediaShelf, tmp_path: Path, form: ClipFormat) -> None:
    """A flash and a beep that begin together still do in a clip, to within a frame and the codec's delay."""
    clip = made(media.clapper(), tmp_path, start_s=Fraction(61, 25), frames=50, form=form)
    flash_s = next(n for n, level in enumerate(levels(clip)) if level > 128) / 25
    with av.open(str(clip)) as container:
        loud_s = next(
            float(frame.time or 0) + float(np.argmax(np.abs(frame.to_ndarray()[0]) > 0.2)) / frame.sample_rate
            for frame in container.decode(audio=0)
            if np.abs(frame.to_ndarray()).max() > 0.2
        )
    assert flash_s == pytest.approx(3.0 - 2.44, abs=0.001)
    assert loud_s == pytest.approx(flash_s, abs=0.04)


@pytest.mark.parametrize(("track", "loud"), [(0, False), (1, True)])
def test_the_sound_is_that_of_the_track(media: MediaShelf, tmp_path: Path, track: int, *, loud: bool) -> None:
    """Which is counted among the audio tracks alone."""
    with av.open(str(made(media.two_tracks(), tmp_path, track=track))) as container:
        assert any(np.abs(frame.to_ndarray()).max() > 0.05 for frame in container.decode(audio=0)) is loud


@pytest.mark.parametrize(
    ("size", "height", "crop", "expected"),
    [
        ("160x90", None, None, (160, 90)),
        ("160x90", 720, None, (160, 90)),
        ("640x480", 360, None, (480, 360)),
        ("640x360", None, Fraction(9, 16), (202, 360)),
        ("640x360", None, Fraction(1), (360, 360)),
        ("360x640", None, Fraction(16, 9), (360, 202)),
        ("640x360", None, Fraction(16, 9), (640, 360)),
        ("101x75", None, None, (100, 74)),
    ],
)
def test_sizes(
    media: MediaShelf,
    tmp_path: Path,
    size: str,
    height: int | None,
    crop: Fraction | None,
    expected: tuple[int, int],
) -> None:
    """Never scaled up, always even, cropped to the shape that was asked for."""
    graph = f"testsrc2=s={size}:r=25:d=1,format=yuv444p[v]"
    source = media.made_of(f"size-{size}.mkv", graph, pixels="yuv444p")
    clip = made(source, tmp_path, frames=3, audio=False, height=height, crop=crop)
    with av.open(str(clip)) as container:
        stream = container.streams.video[0]
        assert (stream.width, stream.height) == expected
        assert stream.sample_aspect_ratio in (None, 0, 1)


def test_wide_pixels_become_square(media: MediaShelf, tmp_path: Path) -> None:
    """A film whose pixels are wider than high keeps its shape."""
    source = media.made_of("sar.mp4", "testsrc2=s=144x90:r=25:d=1,setsar=2[v]")
    clip = made(source, tmp_path, frames=3, audio=False)
    with av.open(str(clip)) as container:
        assert (container.streams.video[0].width, container.streams.video[0].height) == (288, 90)


def test_a_rotated_film_is_upright(media: MediaShelf, tmp_path: Path) -> None:
    """What is stored lying is cut standing."""
    with av.open(str(made(media.rotated(), tmp_path))) as container:
        assert (container.streams.video[0].width, container.streams.video[0].height) == (90, 160)
        assert next(container.decode(video=0)).rotation == 0


def test_the_crop_lies_where_it_was_told(media: MediaShelf, tmp_path: Path) -> None:
    """On the left at first, on the right after the jump: the crop shows black, then white."""
    graph = "color=black:s=320x180:r=25:d=2,drawbox=x=160:y=0:w=160:h=180:t=fill:c=white[v]"
    source = media.made_of("halves.mp4", graph)
    share = 9 / 16 * 9 / 16
    moves = [Move(0, 0.4, share / 2, share / 2), Move(0.4, 1, 1 - share / 2, 1 - share / 2)]
    clip = made(source, tmp_path, audio=False, crop=Fraction(9, 16), crop_share=share, moves=moves)
    seen = levels(clip)
    assert max(seen[:10]) < 40
    assert min(seen[10:]) > 215


ASS = """[Script Info]
ScriptType: v4.00+
PlayResX: 320
PlayResY: 180

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, Bold, BorderStyle, Outline, Alignment
Style: Default,DejaVu Sans,40,&H00FFFFFF,1,1,1,5

[Events]
Format: Layer, Start, End, Style, Text
Dialogue: 0,0:00:00.40,0:00:02.00,Default,WORDS
"""


@pytest.mark.parametrize("name", ["plain", "it's [a]: b, c;d = \\e%d"])
def test_captions_are_burned_in_from_any_folder(media: MediaShelf, tmp_path: Path, name: str) -> None:
    """Captions appear when they are said, with the font that comes along, also from folders with odd names."""
    folder = tmp_path / name
    folder.mkdir()
    captions = folder / "captions.ass"
    captions.write_text(ASS)
    source = media.made_of("dark.mp4", "color=black:s=320x180:r=25:d=2[v]")
    seen = levels(made(source, folder, audio=False, captions=captions))
    assert max(seen[:10]) < 2
    assert min(seen[10:]) > 8


def test_the_thumbnail_is_a_picture(media: MediaShelf, tmp_path: Path) -> None:
    """A JPEG as large as the clip."""
    made(media.video(), tmp_path)
    with av.open(str(tmp_path / "still.jpg")) as picture:
        frame = next(picture.decode(video=0))
    assert (frame.width, frame.height) == (160, 90)


def test_uneven_frames_become_even(media: MediaShelf, tmp_path: Path) -> None:
    """A film with frames at uneven times gives a clip with even ones, as long as asked."""
    clip = made(media.uneven(), tmp_path, start_s=Fraction(3, 2), audio=False)
    assert len(levels(clip)) == 25


def test_a_film_that_ends_early_is_filled_up(media: MediaShelf, tmp_path: Path) -> None:
    """Where picture or sound end before the clip does, the last picture and silence go on."""
    assert len(levels(made(media.late_audio(), tmp_path, start_s=Fraction(2), frames=30))) == 30


def test_a_source_that_is_none_is_told(media: MediaShelf, tmp_path: Path) -> None:
    """Cutting what is no media fails as unsupported media."""
    with pytest.raises(JobFailure) as caught:
        made(media.text(), tmp_path)
    assert caught.value.code is ErrorCode.UNSUPPORTED_MEDIA


@given(st.floats(0, 1e4), st.floats(0.01, 600), st.sampled_from(["25", "30000/1001", "24000/1001", "60", "12.5"]))
def test_stretches_lie_on_frames(start_s: float, length_s: float, told: str) -> None:
    """Start on a frame, never more than a frame late and never before what was asked; a whole number of frames."""
    fps = Fraction(told)
    film_s = start_s + length_s + 1
    start, frames = on_frames(start_s, start_s + length_s, fps, film_s)
    assert (start * fps).denominator == 1
    assert -0.101 / fps <= float(start) - start_s <= 1.001 / fps
    assert abs(float(frames / fps) - length_s) <= float(1.2 / fps) or frames == 1


def test_a_stretch_at_the_end_stays_in_the_film() -> None:
    """No frame after the last one is asked for, and never fewer than one."""
    assert on_frames(9.9, 12.0, Fraction(25), 10.0) == (Fraction(248, 25), 2)
    assert on_frames(10.0, 10.0, Fraction(25), 10.0) == (Fraction(249, 25), 1)


def test_interlaced_film_loses_its_combs(media: MediaShelf, tmp_path: Path) -> None:
    """Half pictures are made whole: lines of a moving edge do not alternate any more."""
    graph = "color=black:s=160x96:r=50:d=2[a];color=white:s=20x96:r=50:d=2[b];[a][b]overlay=x='t*60':y=0,interlace[v]"
    source = media.interlaced(graph)
    combs = [_combed(path) for path in (source, made(source, tmp_path, frames=20, audio=False))]
    assert combs[1] < 0.3 * combs[0]


def _combed(path: Path) -> float:
    """How much neighbouring lines differ where lines of the same half do not."""
    with av.open(str(path)) as container:
        frames = [frame.to_ndarray(format="gray").astype(int) for frame in container.decode(video=0)][5:15]
    return float(np.mean([np.abs(frame[:-1] - frame[1:]).mean() for frame in frames]))
