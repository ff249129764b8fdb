"""Probes a file: its streams, size and length, or the reason why it is refused.

The bytes are hostile. The container is opened with the same allowed protocols and formats as for ffmpeg, so that a
playlist, a concat script or any other format that refers to further files is no media; nothing is decoded beyond what
the library needs to identify the codecs. In children only (PyAV).
"""

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import av
from av.container import InputContainer

from app.core.errors import ErrorCode, JobFailure
from app.jobs.results import Chapter, Colour, MediaInfo
from app.media.audio_tracks import codec_of, decodable, main_audio, track_name
from app.media.clock_sections import FileClock
from app.media.ffmpeg import MOST_FILM_PIXELS
from app.media.file_clock import broken_clock
from app.media.file_extensions import WEBM_CODECS
from app.media.formats import mp4_kind
from app.media.length import Claims, Length, captured_opening, in_seconds, measure, refuse_too_long
from app.media.mp4_headers import Mp4Headers, read_mp4_headers
from app.media.picture_track import (
    LEAST_SIDE,
    Shown,
    main_picture,
    opened,
    refuse_pixels,
    refuse_too_much,
    shown,
    square_size,
)
from app.media.riff_headers import missing_s
from app.media.start_timecode import start_timecode
from app.media.unread import unread_share
from app.text.scripts import one_line

MAX_STREAMS: Final = 64
MAX_CHAPTERS: Final = 1000
MAX_FPS: Final = 1000


@dataclass(frozen=True, slots=True)
class Probed:
    """A readable file. `missing_s` is how much earlier its media ends than it claims: a truncated transfer.

    `audio_tracks` names all audio tracks for users. `dolby_vision` means colours that cannot be converted here. `clock`
    is what is wrong with the file's clock, which begins at `begins_s`; the length in `media` is the one after the
    correction. `used` are the indexes of the chosen tracks, the picture first. `unread` is the share of the file after
    the first film, which is not read.
    """

    media: MediaInfo
    chapters: tuple[Chapter, ...]
    missing_s: float
    audio_tracks: tuple[str, ...] = ()
    dolby_vision: bool = False
    clock: FileClock | None = None
    begins_s: float = 0.0
    used: tuple[int, ...] = ()
    unread: float = 0.0


def probe(path: Path, *, max_seconds: float, max_pixels: int, max_film_pixels: int = MOST_FILM_PIXELS) -> MediaInfo:
    """The media information of a file; see `examine`."""
    return examine(path, max_seconds=max_seconds, max_pixels=max_pixels, max_film_pixels=max_film_pixels).media


def examine(path: Path, *, max_seconds: float, max_pixels: int, max_film_pixels: int = MOST_FILM_PIXELS) -> Probed:
    """Open the file, check it against the limits, and find where its media really ends.

    A header can claim any length, so two lengths are checked: the claimed one, and the end of the last packet that is
    really there (`length.measure`). Either one above `max_seconds` is refused, because later tools trust the header
    too. The returned length is the claimed one if both agree, else the real one. Takes milliseconds; for a broken file
    or one without a length, as long as reading it once.

    Raises JobFailure: `unsupported_media`, `too_long`, or `too_large` (more than `max_pixels` in a picture, or
    more than `max_film_pixels` in all pictures together).
    """
    if path.stat().st_size == 0:
        raise _unsupported("The file is empty (0 bytes).")
    av.logging.set_level(None)
    try:
        with ExitStack() as stack:
            with captured_opening() as log:
                container = stack.enter_context(opened(path, max_pixels=max_pixels))
            headers = read_mp4_headers(path) if "mp4" in container.format.name else Mp4Headers({}, 0.0)
            claims = Claims(log.estimated, headers.claimed_s, missing_s(path))
            video = main_picture(container)
            picture = None if video is None else _picture_of(path, container, video, headers, max_pixels)
            probed = _examined(path, container, None if picture is None else video, picture, claims, max_seconds)
            again = stack.enter_context(opened(path, max_pixels=max_pixels))  # from its start
            probed = replace(probed, unread=unread_share(path, again))
            if picture is not None and video is not None:
                timecode = start_timecode(container, video, probed.media.fps, headers.timecode_labels)
                probed = replace(probed, media=probed.media.model_copy(update={"timecode": timecode}))
                counts = (video.frames, float(probed.media.duration_s * (video.average_rate or 0)))
                refuse_too_much(counts, picture.width * picture.height, max_film_pixels)
            return probed
    except av.error.FFmpegError as error:
        raise _unsupported(
            "The file is no video or audio that can be read here, or it is damaged or was cut off. "
            "Check that it plays, or convert it to mp4."
        ) from error


def _picture_of(
    path: Path, container: InputContainer, video: Any, headers: Mp4Headers, max_pixels: int
) -> Shown | None:
    """How to show the picture, by its first frame or, if none can be decoded, by the headers; None if it is too small.

    Raises JobFailure `too_large`.
    """
    refuse_pixels(video.width, video.height, max_pixels)
    picture = shown(path, list(container.streams.video).index(video), max_pixels=max_pixels)
    if picture is None:
        turn_deg = headers.rotations_deg.get(video.id, 0)
        size = square_size(video.width, video.height, video.sample_aspect_ratio)
        width, height = size if turn_deg % 180 == 0 else (size[1], size[0])
        picture = Shown(width, height, turn_deg, Colour())
    refuse_pixels(picture.width, picture.height, max_pixels)
    return picture if min(picture.width, picture.height) >= LEAST_SIDE else None


