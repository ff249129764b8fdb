"""Stage `audio`: the source's audio track as a wav, mp3 or flac file, and its waveform."""

from app.jobs.estimate import Rate
from app.jobs.options import PICTURE_IS_ENOUGH, JobType
from app.jobs.results import Blob, MediaInfo, Result
from app.media.audio_formats import AudioFormat, AudioQuality
from app.stages.fetch.contract import STAGE as FETCH
from app.stages.source_media import AUDIO_TRACK, media_with_sound
from app.stages.stage import ChildKind, Resource, Stage, StageContext, StageFile

#: Bytes per second of extracted audio at its best.
BYTES_PER_S = {"wav": 192_000, "flac": 120_000, "mp3": 40_000}


class AudioInput(Result):
    """`title` goes into the file's tags."""

    source: Blob
    media: MediaInfo
    format: AudioFormat
    quality: AudioQuality
    title: str


class AudioOutput(Result):
    """The audio track as a file for users."""

    audio: Blob
    duration_s: float
    media_type: str
    waveform: Blob  # JSON {"samples_per_second": f, "peaks": [0..1, …]}


def _input(context: StageContext) -> AudioInput:
    fetched, options = context.output_of(FETCH), context.job.options
    return AudioInput(
        source=fetched.source,
        media=media_with_sound(context),
        format=options.audio_format,
        quality=options.audio_quality,
        title=fetched.title,
    )


def _skips(context: StageContext) -> bool:
    return context.output_of(FETCH).media.audio_codec is None and context.job.job_type in PICTURE_IS_ENOUGH


def _files(output: AudioOutput) -> list[StageFile]:
    return [
        StageFile("audio", output.audio.suffix, output.audio),
        StageFile("waveform", " waveform.json", output.waveform, one_of_a_job=True),
    ]


STAGE = Stage(
    name="audio",
    title="Audio",
    doing="Extracting audio",
    about="Write the audio track as a file",
    version=4,
    order=20,
    job_types=frozenset({JobType.AUDIO_EXTRACTION, JobType.FULL_PROCESSING}),
    options=("audio_format", "audio_quality", AUDIO_TRACK),
    needs=(FETCH.name,),
    input=AudioInput,
    output=AudioOutput,
    entry="app.stages.audio.run:run",
    resource=lambda _: Resource.ENCODE,
    child_kind=lambda _: ChildKind.MEDIA,
    prior=Rate(0.01, 0.5),
    build_input=_input,
    skips=_skips,
    artifacts=_files,
    disk_bytes=lambda options, duration_s: BYTES_PER_S[options.audio_format] * duration_s,
)
