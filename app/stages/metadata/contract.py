"""Stage `metadata`: everything that the file states about its streams, and what is measured in its sound."""

from app.jobs.estimate import Rate
from app.jobs.measures import SoundMeasures
from app.jobs.media_metadata import MediaMetadata
from app.jobs.options import JobType
from app.jobs.results import Blob, Chapter, MediaInfo, Result
from app.media.ffmpeg import MOST_PIXELS
from app.stages.fetch.contract import STAGE as FETCH
from app.stages.source_media import AUDIO_TRACK, media_with_sound
from app.stages.stage import ChildKind, Resource, Stage, StageContext


class MetadataInput(Result):
    """`media` and `chapters` are the results of `fetch` for `source`. `sound` is whether its sound is measured."""

    source: Blob
    media: MediaInfo
    chapters: tuple[Chapter, ...] = ()
    include_location: bool = False
    sound: bool = False
    max_pixels: int = MOST_PIXELS


class MetadataOutput(Result):
    """`sound` is None if it was not measured, or there is none."""

    metadata: MediaMetadata
    sound: SoundMeasures | None = None


def _input(context: StageContext) -> MetadataInput:
    fetched, options = context.output_of(FETCH), context.job.options
    return MetadataInput(
        source=fetched.source,
        media=media_with_sound(context),
        chapters=fetched.chapters,
        include_location=options.include_location,
        sound=options.findings and fetched.media.audio_codec is not None,
        max_pixels=context.settings.max_pixels,
    )


STAGE = Stage(
    name="metadata",
    title="Metadata",
    doing="Reading metadata",
    about="Streams, colours, tags; loudness of the sound",
    version=2,
    order=80,
    job_types=frozenset({JobType.FULL_PROCESSING, JobType.VIDEO_ANALYSIS, JobType.SCENE_ANALYSIS}),
    options=("metadata_extraction", "include_location", AUDIO_TRACK),
    switches=("metadata_extraction", "findings"),
    switches_in={JobType.SCENE_ANALYSIS: ()},
    needs=(FETCH.name,),
    input=MetadataInput,
    output=MetadataOutput,
    entry="app.stages.metadata.run:run",
    resource=lambda _: Resource.ANALYZE,
    child_kind=lambda _: ChildKind.MEDIA,
    prior=Rate(0.01, 0.5),
    build_input=_input,
    neutral_fields=frozenset({"max_pixels"}),
    keeps_words=True,
)
