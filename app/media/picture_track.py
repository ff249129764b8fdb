"""Chooses a file's main video track and finds how to show it: size, rotation, pixel aspect, colours.

Headers and decoded frames disagree at times, so the first frame is decoded and trusted. In children only (PyAV).
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

import av
from av.container import InputContainer

from app.core.errors import ErrorCode, JobFailure
from app.jobs.results import Colour
from app.media.colour import colour_of
from app.media.decoders import DECODER_LIST, DECODERS
from app.media.ffmpeg import INPUT_OPTIONS, MOST_PIXELS, decode_bound

#: Least side of a picture in pixels; encoders refuse smaller ones.
LEAST_SIDE: Final = 16
#: Codecs of still pictures: a track in one of them beside a film is a cover or a preview.
STILL_CODECS: Final = frozenset({"mjpeg", "png", "bmp", "gif", "tiff", "webp", "jpeg2000", "jpegls"})
#: Tags of codecs of which the colours are in Dolby Vision's form.
DOLBY_TAGS: Final = frozenset({"dvh1", "dvhe", "dvav", "dva1", "dav1"})
#: Greatest ratio of a pixel's sides; beyond it the header is wrong.
MOST_STRETCH: Final = 4
#: Packets that are decoded in search of the first frame; a stream that begins between keyframes needs some.
FIRST_PACKETS: Final = 600


@dataclass(frozen=True, slots=True)
class Shown:
    """How to show the picture. `width` and `height` are in square pixels, after rotation by `rotation_deg`.

    `dolby_vision` means colours in Dolby's own format, which cannot be converted here (profile 5).
    """

    width: int
    height: int
    rotation_deg: int
    colour: Colour
    dolby_vision: bool = False


@contextmanager
def opened(path: Path, *, max_pixels: int = MOST_PIXELS, content: IO[bytes] | None = None) -> Iterator[InputContainer]:
    """Open a source with PyAV, with the same allowed protocols, formats, decoders and picture sizes as for ffmpeg.

    The decoder list and the bound are set on each stream too, because PyAV decodes with its own contexts. `content` is
    read in place of the file. Raises av.error.FFmpegError for a file that is no media.
    """
    bound = {"max_pixels": str(decode_bound(max_pixels))}
    with av.open(content or str(path), mode="r", options=INPUT_OPTIONS | bound, metadata_errors="replace") as container:
        for stream in container.streams:
            if stream.codec_context is not None:
                limits = bound if stream.type == "video" else {}
                stream.codec_context.options = {"codec_whitelist": DECODER_LIST, **limits}
        yield container


def packets_of(container: InputContainer, *tracks: Any) -> Iterator[Any]:
    """The packets of these tracks (of all if none are named), from the container's position.

    Tracks that appear half-way are not among them; PyAV raises IndexError for those at the end.
    """
    try:
        yield from container.demux(*tracks)
    except IndexError:
        return


def main_picture(container: InputContainer) -> Any:
    """The video stream that players choose, covers and thumbnails excluded; None if there is none.

    It is the one marked as default; if several or none are marked, the largest, and of equals the first. A track with a
    single picture counts only if there is no other.
    """
    usable = [stream for stream in container.streams.video if _is_film(stream)]
    moving = [stream for stream in usable if not (_of_pictures(stream) and stream.frames == 1)] or usable
    marked = [stream for stream in moving if stream.disposition & av.stream.Disposition.default]
    return max(marked or moving, key=_worth, default=None)


def _is_film(stream: Any) -> bool:
    still = av.stream.Disposition.attached_pic | av.stream.Disposition.timed_thumbnails
    if stream.codec_context is None or stream.disposition & still:
        return False
    if stream.codec_context.codec.name not in DECODERS:
        return False
    # The size is 0 if the first picture is above the bound; that is refused later, with a message.
    return (stream.width, stream.height) == (0, 0) or min(stream.width, stream.height) >= LEAST_SIDE


def _worth(stream: Any) -> tuple[bool, int]:
    return not _of_pictures(stream), stream.width * stream.height


def _of_pictures(stream: Any) -> bool:
    return stream.codec_context.codec.canonical_name in STILL_CODECS


def shown(path: Path, track: int, *, max_pixels: int) -> Shown | None:
    """Decode the first frame of video track `track` (from 0) and return how to show it; None if none can be decoded.

    Raises JobFailure `too_large` for a frame of more than `max_pixels`, whatever the headers say.
    """
    try:
        with opened(path, max_pixels=max_pixels) as container:
            stream = container.streams.video[track]
            stream.codec_context.thread_count = 1
            frame = _first_frame(container, stream)
            if frame is None:
                return None
            refuse_pixels(frame.width, frame.height, max_pixels)
            return _shown(frame, stream)
    except av.error.ArgumentError as error:  # raised for a picture above the decoder's bound
        raise too_many_pixels(max_pixels) from error
    except av.error.FFmpegError:
        return None


def _first_frame(container: InputContainer, stream: Any) -> Any:
    for packet in islice(container.demux(stream), FIRST_PACKETS):
        try:
            for frame in packet.decode():
                return frame
        except av.error.InvalidDataError:
            continue
    return None


def _shown(frame: Any, stream: Any) -> Shown:
    aspect = stream.sample_aspect_ratio or stream.codec_context.sample_aspect_ratio
    width, height = square_size(frame.width, frame.height, aspect)
    turn_deg = round(-frame.rotation / 90) % 4 * 90
    colour = colour_of(frame)
    return Shown(
        width=width if turn_deg % 180 == 0 else height,
        height=height if turn_deg % 180 == 0 else width,
        rotation_deg=turn_deg,
        colour=colour,
        dolby_vision=colour.kind == "sdr" and _is_dolby(frame, stream),
    )


def _is_dolby(frame: Any, stream: Any) -> bool:
    tag = str(stream.codec_context.codec_tag).lower()
    return tag in DOLBY_TAGS or any("DOVI" in data.type.name for data in frame.side_data)


def square_size(width: int, height: int, pixel_aspect: Fraction | None) -> tuple[int, int]:
    """The size in square pixels: the shorter side is enlarged, so that no pixel is lost."""
    aspect = Fraction(pixel_aspect or 1)
    if not Fraction(1, MOST_STRETCH) <= aspect <= MOST_STRETCH:
        return width, height
    return (round(width * aspect), height) if aspect > 1 else (width, round(height / aspect))


def refuse_pixels(width: int, height: int, max_pixels: int) -> None:
    """Raise JobFailure `too_large` for a picture of more than `max_pixels`."""
    if width * height > max_pixels:
        raise JobFailure(
            ErrorCode.TOO_LARGE,
            f"The picture has {width}×{height} pixels, more than the limit of {max_pixels} in all.",
        )


def too_many_pixels(max_pixels: int) -> JobFailure:
    """The failure for a picture that is not decoded because it is larger than allowed."""
    return JobFailure(
        ErrorCode.TOO_LARGE, f"The film holds a picture of more than the limit of {max_pixels} pixels (MAX_PIXELS)."
    )


def refuse_too_much(pictures: Iterable[float], pixels: int, max_film_pixels: int) -> None:
    """Raise JobFailure `too_large` for a film of more pixels in all than `max_film_pixels`.

    `pictures` are estimates of their number; the largest counts.
    """
    count = max(pictures, default=0.0)
    if count * pixels > max_film_pixels:
        raise JobFailure(
            ErrorCode.TOO_LARGE,
            f"The film has about {count:,.0f} pictures of {pixels:,} pixels, {count * pixels:.2g} in all: more than "
            f"the limit of {max_film_pixels:.2g} (MAX_FILM_PIXELS). Make it smaller, shorter or of a lower rate.",
        )
