"""Values that several stages, the store and the API share: frozen, JSON-serialisable, with units in the names."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer


class Result(BaseModel):
    """Base of every value that is passed between stages, and so between processes, as JSON."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        protected_namespaces=(),
        hide_input_in_errors=True,
        ser_json_inf_nan="constants",  # values survive JSON unchanged
    )


def holds_secret(value: Result) -> bool:
    """Whether a field that is never printed (`repr=False`) has a value, such as the credentials of a link."""
    fields = type(value).model_fields.items()
    return any(not field.repr and getattr(value, name) is not None for name, field in fields)


class Blob(Result):
    """A file in the content-addressed store. `suffix` is its extension with the dot, for players and ffmpeg."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size_bytes: int
    suffix: str = Field("", pattern=r"^(\.[a-z0-9]{1,8})?$")


class Colour(Result):
    """The colours of a picture. `kind` is its transfer: standard (SDR), or HDR as PQ or HLG.

    `matrix` is that between luma and colours; `guessed` if the frames do not state it.
    """

    kind: Literal["sdr", "pq", "hlg"] = "sdr"
    primaries: Literal["bt709", "bt2020", "smpte431", "smpte432"] = "bt709"
    matrix: Literal["bt709", "bt601", "ycgco", "bt2020c", "ictcp", "other"] = "bt709"
    guessed: bool = False


#: Fields of `MediaInfo` that are absent from JSON when they are None.
_LATER_MEDIA_FIELDS = ("timecode", "wanted_track")


class MediaInfo(Result):
    """The result of a probe. `fps` is an exact fraction ("30000/1001"), the mean if frames are uneven.

    Sizes are as displayed: in square pixels, after rotation. Of several video or audio tracks, values are of the one
    that players choose; `video_track` and `audio_track` are its indexes from 0.

    `timecode` is that of the first frame ("01:00:00;00"), counted at `timecode.editing_rate` of `fps`; without one the
    field is absent from JSON, as it is from what was recorded before it was read. So is `wanted_track`, the number or
    language of the audio track that a job wants in place of `audio_track`, until a stage finds it in the file.
    """

    container: str
    duration_s: float
    video_codec: str | None = None
    audio_codec: str | None = None
    width: int | None = None
    height: int | None = None
    fps: str | None = None
    rotation_deg: int = 0
    video_track: int = 0
    colour: Colour = Colour()
    audio_sample_rate_hz: int | None = None
    audio_channels: int | None = None
    audio_track: int = 0
    bit_rate: int | None = None
    streams: int = 0
    timecode: str | None = None
    wanted_track: int | str | None = None

    @model_serializer(mode="wrap")
    def _without_absent(self, serialize: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """The fields as they were in keys and records before there was a timecode or a wish, unless there is one."""
        fields: dict[str, Any] = serialize(self)
        return {name: value for name, value in fields.items() if value is not None or name not in _LATER_MEDIA_FIELDS}


class Word(Result):
    """One word, in seconds from the start of the media; `probability` 0..1."""

    start_s: float
    end_s: float
    text: str
    probability: float


class DecodedAt(Result):
    """Where a segment was decoded: in the engine's `window` of the sound's samples from `first` to `end`.

    A run that continues decodes that window again, and the same comes out.
    """

    first: int
    end: int
    window: int


class Segment(Result):
    """One stretch of speech as decoded, in seconds from the start of the media.

    `confidence` 0..1 is exp(mean log probability of its tokens); `flags` are reasons why it may be wrong
    (`repetition`, `near_silence`, `low_confidence`). `speaker` is a label or a name, None if nobody distinguished the
    speakers; then it is left out of the JSON, as in all records of earlier releases. `decoded_at` is for the stage that
    continues its own work; no other receives it.
    """

    start_s: float
    end_s: float
    text: str
    confidence: float
    no_speech_probability: float = 0.0
    words: tuple[Word, ...] = ()
    flags: tuple[str, ...] = ()
    speaker: str | None = Field(default=None, exclude_if=lambda speaker: speaker is None)
    decoded_at: DecodedAt | None = Field(default=None, exclude_if=lambda place: place is None)


class Chapter(Result):
    """A chapter that the source's author set."""

    start_s: float
    end_s: float
    title: str


class Cut(Result):
    """A change of picture of a `kind`. `start_s`..`end_s` is the extent of a fade.

    For a hard cut both are equal.
    """

    start_s: float
    end_s: float
    kind: Literal["cut", "fade"]
    score: float


class Validators(Result):
    """A site's validators of a file, for checking later whether it has changed; None if missing."""

    etag: str | None = None
    last_modified: str | None = None
    length: int | None = None


class SegmentSentiment(Result):
    """Mood of one segment, by the segment's index. `score` −1..1 = positive − negative.

    `start_s` is the segment's start; None in records of earlier releases.
    """

    index: int
    label: Literal["positive", "neutral", "negative"]
    score: float
    start_s: float | None = Field(default=None, exclude_if=lambda start_s: start_s is None)


class Clip(Result):
    """One finished clip. `parts` are the components of the score, 0..1 each; `reason` is the score in words."""

    index: int
    start_s: float
    end_s: float
    title: str
    score: float
    reason: str
    parts: dict[str, float]
    text: str
    video: Blob
    thumbnail: Blob | None
    width: int
    height: int
