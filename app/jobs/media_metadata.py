"""What a file states about itself and its streams, as clients see it."""

from typing import Literal

from pydantic import Field

from app.jobs.results import Result

StreamKind = Literal["video", "audio", "subtitle", "data", "attachment"]
HdrFormat = Literal["pq", "hlg", "hdr10", "hdr10+", "dolby_vision"]


class StreamColour(Result):
    """The colours that the stream states, by ffmpeg's names; None where it states nothing."""

    range: str | None = None
    space: str | None = None
    transfer: str | None = None
    primaries: str | None = None


class StreamFacts(Result):
    """One stream. Sizes are as coded; `fps_exact` is a fraction; fields of other kinds of streams are None.

    `rotation` is in degrees clockwise: how players turn the picture. `interlaced` is by the frames; None if none could
    be decoded and the headers do not state it. `bit_depth` of sound is None for codecs without a fixed one.
    """

    index: int
    kind: StreamKind
    codec: str
    profile: str | None = None
    width: int | None = None
    height: int | None = None
    fps: float | None = None
    fps_exact: str | None = None
    pix_fmt: str | None = None
    bit_depth: int | None = None
    color: StreamColour | None = None
    hdr: bool | None = None
    hdr_format: HdrFormat | None = None
    interlaced: bool | None = None
    rotation: int | None = None
    sample_rate: int | None = None
    channels: int | None = None
    language: str | None = None
    title: str | None = None
    default: bool = False
    attached_picture: bool = False


class ChapterFacts(Result):
    """A chapter of the film, seconds."""

    start: float
    end: float
    title: str


class MediaMetadata(Result):
    """The whole file. `duration` is in seconds, `bit_rate` in bits per second, `creation_time` in UTC (ISO 8601)."""

    container: str
    duration: float
    bit_rate: int | None = None
    creation_time: str | None = None
    streams: tuple[StreamFacts, ...] = ()
    chapters: tuple[ChapterFacts, ...] = ()
    tags: dict[str, str] = Field(default_factory=dict)
