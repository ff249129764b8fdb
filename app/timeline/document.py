"""Defines timelines as clients write them: tracks of clips with their sources, times in seconds.

A timeline says nothing about its sources but their names. `app.timeline.material` has what they turned out to be, and
`app.timeline.layout` where each clip lies, to the frame.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, model_validator

#: Most tracks, and most clips of all tracks together.
MOST_TRACKS, MOST_CLIPS = 32, 2000
#: Rates of a timeline, frames per second.
LEAST_FPS, MOST_FPS = 1, 120
#: Rates that people write as decimals, and the share by which those may differ.
NTSC: Final = tuple(Fraction(rate * 1000, 1001) for rate in (24, 30, 48, 60, 120))
NEAR: Final = Fraction(1, 5000)
_RATE = re.compile(r"[1-9]\d{0,6}(/[1-9]\d{0,6})?")


class Part(BaseModel):
    """Base of a timeline's parts: frozen, and an unknown field is an error."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, hide_input_in_errors=True, populate_by_name=True
    )


Name = Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Id = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[\w.:-]+$")]
Seconds = Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)]


class SceneSource(Part):
    """A scene of an analysis. Times count from the scene's start, and it has nothing beyond its borders."""

    analysis_id: Id
    scene_id: Id


class VideoSource(Part):
    """A video: an upload, or the file that a job fetched of a link."""

    video_id: Id


class ArtifactSource(Part):
    """A file that a job made."""

    job_id: Id
    artifact_id: Id


class SegmentSource(Part):
    """A scene by the name of one of its files, as `/api/segment/…` serves it."""

    analysis_id: Id
    segment: Literal["proxy", "mezzanine"]
    filename: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[\w. -]+$")]


#: What tells the kinds of source apart: a field of each that no other has.
_KINDS = {"scene_id": "scene", "video_id": "video", "artifact_id": "artifact", "segment": "segment"}


def _kind_of(value: Any) -> str | None:
    """The kind of a source, by the fields that it has; None if it is none or several."""
    named = value.keys() if isinstance(value, dict) else type(value).model_fields if isinstance(value, Part) else ()
    found = [kind for name, kind in _KINDS.items() if name in named]
    return found[0] if len(found) == 1 else None


Source: TypeAlias = Annotated[
    Annotated[SceneSource, Tag("scene")]
    | Annotated[VideoSource, Tag("video")]
    | Annotated[ArtifactSource, Tag("artifact")]
    | Annotated[SegmentSource, Tag("segment")],
    Discriminator(
        _kind_of,
        custom_error_type="source",
        custom_error_message="must be analysis_id with scene_id, or video_id, or job_id with artifact_id",
    ),
]


class Transition(Part):
    """How a clip comes in. It lies on the border to the clip before, half on either side."""

    kind: Literal["crossfade", "dip_to_black", "wipe_left", "slide_left"]
    duration: Annotated[float, Field(gt=0, le=60, allow_inf_nan=False)]


class TrackClip(Part):
    """A stretch of a source on a track.

    `start` and `end` are seconds of the source, its first and its last moment when absent. `at` is seconds of the
    timeline, and right after the clip before when absent. Fades act on picture and sound, seconds of the timeline.
    """

    source: Source
    start: Seconds | None = None
    end: Seconds | None = None
    at: Seconds | None = None
    speed: Annotated[float, Field(ge=0.25, le=4)] = 1.0
    volume_db: Annotated[float, Field(ge=-120, le=40)] = 0.0
    muted: bool = False
    transition_in: Transition | None = None
    fade_in: Seconds = 0.0
    fade_out: Seconds = 0.0
    name: Name | None = None

    @model_validator(mode="after")
    def _forwards(self) -> "TrackClip":
        if self.end is not None and self.end <= (self.start or 0.0):
            raise ValueError("end must be after start")
        return self


class Track(Part):
    """Clips that do not overlap. A later track with pictures lies over the earlier ones; sound of all is mixed."""

    kind: Literal["video", "audio"]
    clips: tuple[TrackClip, ...] = Field((), strict=False)
    name: Name | None = None


class Captions(Part):
    """What is spoken, from the transcripts of the sources; drawn into the picture, or only as files beside it."""

    burn: bool = True
    origin: Literal["transcript"] = Field("transcript", alias="from")


def rate_text(value: Any) -> Any:
    """A rate as text, a fraction in lowest terms; numbers such as 29.97 become the rate that is meant."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return value
    if isinstance(value, str) and _RATE.fullmatch(value) is None:
        raise ValueError("must be a number or a fraction such as 30000/1001")
    try:
        rate = Fraction(str(value))
    except ValueError:
        raise ValueError("must be a number or a fraction such as 30000/1001") from None
    if not LEAST_FPS <= rate <= MOST_FPS:
        raise ValueError(f"must be from {LEAST_FPS} to {MOST_FPS}")
    meant = next((known for known in NTSC if abs(known - rate) <= NEAR * known), rate)
    return str(meant.limit_denominator(1001))


class Timeline(Part):
    """Tracks that are played together. Rate and size are those of its first picture when absent."""

    fps: Annotated[str, BeforeValidator(rate_text)] | None = None
    width: Annotated[int, Field(ge=16, le=16_384)] | None = None
    height: Annotated[int, Field(ge=16, le=16_384)] | None = None
    tracks: tuple[Track, ...] = Field(min_length=1, max_length=MOST_TRACKS, strict=False)
    captions: Captions | None = None
    name: Name | None = None

    @model_validator(mode="after")
    def _consistent(self) -> "Timeline":
        if (self.width is None) != (self.height is None):
            raise ValueError("width and height must be given together")
        count = sum(len(track.clips) for track in self.tracks)
        if not count:
            raise ValueError("has no clips")
        if count > MOST_CLIPS:
            raise ValueError(f"has {count} clips, more than {MOST_CLIPS}")
        return self

    @property
    def rate(self) -> Fraction | None:
        """Frames per second; None for that of the first picture."""
        return None if self.fps is None else Fraction(self.fps)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources of all clips, each once, in the order of their first use."""
        return tuple(dict.fromkeys(clip.source for _, _, clip in self.numbered()))

    def numbered(self) -> Iterator[tuple[int, int, TrackClip]]:
        """All clips with the numbers of their tracks and their own, from 0."""
        for track_index, track in enumerate(self.tracks):
            for index, clip in enumerate(track.clips):
                yield track_index, index, clip

    def as_json(self) -> dict[str, Any]:
        """The timeline as clients write it, without what is at its default."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
