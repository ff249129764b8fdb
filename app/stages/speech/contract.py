"""Stage `speech`: 16 kHz mono PCM for the recogniser, on the film's own clock, and its waveform."""

from app.jobs.estimate import Rate
from app.jobs.options import PICTURE_IS_ENOUGH, WITHOUT_SOURCE, JobType
from app.jobs.results import Blob, MediaInfo, Result
from app.stages.fetch.contract import STAGE as FETCH
from app.stages.source_media import AUDIO_TRACK, media_with_sound
from app.stages.stage import ChildKind, Resource, Stage, StageContext, StageFile

#: Bytes per second of the sound: 16 kHz, 16 bit, mono.
BYTES_PER_S = 32_000
#: The operations that need what is said.
WITH_CAPTIONS = {JobType.MEDIA_OPERATION: ("operation=burn_captions", "operation=cut_clip&burn_captions")}


class SpeechInput(Result):
    """`required`: a source without audio fails the job (a transcription) instead of having no speech (clips)."""

    source: Blob
    media: MediaInfo
    required: bool


class SpeechOutput(Result):
    """16 kHz mono 16-bit PCM in a wav file; None if the source has no audio and the job does not need it."""

    pcm: Blob | None
    duration_s: float
    waveform: Blob | None  # JSON {"samples_per_second": f, "peaks": [0..1, …]}


def _input(context: StageContext) -> SpeechInput:
    fetched = context.output_of(FETCH)
    # with audio it makes no difference, and jobs of all types share one extraction
    required = fetched.media.audio_codec is not None or context.job.job_type not in PICTURE_IS_ENOUGH
    return SpeechInput(source=fetched.source, media=media_with_sound(context), required=required)


def _files(output: SpeechOutput) -> list[StageFile]:
    if output.waveform is None:
        return []
    return [StageFile("waveform", " waveform.json", output.waveform, one_of_a_job=True)]


STAGE = Stage(
    name="speech",
    title="Speech",
    doing="Preparing speech",
    about="16 kHz sound for the speech model",
    version=4,
    order=30,
    job_types=frozenset(JobType) - {JobType.AUDIO_EXTRACTION} - WITHOUT_SOURCE,
    options=(AUDIO_TRACK,),
    switches_in=WITH_CAPTIONS,
    needs=(FETCH.name,),
    input=SpeechInput,
    output=SpeechOutput,
    entry="app.stages.speech.run:run",
    resource=lambda _: Resource.ENCODE,
    child_kind=lambda _: ChildKind.MEDIA,
    prior=Rate(0.005, 0.5),
    build_input=_input,
    artifacts=_files,
    disk_bytes=lambda _, duration_s: BYTES_PER_S * duration_s,
)
