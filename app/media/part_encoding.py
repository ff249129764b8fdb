"""Encodes a film in parts, each by itself, and joins them without encoding them again.

Every part begins with a keyframe and refers to no other one, and all have the same parameters; so equal parts are equal
files, and the joined film has each picture at its exact time.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, Literal

import av

from app.core.errors import ErrorCode, JobFailure
from app.media.colour import BT709_TAGS, escaped
from app.media.compositing import Picture
from app.media.encoding import CODECS, SOUND_RATE_HZ, ClipFormat
from app.media.ffmpeg import Reached, running

Quality = Literal["low", "medium", "high"]

_X264 = ("-c:v", "libx264", "-profile:v", "high")
_VP9 = ("-c:v", "libvpx-vp9", "-deadline", "realtime", "-row-mt", "1", "-b:v", "0")
_H264_OF: Final[dict[Quality, tuple[str, ...]]] = {
    "low": (*_X264, "-preset", "veryfast", "-crf", "27"),
    "medium": (*_X264, "-preset", "veryfast", "-crf", "21"),
    "high": (*_X264, "-preset", "medium", "-crf", "17"),
}
_VP9_OF: Final[dict[Quality, tuple[str, ...]]] = {
    "low": (*_VP9, "-cpu-used", "8", "-crf", "40"),
    "medium": (*_VP9, "-cpu-used", "8", "-crf", "33"),
    "high": (*_VP9, "-cpu-used", "5", "-crf", "24"),
}
_BITS: Final[dict[Quality, str]] = {"low": "96k", "medium": "160k", "high": "256k"}
#: Bytes of a pipe between two of our processes.
PIPE_BYTES: Final = 1 << 20
#: Sound between its mix and the last encoding: without loss.
LOSSLESS: Final = (".flac", ("-c:a", "flac", "-compression_level", "3", "-sample_fmt", "s32", "-f", "flac"))


@dataclass(frozen=True, slots=True)
class FilmForm:
    """The form of a film and of its parts: size, rate, container and quality."""

    width: int
    height: int
    fps: Fraction
    form: ClipFormat
    quality: Quality

    @property
    def picture(self) -> tuple[str, ...]:
        """The arguments of the encoder of pictures."""
        return (_VP9_OF if self.form == "webm" else _H264_OF)[self.quality]

    @property
    def sound(self) -> tuple[str, ...]:
        """The arguments of the encoder of sound."""
        return ("-c:a", "libopus" if self.form == "webm" else "aac", "-b:a", _BITS[self.quality])


@dataclass(frozen=True, slots=True)
class Subtitles:
    """Captions to draw: an ASS file on the clock of the whole film, and the folder of its fonts."""

    file: Path
    fonts: Path


@contextmanager
def part_writer(
    ffmpeg: Path, target: Path, form: FilmForm, *, first: int, count: int, subtitles: Subtitles | None = None
) -> Iterator[Callable[[Picture], None]]:
    """Open a part of `count` pictures from number `first` of the film on; yields the function that appends a picture.

    At the block's end the file is complete. Raises JobFailure when ffmpeg fails.
    """
    start_s = first / form.fps
    chain = [BT709_TAGS]
    if subtitles is not None:
        draw = f"subtitles=filename={escaped(subtitles.file)}:fontsdir={escaped(subtitles.fonts)}"
        chain += [f"setpts=PTS+{first}", draw, f"setpts=PTS-{first}"] if start_s else [draw]
    size = f"{form.width}x{form.height}"
    source = ("-f", "rawvideo", "-pix_fmt", "yuv420p", "-video_size", size, "-framerate", str(form.fps))
    encoder = (*form.picture, "-pix_fmt", "yuv420p", "-g", str(round(2 * form.fps)), "-frames:v", str(count))
    arguments = ["-vf", ",".join(chain), *encoder, "-an", "-f", "mp4", str(target)]
    with _fed(ffmpeg, source, arguments, task="encoding a part of a timeline") as feed:
        yield lambda picture: feed(picture.data)


@contextmanager
def lossless_writer(ffmpeg: Path, target: Path) -> Iterator[Callable[[Any], None]]:
    """Open a file of stereo sound; yields the function that appends float32 samples [n, 2]. Raises JobFailure."""
    source = ("-f", "f32le", "-ar", str(SOUND_RATE_HZ), "-ac", "2")
    with _fed(ffmpeg, source, [*LOSSLESS[1], str(target)], task="mixing the sound of a timeline") as feed:
        yield lambda samples: feed(samples.astype("<f4").tobytes())


def join_parts(
    ffmpeg: Path,
    parts: Sequence[Path],
    sound: Path | None,
    target: Path,
    form: FilmForm,
    *,
    title: str,
    length_s: float,
    reached: Reached,
) -> None:
    """Write the film that the parts make one after another, with its sound. Pictures are copied. Raises JobFailure."""
    second = () if sound is None else ("-i", f"file:{sound}")
    audio = () if sound is None else ("-map", "1:a", *form.sound)
    bare = ("-map_metadata", "-1", "-map_chapters", "-1", "-metadata", f"title={title}")
    arguments = [*second, "-map", "0:v", "-c:v", "copy", *audio, *bare, *CODECS[form.form][2], str(target)]
    with _piped(ffmpeg, ("-f", "nut"), arguments, task="joining the parts of a timeline") as pipe:
        _join(parts, pipe, form.fps, lambda done: reached(min(1.0, done / form.fps / max(length_s, 1e-3))))


def _join(parts: Sequence[Path], pipe: Any, fps: Fraction, joined: Callable[[int], None]) -> None:
    """Write the packets of all parts to `pipe`, with times counted in pictures."""
    delay = max(_delay(part, fps) for part in parts)
    done, stream, header = 0, None, None
    with av.open(pipe, mode="w", format="nut") as film:
        for part in parts:
            with av.open(str(part)) as container:
                source = container.streams.video[0]
                if stream is None:
                    stream, header = film.add_stream_from_template(source), source.codec_context.extradata
                    stream.time_base = 1 / fps
                if source.codec_context.extradata != header:
                    raise JobFailure(ErrorCode.INTERNAL, "The parts of the film were encoded in different ways.")
                packets = _packets(container)
                for count, packet in enumerate(packets, 1):
                    shown = _number(packet, fps)
                    packet.stream, packet.time_base = stream, 1 / fps
                    packet.pts, packet.dts, packet.duration = done + shown, done + count - 1 - delay, 1
                    film.mux(packet)
                done += count
                joined(done)


def _packets(container: Any) -> Iterator[Any]:
    """The packets of the picture."""
    return (packet for packet in container.demux(container.streams.video[0]) if packet.size)


def _number(packet: Any, fps: Fraction) -> int:
    """The number of a packet's picture in its part."""
    number: int = round(packet.pts * packet.time_base * fps)
    return number