def _examined(
    path: Path, container: InputContainer, video: Any, picture: Shown | None, claims: Claims, max_seconds: float
) -> Probed:
    if len(container.streams) > MAX_STREAMS:
        raise _unsupported(f"The file has {len(container.streams)} streams, more than the {MAX_STREAMS} that are read.")
    audio = main_audio(container)
    used = [stream for stream in (video, audio) if stream is not None]
    if not used:
        raise _unsupported(_nothing_usable(container))
    indexes, begins_s = tuple(stream.index for stream in used), in_seconds(container.start_time)
    clock = broken_clock(path, indexes)
    if clock is None:
        length = measure(container, used, claims, max_seconds=max_seconds)
    else:  # lengths from headers and the library are on other clocks
        length = Length(clock.end_s - begins_s, 0.0)
        refuse_too_long(length.duration_s, max_seconds)
    if length.duration_s <= 0:
        raise _unsupported("The file has headers but no picture or sound; it was cut off. Send it again.")
    media = _media_info(container, video, audio, picture, length.duration_s, estimated=claims.estimated)
    named = tuple(track_name(number, stream) for number, stream in enumerate(container.streams.audio))
    dolby_vision = picture is not None and picture.dolby_vision
    chapters = _chapters(container, max(0.0, begins_s), length.duration_s)
    return Probed(media, chapters, length.missing_s, named, dolby_vision, clock, begins_s, indexes)


def _nothing_usable(container: InputContainer) -> str:
    """Why a file with headers is no source; names the codecs of its streams if they are the reason."""
    streams: list[Any] = [*container.streams.video, *container.streams.audio]
    names = {codec_of(stream) for stream in streams if stream.codec_context is not None}
    refused = sorted(names - {codec_of(stream) for stream in decodable(streams)})
    sentence = "The file has neither a picture nor sound that can be decoded here."
    return f"{sentence} Of its codec {', '.join(refused)} nothing is read; convert it to mp4." if refused else sentence


def _media_info(
    container: InputContainer, video: Any, audio: Any, picture: Shown | None, duration_s: float, *, estimated: bool
) -> MediaInfo:
    codecs = [codec_of(stream) for stream in (video, audio) if stream is not None]
    return MediaInfo(
        container=_container_name(container, codecs),
        duration_s=round(duration_s, 6),
        video_codec=codec_of(video) if video is not None else None,
        audio_codec=codec_of(audio) if audio is not None else None,
        width=None if picture is None else picture.width,
        height=None if picture is None else picture.height,
        fps=fps_of(video) if video is not None else None,
        rotation_deg=0 if picture is None else picture.rotation_deg,
        video_track=0 if video is None else list(container.streams.video).index(video),
        colour=Colour() if picture is None else picture.colour,
        audio_sample_rate_hz=audio.codec_context.sample_rate if audio is not None else None,
        audio_channels=audio.codec_context.channels if audio is not None else None,
        audio_track=list(container.streams.audio).index(audio) if audio is not None else 0,
        bit_rate=(0 if estimated else container.bit_rate) or round(container.size * 8 / duration_s),
        streams=len(container.streams),
    )


def _container_name(container: InputContainer, codecs: Iterable[str]) -> str:
    """One name where the library reports a family ("mov,mp4,m4a,…", "matroska,webm")."""
    family = container.format.name
    if family.startswith("mov"):
        return mp4_kind(container.metadata.get("major_brand", ""))
    if family.startswith("matroska"):
        return "webm" if set(codecs) <= WEBM_CODECS else "matroska"
    return family.partition(",")[0]


def fps_of(video: Any) -> str | None:
    """The frame rate as an exact fraction, the mean if frames are uneven; None if it is not stated."""
    for rate in (video.average_rate, video.guessed_rate):
        if rate and 0 < rate <= MAX_FPS:
            return str(Fraction(rate))
    return None


def _chapters(container: InputContainer, begins_s: float, duration_s: float) -> tuple[Chapter, ...]:
    """The chapters on the film's clock, which begins at `begins_s` of the file's."""
    found = []
    for chapter in container.chapters()[:MAX_CHAPTERS]:
        base = chapter["time_base"]
        if base is None:
            continue
        start_s, end_s = float(chapter["start"] * base) - begins_s, float(chapter["end"] * base) - begins_s
        title = one_line(chapter["metadata"].get("title", ""), 300)
        start_s = max(0.0, start_s)
        if start_s < min(end_s, duration_s):
            found.append(Chapter(start_s=start_s, end_s=min(end_s, duration_s), title=title))
    return tuple(found)


def _unsupported(message: str) -> JobFailure:
    return JobFailure(ErrorCode.UNSUPPORTED_MEDIA, message)
