"""Writes one clip as a file: cut to the frame, cropped, scaled, captioned, encoded, and verified afterwards.

The cut is exact because the clip is re-encoded: ffmpeg seeks to the keyframe before the start, decodes, and drops the
frames before the start. The start is moved to the next frame of the source, and the length is a whole number of
frames, so sound and picture have the same length and no frame is lost or gained.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Literal

from app.core.errors import ErrorCode, JobFailure
from app.jobs.results import Colour
from app.media.colour import JPEG, ORDINARY, escaped, input_tags, scaled, to_video
from app.media.decoded import SoundForm, decoded_picture, decoded_sound
from app.media.ffmpeg import MOST_PIXELS, Reached, run_ffmpeg
from app.media.film_clock import film_input
from app.media.framing import Move, offset_expression
from app.media.keyframes import lead_to_keyframe_s
from app.media.output_check import Found, check_output
from app.media.picture_track import MOST_STRETCH
from app.media.sound_mix import layout_of, stereo_file

ClipFormat = Literal["mp4", "webm", "mkv", "mov"]

FONTS = Path(__file__).parent / "fonts"
FONT_FAMILY = "DejaVu Sans"
THUMBNAIL_WIDTH = 640
#: Sound fades in and out over this long, so that a cut does not click.
CLICK_S = 0.015
SOUND_RATE_HZ = 48_000
#: Codecs store sound in blocks; the last one may exceed the clip by this many seconds.
AUDIO_BLOCK_S = 0.08
#: Non-square pixels become square by enlarging the shorter side, so that no pixel is lost; sizes stay even.
_ASPECT = f"if(between(sar,1/{MOST_STRETCH},{MOST_STRETCH}),sar,1)".replace(",", "\\,")
SQUARE_PIXELS = f"scale=w=trunc(iw*max({_ASPECT}\\,1)/2)*2:h=trunc(ih/min({_ASPECT}\\,1)/2)*2"

_X264 = ("-c:v", "libx264", "-preset", "veryfast", "-crf", "21", "-profile:v", "high")
_VP9 = ("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-row-mt", "1", "-b:v", "0", "-crf", "33")
_AAC = ("-c:a", "aac", "-b:a", "160k")
_OPUS = ("-c:a", "libopus", "-b:a", "128k")
CODECS: dict[ClipFormat, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "mp4": (_X264, _AAC, ("-movflags", "+faststart", "-f", "mp4")),
    "mov": (_X264, _AAC, ("-movflags", "+faststart", "-f", "mov")),
    "mkv": (_X264, _AAC, ("-f", "matroska")),
    "webm": (_VP9, _OPUS, ("-f", "webm")),
}


@dataclass(frozen=True, slots=True)
class Cutting:
    """The parameters of one clip.

    `crop` is width : height, or None for the film's own shape; `moves` are its positions along `axis` (framing.py).
    `captions` is an ASS file, drawn with the fonts in the folder `fonts` (default: those that are shipped). `height` is
    an upper bound. `audio` is whether the clip has sound, which comes from audio track `track` (from 0) with the one or
    two channels that it begins with; the picture comes from `video_track` and has `colour`. No picture of more than
    `max_pixels` is decoded.
    """

    start_s: Fraction
    frames: int
    fps: Fraction
    form: ClipFormat
    audio: bool
    title: str
    track: int = 0
    video_track: int = 0
    colour: Colour = ORDINARY
    max_pixels: int = MOST_PIXELS
    height: int | None = None
    crop: Fraction | None = None
    axis: Literal["x", "y"] = "x"
    crop_share: float = 1.0
    moves: Sequence[Move] = ()
    captions: Path | None = None
    fonts: Path | None = None

    @property
    def length_s(self) -> Fraction:
        return self.frames / self.fps


def on_frames(start_s: float, end_s: float, fps: Fraction, film_s: float) -> tuple[Fraction, int]:
    """Align a stretch to the frame grid: its start, moved to the next frame, and its number of frames (at least 1).

    A time within a tenth of a frame of a frame's start means that frame.
    """
    tenth = Fraction(1, 10)
    film_frames = math.floor(Fraction(film_s) * fps + tenth)
    first = max(0, min(math.ceil(Fraction(start_s) * fps - tenth), film_frames - 1))
    last = min(math.ceil(Fraction(end_s) * fps - tenth), film_frames)
    return first / fps, max(1, last - first)


def cut_clip(
    ffmpeg: Path, source: Path, target: Path, thumbnail: Path, wanted: Cutting, *, reached: Reached
) -> tuple[Found, tuple[str, ...]]:
    """Write the clip and a thumbnail. Returns what the clip contains, and ffmpeg's complaints.

    Raises JobFailure, also when the output does not match the request exactly.
    """
    found_s = lead_to_keyframe_s(source, float(wanted.start_s), track=wanted.video_track, max_pixels=wanted.max_pixels)
    lead = math.ceil(Fraction(found_s) * wanted.fps)
    lead_s = min(wanted.start_s, lead / wanted.fps)
    # Slightly before the frame, so that rounding to microseconds does not drop it.
    seek_s = max(Fraction(0), wanted.start_s - lead_s - min(Fraction(1, 1000), Fraction(1, 10) / wanted.fps))
    # Without accurate seek: the picture that is shown at the start may have begun long before it.
    # No seek at the start of the file: not every container then begins at its first picture.
    at_start = ("-noaccurate_seek", "-ss", f"{float(seek_s):.6f}") if seek_s else ()
    video, audio, container = CODECS[wanted.form]
    sound: Path | None = None
    sound_complaints: tuple[str, ...] = ()
    if wanted.audio:
        span_s = float(wanted.start_s), float(wanted.start_s + wanted.length_s)
        sound = target.parent / "clip-sound.wav"
        sound_complaints = write_part(ffmpeg, source, sound, wanted.track, span_s, (*at_start,), wanted.max_pixels)
    arguments = [*film_input(source, *at_start, max_pixels=wanted.max_pixels)]
    arguments += ["-f", "wav", "-i", f"file:{sound}"] if sound else ()
    arguments += _picture(wanted, target.parent)
    arguments += ("-filter_complex", f"[1:a]{faded(float(wanted.length_s))}[a]") if wanted.audio else ()
    arguments += ["-map", "[v]", *video, "-g", str(round(2 * wanted.fps)), "-frames:v", str(wanted.frames)]
    arguments += ["-map", "[a]", *audio] if wanted.audio else ()
    arguments += ["-map_metadata", "-1", "-map_chapters", "-1", "-metadata", f"title={wanted.title}", *container]
    arguments += [str(target), "-map", "[t]", "-frames:v", "1", "-c:v", "mjpeg", "-q:v", "4", "-update", "1"]
    arguments += ["-f", "image2", str(thumbnail)]
    length_s = float(wanted.length_s)
    complaints = run_ffmpeg(ffmpeg, arguments, task="cutting a clip", expected_s=length_s, reached=reached)
    if sound is not None:
        sound.unlink()
    found = check_output(target, video=True, audio=wanted.audio)
    _refuse_mismatch(wanted, found)
    return found, (*sound_complaints, *complaints)


def _picture(wanted: Cutting, folder: Path) -> Sequence[str]:
    """The arguments for the clip's picture and its still, from one decoder, which starts somewhat before the clip.

    Each picture is repeated until the next one, and the last one as long as needed. So picture and sound end together,
    and a slide that is shown for minutes is in every clip of these minutes.
    """
    picture = [
        *input_tags(wanted.colour),
        "bwdif=mode=send_frame:deint=interlaced",
        f"fps={wanted.fps}",
        "tpad=stop=-1:stop_mode=clone",
        f"fps={wanted.fps}:start_time={float(wanted.start_s):.6f}",
        f"setpts=PTS-{round(wanted.start_s * wanted.fps)}",
    ]
    picture += [SQUARE_PIXELS, "setsar=1"]
    if wanted.crop is not None:
        shape, offset = f"{wanted.crop.numerator}/{wanted.crop.denominator}", _quoted(_offset(wanted))
        x, y = (f"(iw-ow)*({offset})", "0") if wanted.axis == "x" else ("0", f"(ih-oh)*({offset})")
        picture.append(f"crop=w=2*trunc(min(iw\\,ih*{shape})/2):h=2*trunc(min(ih\\,iw/({shape}))/2):x={x}:y={y}")
    if wanted.height is not None:
        picture.append(f"scale=w=-2:h=2*trunc(min(ih\\,{wanted.height})/2)")
    picture += to_video(wanted.colour, folder)
    shown = []
    if wanted.captions is not None:
        shown = [f"subtitles=filename={escaped(wanted.captions)}:fontsdir={escaped(wanted.fonts or FONTS)}"]
    # The first picture from there on: without `trim` all that follow would be scaled too, a tenth of the whole cost.
    still = [f"select=gte(t\\,{float(wanted.length_s) / 3:.3f})", "trim=end_frame=1"]
    still += scaled(f"w=min(iw\\,{THUMBNAIL_WIDTH}):h=-2", "bicubic", JPEG, ORDINARY, folder)
    chains = [
        f"{','.join(picture)},split=2[p][q]",
        f"[p]{','.join([*shown, 'format=yuv420p'])}[v]",
        f"[q]{','.join(still)}[t]",
    ]
    end_s = float(wanted.start_s + wanted.length_s)
    return decoded_picture(wanted.video_track, chains, end_s=end_s)


def write_part(
    ffmpeg: Path,
    source: Path,
    target: Path,
    track: int,
    span_s: tuple[float, float],
    before: Sequence[str],
    max_pixels: int = MOST_PIXELS,
) -> tuple[str, ...]:
    """Write a part of the sound as a wav file of one or two channels, in a separate run. Returns ffmpeg's complaints.

    `before` are arguments for the source, which begin to read somewhat before the part. With two loopback decoders for
    picture and sound, one run in a hundred deadlocks (ffmpeg 9.0.2): each waits for the other to be read.
    """
    start_s, end_s = span_s
    if stereo_file(ffmpeg, source, target, track=track, rate_hz=SOUND_RATE_HZ, start_s=start_s, end_s=end_s):
        return ()
    form = SoundForm(SOUND_RATE_HZ, layout_of(source, track).channels)
    arguments = [*film_input(source, *before, max_pixels=max_pixels)]
    arguments += decoded_sound(track, form, "anull[a]", start_s=start_s, end_s=end_s)
    arguments += ["-map", "[a]", "-c:a", "pcm_s16le", "-f", "wav", str(target)]
    return run_ffmpeg(ffmpeg, arguments, task="cutting the sound of a clip")


def faded(length_s: float) -> str:
    """The filters that make the sound exactly so long, without clicks at its ends."""
    fades = f"afade=t=in:d={CLICK_S},afade=t=out:st={max(0.0, length_s - CLICK_S):.6f}:d={CLICK_S}"
    return f"apad,atrim=end={length_s:.6f},{fades}"


def _offset(wanted: Cutting) -> str:
    return offset_expression(wanted.moves, wanted.crop_share)


def _quoted(expression: str) -> str:
    return expression.replace(",", "\\,")


def _refuse_mismatch(wanted: Cutting, found: Found) -> None:
    frame_s = float(1 / wanted.fps)
    if found.frames != wanted.frames or abs(found.video_s - float(wanted.length_s)) > frame_s + 0.002:
        raise _mismatch(f"{found.frames} frames in {found.video_s:.3f} s instead of {wanted.frames}")
    if wanted.audio and abs(found.audio_s - float(wanted.length_s)) > frame_s + AUDIO_BLOCK_S:
        raise _mismatch(f"{found.audio_s:.3f} s of sound instead of {float(wanted.length_s):.3f} s")


def _mismatch(what: str) -> JobFailure:
    return JobFailure(ErrorCode.INTERNAL, f"ffmpeg wrote a clip that is not as asked for: {what}")