def _delay(part: Path, fps: Fraction) -> int:
    """How many pictures are decoded before the first one is shown."""
    with av.open(str(part)) as container:
        return max(place - _number(packet, fps) for place, packet in enumerate(_packets(container)))


@contextmanager
def _fed(
    ffmpeg: Path, source: Sequence[str], arguments: Sequence[str], *, task: str
) -> Iterator[Callable[[Any], None]]:
    """As `_piped`; yields the function that writes bytes."""
    with _piped(ffmpeg, source, arguments, task=task) as pipe:

        def feed(data: Any) -> None:
            pipe.write(data)

        yield feed


@contextmanager
def _piped(ffmpeg: Path, source: Sequence[str], arguments: Sequence[str], *, task: str) -> Iterator[Any]:
    """Start an ffmpeg that reads `source` from a pipe, and yield the pipe. Raises JobFailure, also half-way."""
    reading, writing = os.pipe()
    try:
        with running(ffmpeg, [*source, "-i", f"pipe:{reading}", *arguments], task=task, pass_fds=(reading,)):
            os.close(reading)
            reading = -1
            with suppress(BrokenPipeError), os.fdopen(writing, "wb") as pipe:  # `running` raises the reason
                yield pipe
    finally:
        if reading >= 0:
            os.close(reading)
