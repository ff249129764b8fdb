"""What is seen in a film, what could be wrong with it, and what its file states."""

from typing import Literal

from pydantic import Field

from app.api.v1.schemas.base import Outgoing


class LabelView(Outgoing):
    """A word for what is seen, and how well it fits."""

    label: str
    score: float = Field(ge=0, le=1)


class ScreenTextView(Outgoing):
    """Words on screen."""

    text: str
    score: float = Field(ge=0, le=1)
    box: list[float] = Field(description="x, y, width, height as fractions 0..1 of the picture")
    at_s: float | None = Field(None, description="When it was seen, seconds")


class SeenSceneView(Outgoing):
    """What is seen in a scene; a part without its model is null."""

    index: int
    start: float
    end: float
    labels: list[LabelView] | None
    text: list[ScreenTextView] | None
    faces: int | None = Field(description="The most faces in one picture of the scene")


class VisionView(Outgoing):
    """What is seen in the film."""

    scenes: list[SeenSceneView]
    labels: list[LabelView] | None
    models: dict[str, str]


class FindingView(Outgoing):
    """Something that could be wrong."""

    id: str
    rule: str = Field(examples=["payment_card"])
    category: str = Field(examples=["pii"])
    severity: Literal["info", "warning", "critical"]
    start: float | None = Field(description="Seconds; null when it is about the whole")
    end: float | None
    message: str
    evidence: str = Field(description="The words or the figure; of personal data first and last character")
    confidence: float = Field(ge=0, le=1)
    source: Literal["speech", "screen", "sound", "picture", "file"]


class ColourView(Outgoing):
    """The colours that a stream states, by ffmpeg's names; null where it states nothing."""

    range: str | None = Field(examples=["tv"])
    space: str | None = Field(examples=["bt2020nc"])
    transfer: str | None = Field(examples=["smpte2084"])
    primaries: str | None = Field(examples=["bt2020"])


class StreamView(Outgoing):
    """One stream of the file. Fields of other kinds of streams are null."""

    index: int
    kind: Literal["video", "audio", "subtitle", "data", "attachment"]
    codec: str = Field(examples=["hevc"])
    profile: str | None = Field(examples=["Main 10"])
    width: int | None = Field(description="As coded: before rotation, in the stream's own pixels")
    height: int | None
    fps: float | None = Field(description="The mean if frames are uneven", examples=[29.97])
    fps_exact: str | None = Field(examples=["30000/1001"])
    pix_fmt: str | None = Field(examples=["yuv420p10le"])
    bit_depth: int | None = Field(description="Of a component of the picture; of a sample of sound without loss")
    color: ColourView | None
    hdr: bool | None
    hdr_format: Literal["pq", "hlg", "hdr10", "hdr10+", "dolby_vision"] | None
    interlaced: bool | None = Field(description="By some decoded frames")
    rotation: int | None = Field(description="Degrees clockwise by which players turn the picture")
    sample_rate: int | None
    channels: int | None
    language: str | None = Field(description="As the file states it, mostly ISO 639-2", examples=["eng"])
    title: str | None
    default: bool
    attached_picture: bool = Field(description="A cover, no film")


class FileChapterView(Outgoing):
    """A chapter of the film, seconds."""

    start: float
    end: float
    title: str


class MetadataView(Outgoing):
    """What the file states about itself. Places are left out unless the job's include_location is true."""

    container: str
    duration: float = Field(description="Seconds")
    bit_rate: int | None = Field(description="Bits per second")
    creation_time: str | None = Field(description="UTC", examples=["2024-05-06T07:08:09Z"])
    streams: list[StreamView]
    chapters: list[FileChapterView]
    tags: dict[str, str]
