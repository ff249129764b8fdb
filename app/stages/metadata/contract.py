"""Stage `metadata`: everything that the file states about its streams, and what is measured in its sound."""

from pydantic import Field

from app.jobs.estimate import Rate
from app.jobs.measures import SoundMeasures
from app.jobs.options import JobType
from app.jobs.results import Blob, MediaInfo, Result
from app.stages.fetch.contract import STAGE as FETCH
from app.stages.stage import ChildKind, Resource, Stage, StageContext


class MetadataInput(Result):
    """`media` is the probe's result for `source`. `sound` is whether its sound is measured."""

    source: Blob
    media: MediaInfo
    include_location: bool = False
    sound: bool = False


class StreamColour(Result):
    """The colours as the stream states them, by ffmpeg's names; None if it does not."""

    range: str | None = None
    space: str | None = None
    transfer: str | None = None
    primaries: str | None = None


class StreamFacts(Result):
    """One stream. Sizes are as coded; `fps` is an exact fraction; fields of other kinds of streams are None."""

    index: int
    kind: str
    codec: str
    profile: str | None = None
    width: int | None = None
    height: int | None = None
    fps: str | None = None
    pix_fmt: str | None = None
    bit_depth: int | None = None
    color: StreamColour | None = None
    hdr: bool | None = None
    interlaced: bool | None = None
    rotation: int | None = None
    sample_rate: int | None = None
    channels: int | None = None
    language: str | None = None
    default: bool = False


class ChapterFacts(Result):
    """A chapter of the file."""

    start: float
    end: float
    title: str


class MediaMetadata(Result):
    """What the file states, as clients see it. `duration` is in seconds, `bit_rate` in bits per second."""

    container: str
    duration: float
    bit_rate: int | None = None
    creation_time: str | None = None
    streams: tuple[StreamFacts, ...] = ()
    chapters: tuple[ChapterFacts, ...] = ()
    tags: dict[str, str] = Field(default_factory=dict)


class MetadataOutput(Result):
    """`sound` is None if it was not measured, or there is none."""

    metadata: MediaMetadata
    sound: SoundMeasures | None = None


def _input(context: StageContext) -> MetadataInput:
    fetched, options = context.output_of(FETCH), context.job.options
    return MetadataInput(
        source=fetched.source,
        media=fetched.media,
        include_location=options.include_location,
        sound=options.findings and fetched.media.audio_codec is not None,
    )


STAGE = Stage(
    name="metadata",
    title="Metadata",
    doing="Reading metadata",
    about="Streams, colours, tags; loudness of the sound",
    version=1,
    order=80,
    job_types=frozenset({JobType.FULL_PROCESSING, JobType.VIDEO_ANALYSIS}),
    options=("metadata_extraction", "include_location"),
    switches=("metadata_extraction", "findings"),
    needs=(FETCH.name,),
    input=MetadataInput,
    output=MetadataOutput,
    entry="app.stages.metadata.run:run",
    resource=lambda _: Resource.ANALYZE,
    child_kind=lambda _: ChildKind.MEDIA,
    prior=Rate(0.003, 0.5),
    build_input=_input,
    keeps_words=True,
)
