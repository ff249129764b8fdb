"""Types of stages' results: frozen, JSON-serialisable, with units in the names."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Result(BaseModel):
    """Base of every value that is passed between stages, and so between processes, as JSON."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        protected_namespaces=(),
        hide_input_in_errors=True,
        ser_json_inf_nan="constants",  # values survive JSON unchanged
    )


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


class MediaInfo(Result):
    """The result of a probe. `fps` is an exact fraction ("30000/1001"), the mean if frames are uneven.

    Sizes are as displayed: in square pixels, after rotation. Of several video or audio tracks, values are of the one
    that players choose; `video_track` and `audio_track` are its indexes from 0.
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


class Word(Result):
    """One word, in seconds from the start of the media; `probability` 0..1."""

    start_s: float
    end_s: float
    text: str
    probability: float


class Segment(Result):
    """One stretch of speech as decoded, in seconds from the start of the media.

    `confidence` 0..1 is exp(mean log probability of its tokens); `flags` are reasons why it may be wrong
    (`repetition`, `near_silence`, `low_confidence`).
    """

    start_s: float
    end_s: float
    text: str
    confidence: float
    no_speech_probability: float = 0.0
    words: tuple[Word, ...] = ()
    flags: tuple[str, ...] = ()


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


class FetchOutput(Result):
    """The source as a readable file, with its site's description.

    `validators` are those of a direct link to a file. A site's video and an upload have none: they are the same as long
    as their id is.
    """

    source: Blob
    media: MediaInfo
    title: str
    uploader: str | None = None
    webpage_url: str | None = None
    chapters: tuple[Chapter, ...] = ()
    thumbnail: Blob | None = None
    validators: Validators | None = None


class AudioOutput(Result):
    """The audio track as a file for users."""

    audio: Blob
    duration_s: float
    media_type: str
    waveform: Blob  # JSON {"samples_per_second": f, "peaks": [0..1, …]}


class SpeechOutput(Result):
    """16 kHz mono 16-bit PCM in a wav file; None if the source has no audio and the job does not need it."""

    pcm: Blob | None
    duration_s: float
    waveform: Blob | None  # JSON {"samples_per_second": f, "peaks": [0..1, …]}


class TranscribeOutput(Result):
    """The transcript's properties and files; segments are committed one by one as pieces of the stage."""

    language: str
    language_probability: float
    model: str
    decoding: Literal["sequential", "batched", "none"]
    segment_count: int
    srt: Blob | None = None
    vtt: Blob | None = None
    txt: Blob | None = None


class Keyword(Result):
    """A keyword; `score` is 0..1, higher is more important."""

    text: str
    score: float


class Entity(Result):
    """A named entity with the model's label (PERSON, GPE, ORG, DATE …) and the number of its mentions."""

    text: str
    label: str
    count: int


class SegmentSentiment(Result):
    """Mood of one segment, by the segment's index. `score` −1..1 = positive − negative."""

    index: int
    label: Literal["positive", "neutral", "negative"]
    score: float


class AnalyseOutput(Result):
    """The analysis of a transcript. Parts that were not requested are None. `models` is what produced each part."""

    sentiment: Literal["positive", "neutral", "negative"] | None = None
    sentiment_scores: dict[str, float] | None = None
    segment_sentiments: tuple[SegmentSentiment, ...] = ()
    topics: tuple[str, ...] | None = None
    keywords: tuple[Keyword, ...] | None = None
    entities: tuple[Entity, ...] = ()
    models: dict[str, str] = Field(default_factory=dict)


class Sprite(Result):
    """A sheet of small pictures, row by row, one every `interval_s` seconds."""

    image: Blob
    columns: int
    rows: int
    count: int
    interval_s: float
    tile_width: int
    tile_height: int


class ScenesOutput(Result):
    """The changes of picture, and images for the page. `has_video` is False for audio alone."""

    has_video: bool
    cuts: tuple[Cut, ...] = ()
    poster: Blob | None = None
    sprite: Sprite | None = None
    focus: tuple[
        tuple[float, float, float], ...
    ] = ()  # (time_s, x, y) centre of motion, fractions 0..1, about 2 a second


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


class ClipsOutput(Result):
    """The number of clips; the clips are committed one by one as pieces of the stage."""

    clip_count: int
