"""Writes a whole film anew: in parts, cropped, steadied, captioned, with other sound; verified afterwards.

The picture is put on a grid of constant rate that begins at the film's time 0, as clips are, so that every frame and
every sample of the result is known before. Where only the sound is new the picture is copied.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Literal

from app.core.errors import ErrorCode, JobFailure
from app.jobs.results import Colour, MediaInfo
from app.media.colour import ORDINARY, escaped, input_tags, to_video
from app.media.decoded import decoded_picture
from app.media.encoding import AUDIO_BLOCK_S, CODECS, FONTS, SQUARE_PIXELS, ClipFormat, on_frames
from app.media.ffmpeg import MOST_PIXELS, Reached, run_ffmpeg
from app.media.film_clock import film_input
from app.media.film_sound import FilmSound
from app.media.framing import Move, position_expression
from app.media.output_check import Found, check_output, picture_count
from app.media.pauses import Kept
from app.media.picture_rate import clip_rate
from app.media.stepwise import stepwise

#: Codecs of pictures that a format stores, so that they can be copied; Matroska stores every one.
COPIED: dict[ClipFormat, frozenset[str]] = {
    "mp4": frozenset({"h264", "hevc", "av1", "vp9", "mpeg4"}),
    "mov": frozenset({"h264", "hevc", "mpeg4", "prores", "mjpeg", "dnxhd"}),
    "webm": frozenset({"vp8", "vp9", "av1"}),
}
#: Bit rate of one channel of the sound, bit/s.
CHANNEL_BIT_RATE = 96_000
#: How many of the source's pictures a copy may lack: those before the first one that can be shown alone, and a share.
LOST, LOST_SHARE = 2, 0.01


@dataclass(frozen=True, slots=True)
class Grid:
    """The frames of a film at a constant rate, from its time 0."""

    fps: Fraction
    frames: int

    @property
    def length_s(self) -> Fraction:
        return self.frames / self.fps


@dataclass(frozen=True, slots=True)
class Writing:
    """The parameters of a film's new picture.

    `kept` are the frames of the grid that stay, None for all. `crop` and `moves` are as for clips. `steadied` are
    filters after the conversion to standard colours. `captions` is an ASS file, drawn with the fonts in `fonts`.
    """

    grid: Grid
    form: ClipFormat
    title: str
    track: int = 0
    colour: Colour = ORDINARY
    max_pixels: int = MOST_PIXELS
    kept: Sequence[Kept] | None = None
    crop: Fraction | None = None
    axis: Literal["x", "y"] = "x"
    crop_share: float = 1.0
    moves: Sequence[Move] = ()
    steadied: Sequence[str] = ()
    captions: Path | None = None
    fonts: Path | None = None

    @property
    def frames(self) -> int:
        """The number of frames of the result."""
        return self.grid.frames if self.kept is None else sum(span.count for span in self.kept)

    @property
    def length_s(self) -> Fraction:
        return self.frames / self.grid.fps


def writing_of(source: Path, media: MediaInfo, form: ClipFormat, title: str, max_pixels: int) -> Writing:
    """The parameters that change nothing of the film `source`."""
    grid = grid_of(source, media, max_pixels)
    return Writing(grid, form, title, media.video_track, media.colour, max_pixels)


def grid_of(source: Path, media: MediaInfo, max_pixels: int) -> Grid:
    """The frames of a film: at the rate that a clip of all of it would have."""
    fps = clip_rate(source, 0.0, media.duration_s, track=media.video_track, max_pixels=max_pixels)
    return Grid(fps, on_frames(0.0, media.duration_s, fps, media.duration_s)[1])


def write_film(
    ffmpeg: Path,
    source: Path,
    target: Path,
    wanted: Writing,
    *,
    sound: FilmSound | None,
    task: str,
    reached: Reached,
) -> tuple[Found, tuple[str, ...]]:
    """Encode the picture, with `sound` as it is, to `target`. Returns what it contains, and ffmpeg's complaints.

    Raises JobFailure, also when the output does not match the request exactly.
    """
    video, _, container = CODECS[wanted.form]
    arguments = [*film_input(source, max_pixels=wanted.max_pixels), *(sound.as_input if sound else ())]
    chain = [*picture_filters(wanted, target.parent), *_captions(wanted), "format=yuv420p"]
    arguments += decoded_picture(wanted.track, [f"{','.join(chain)}[v]"], end_s=_end_s(wanted))
    arguments += ["-map", "[v]", *video, "-g", str(round(2 * wanted.grid.fps)), "-frames:v", str(wanted.frames)]
    arguments += ["-map", "1:a", *sound_codec(wanted.form, sound.channels)] if sound else ()
    arguments += [*_tags(wanted.title), *container, str(target)]
    arguments = graph_from_file(arguments, target.parent)
    length_s = float(wanted.length_s)
    complaints = run_ffmpeg(ffmpeg, arguments, task=task, expected_s=length_s, reached=reached)
    found = check_output(target, video=True, audio=sound is not None)
    _refuse_mismatch(wanted, found, with_sound=sound is not None)
    return found, complaints


def copy_film(
    ffmpeg: Path,
    source: Path,
    target: Path,
    media: MediaInfo,
    *,
    form: ClipFormat,
    title: str,
    sound: FilmSound,
    max_pixels: int,
    reached: Reached,
) -> Found | None:
    """Write the picture as it is stored, with other sound, to `target`; None if the format cannot store it so.

    Raises JobFailure when the disk is full.
    """
    if form in COPIED and media.video_codec not in COPIED[form]:
        return None
    arguments = [*film_input(source, max_pixels=max_pixels), *sound.as_input]
    arguments += ["-map", f"0:v:{media.video_track}", "-c:v", "copy", "-map", "1:a", *sound_codec(form, sound.channels)]
    tag = ("-tag:v", "hvc1") if media.video_codec == "hevc" and form in ("mp4", "mov") else ()
    arguments += [*tag, *_tags(title), *CODECS[form][2], str(target)]
    try:
        run_ffmpeg(ffmpeg, arguments, task="writing the sound", expected_s=media.duration_s, reached=reached)
        found = check_output(target, video=True, audio=True)
    except JobFailure as failure:
        target.unlink(missing_ok=True)
        if failure.code is ErrorCode.DISK_FULL:
            raise
        return None  # packets without times, as in some AVI files: encoded they have some
    wanted = picture_count(source, media.video_track, max_pixels)
    return found if found.frames >= wanted - LOST - LOST_SHARE * wanted else None


def write_sound_alone(
    ffmpeg: Path, target: Path, *, form: ClipFormat, title: str, sound: FilmSound, reached: Reached
) -> Found:
    """Encode sound that has no picture. Raises JobFailure."""
    arguments = [*sound.as_input, "-map", "0:a", *sound_codec(form, sound.channels), *_tags(title), *CODECS[form][2]]
    length_s = sound.length / sound.rate_hz
    run_ffmpeg(ffmpeg, [*arguments, str(target)], task="writing the sound", expected_s=length_s, reached=reached)
    return check_output(target, video=False, audio=True)


def picture_filters(wanted: Writing, folder: Path) -> list[str]:
    """The filters from decoded pictures to those of the result, without captions. Tables are written to `folder`."""
    fps = wanted.grid.fps
    filters = [*input_tags(wanted.colour), "bwdif=mode=send_frame:deint=interlaced"]
    filters += [f"fps={fps}", "tpad=stop=-1:stop_mode=clone", f"fps={fps}:start_time=0"]
    if wanted.kept is not None:
        filters += [f"select={_quoted(_is_kept(wanted.kept))}", f"trim=end_frame={wanted.frames}", "setpts=N"]
    filters += [SQUARE_PIXELS, "setsar=1"]
    if wanted.crop is not None:
        shape = f"{wanted.crop.numerator}/{wanted.crop.denominator}"
        offset = _quoted(position_expression(wanted.moves, wanted.crop_share))
        x, y = (f"(iw-ow)*({offset})", "0") if wanted.axis == "x" else ("0", f"(ih-oh)*({offset})")
        filters.append(f"crop=w=2*trunc(min(iw\\,ih*{shape})/2):h=2*trunc(min(ih\\,iw/({shape}))/2):x={x}:y={y}")
    return [*filters, *to_video(wanted.colour, folder), *wanted.steadied]


def graph_from_file(arguments: Sequence[str], folder: Path) -> list[str]:
    """The arguments with the filter graph in a file of `folder`: one argument may have 128 KB at most."""
    at = arguments.index("-filter_complex")
    file = folder / "graph.txt"
    file.write_text(arguments[at + 1], encoding="utf-8")
    return [*arguments[:at], "-/filter_complex", str(file), *arguments[at + 2 :]]


def sound_codec(form: ClipFormat, channels: int) -> tuple[str, ...]:
    """The arguments that encode sound of so many channels for a format."""
    return (*CODECS[form][1][:2], "-b:a", str(CHANNEL_BIT_RATE * channels))


def share_of(reached: Reached, begins: float, ends: float) -> Reached:
    """A progress callback for a part of the work, which is that share of all of it."""

    def reached_in_all(fraction: float, *, speed: str | None = None) -> None:
        reached(min(1.0, begins + (ends - begins) * fraction), speed=speed)

    return reached_in_all


def _is_kept(kept: Sequence[Kept]) -> str:
    """Whether a frame stays. What follows the last one that does passes too, so that `trim` sees where to end."""
    steps = [("0", "0")]
    for span in kept:
        steps += [(str(span.first), "1"), (str(span.last), "0")]
    return stepwise("n", steps[:-1])


def _end_s(wanted: Writing) -> float:
    last = wanted.kept[-1].last if wanted.kept else wanted.grid.frames
    return float(last / wanted.grid.fps)


def _captions(wanted: Writing) -> Sequence[str]:
    if wanted.captions is None:
        return ()
    return (f"subtitles=filename={escaped(wanted.captions)}:fontsdir={escaped(wanted.fonts or FONTS)}",)


def _tags(title: str) -> tuple[str, ...]:
    return ("-map_metadata", "-1", "-map_chapters", "-1", "-metadata", f"title={title}")


def _quoted(expression: str) -> str:
    return expression.replace(",", "\\,")


def _refuse_mismatch(wanted: Writing, found: Found, *, with_sound: bool) -> None:
    length_s, frame_s = float(wanted.length_s), float(1 / wanted.grid.fps)
    if found.frames != wanted.frames or abs(found.video_s - length_s) > frame_s + 0.002:
        raise _mismatch(f"{found.frames} frames in {found.video_s:.3f} s instead of {wanted.frames}")
    if with_sound and abs(found.audio_s - length_s) > frame_s + AUDIO_BLOCK_S:
        raise _mismatch(f"{found.audio_s:.3f} s of sound instead of {length_s:.3f} s")


def _mismatch(what: str) -> JobFailure:
    return JobFailure(ErrorCode.INTERNAL, f"ffmpeg wrote a film that is not as requested: {what}")
