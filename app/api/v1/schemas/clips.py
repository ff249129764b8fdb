"""Clips that people make: what they order, and what there is."""

from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from app.api.v1.schemas.base import Id, Incoming, Outgoing, Time
from app.api.v1.schemas.jobs import ErrorView
from app.jobs.options import LONGEST_S

Shape = Literal["source", "16:9", "9:16", "1:1"]
Height = Literal["source", "360p", "480p", "720p", "1080p"]
Form = Literal["mp4", "webm", "mkv", "mov", "m4a", "mp3"]
#: Forms of sound alone.
SOUND_FORMS = ("m4a", "mp3")
#: A title: one line of text.
Title = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Second = Annotated[float, Field(strict=True, ge=0, le=LONGEST_S, allow_inf_nan=False)]
Position = Annotated[float, Field(strict=True, ge=0, le=1, allow_inf_nan=False)]


class ClipLook(Incoming):
    """A part of the job's film from `start` to `end`, seconds, and how it is to look."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"start": 12.4, "end": 31.0, "aspect": "9:16", "captions": True}]}
    )

    start: Second
    end: Second
    aspect: Shape = Field("source", description="Shape of the picture")
    position: Position | None = Field(
        None, description="Middle of the crop, a share of the picture; it follows what moves when absent"
    )
    captions: bool = Field(False, strict=True, description="Draw what is said into the picture, as it is corrected now")
    resolution: Height = Field("source", description="Height of the picture, never scaled up")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end <= self.start:
            raise ValueError("end must be after start")
        return self


class ClipOrder(ClipLook):
    """A clip to cut."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"start": 12.4, "end": 31.0, "title": "Why it works", "aspect": "9:16", "captions": True}]
        }
    )

    title: Title | None = Field(None, description="The words that are said in it, or its time, when absent")
    output_format: Form = Field(
        "mp4",
        description="Container of the film, which shows the waveform where there is no picture; m4a, mp3: sound alone",
    )
    replaces: Id | None = Field(None, description="A clip of the job that goes when this one is ordered")

    @model_validator(mode="after")
    def _seen(self) -> Self:
        if self.output_format in SOUND_FORMS and (self.captions or self.aspect != "source"):
            raise ValueError(f"captions and aspect are for films, {self.output_format} is sound alone")
        return self


class ClipChange(Incoming):
    """Another title for a clip; nothing is cut again."""

    title: Title


class MadeClip(Outgoing):
    """A clip that people made. `id` is that of the job that cuts it, which can be followed, cancelled and retried."""

    id: Id
    job_id: Id = Field(description="The job whose clip it is")
    title: str
    start: float = Field(description="Seconds of the source; on a frame as soon as it is cut")
    end: float
    aspect: Shape
    position: float | None
    captions: bool
    resolution: Height
    output_format: Form
    status: str
    progress: float = Field(description="Percent")
    error: ErrorView | None
    width: int | None = Field(description="Null until it is cut, as the files are")
    height: int | None
    size_bytes: int | None
    artifact_id: str | None = Field(description="Its file, among those of the job `id`")
    url: str | None = Field(description="The same file, named by the clip's title")
    thumbnail_url: str | None
    created_at: Time


class MadeClips(Outgoing):
    """The clips that people made of a job's film, the first one first."""

    items: list[MadeClip]
    total: int


class CaptionLines(Outgoing):
    """Lines of a caption; times in seconds of the source. `size` of letters is a share of the picture's height."""

    start: float
    end: float
    lines: list[str]
    rtl: bool
    size: float


class CropMove(Outgoing):
    """The middle of the crop moves from `at` to `to`, shares of the picture; times in seconds of the source."""

    start: float
    end: float
    at: float
    to: float


class ClipPreview(Outgoing):
    """How a clip would look: what of the picture stays, and the captions line by line."""

    axis: Literal["x", "y"] = Field(description="The direction in which the picture is cropped")
    share: float = Field(description="How much of it stays, 0..1")
    moves: list[CropMove] = Field(
        description="Empty if nothing is cropped; a crop of unknown path stands in the middle"
    )
    follows: bool = Field(description="Whether the path is the one that the clip will have")
    bottom: float = Field(description="Room below the captions, a share of the picture's height")
    captions: list[CaptionLines]
    warning: str | None = Field(description="Letters that no font here draws")
