"""The types of jobs and their options, as the contract fixes them."""

from enum import StrEnum
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from app.jobs.generations import MOST_SEED
from app.jobs.option_types import AudioTrack, Hotwords, Language, ModelSize, Speakers, in_words
from app.jobs.scenes import Segmentation


class JobType(StrEnum):
    """The results that a job is to produce."""

    AUDIO_EXTRACTION = "audio_extraction"
    TRANSCRIPTION = "transcription"
    ANALYSIS = "analysis"
    CLIP_GENERATION = "clip_generation"
    FULL_PROCESSING = "full_processing"
    VIDEO_ANALYSIS = "video_analysis"
    SCENE_ANALYSIS = "scene_analysis"
    MEDIA_OPERATION = "media_operation"
    TIMELINE_EXPORT = "timeline_export"
    GENERATION = "generation"


#: Jobs that do not need sound if the source has none.
PICTURE_IS_ENOUGH = frozenset(
    {JobType.CLIP_GENERATION, JobType.FULL_PROCESSING, JobType.VIDEO_ANALYSIS, JobType.SCENE_ANALYSIS}
)
#: Jobs of a timeline, which has sources of its own: they have no link and no video.
OF_TIMELINES = frozenset({JobType.TIMELINE_EXPORT})
#: Jobs of a prompt, from which their film is made.
OF_PROMPTS = frozenset({JobType.GENERATION})
#: Jobs without a link and without a video to begin with.
WITHOUT_SOURCE = OF_TIMELINES | OF_PROMPTS
#: Jobs that can have findings.
WITH_FINDINGS = frozenset({JobType.FULL_PROCESSING, JobType.VIDEO_ANALYSIS})
#: Options that no other engine than whisper has.
WHISPER_ALONE = ("task", "hotwords")
#: Options that are true in jobs of a type unless the client sets them.
TRUE_BY_TYPE = {JobType.VIDEO_ANALYSIS: ("vision", "findings", "metadata_extraction")}


class Operation(StrEnum):
    """What a `media_operation` does with a video."""

    REMOVE_SILENCE = "remove_silence"
    NORMALIZE_LOUDNESS = "normalize_loudness"
    DENOISE_AUDIO = "denoise_audio"
    STABILIZE = "stabilize"
    REFRAME = "reframe"
    BURN_CAPTIONS = "burn_captions"
    CUT_CLIP = "cut_clip"


#: The kind of the artifact that an operation writes.
RESULT_KIND = "result"


#: Times in a film that are accepted at most, seconds: ten days.
LONGEST_S = 864_000.0


class _Part(BaseModel):
    """Base of options that belong to one kind of work."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, protected_namespaces=())


class OperationOptions(_Part):
    """Options of the operations; each uses those that its name begins with, and all use `output_format`."""

    silence_threshold_db: float | None = Field(
        None, ge=-90, le=-10, description="What is quieter is silence, dBFS; measured from the sound when absent"
    )
    silence_min_seconds: float = Field(0.5, ge=0.1, le=60, description="Shortest silence that is cut out")
    silence_padding_seconds: float = Field(0.1, ge=0, le=5, description="What stays of a silence at each end")
    loudness_target_lufs: float = Field(-14.0, ge=-70, le=-5, description="Integrated loudness to reach")
    loudness_true_peak_db: float = Field(-1.0, ge=-9, le=0, description="Highest true peak, dBTP")
    denoise_strength: Literal["low", "medium", "high"] = Field("medium", description="How much noise is taken away")
    stabilize_strength: Literal["low", "medium", "high"] = Field("medium", description="How still the picture becomes")
    reframe_aspect: Literal["16:9", "9:16", "1:1"] = Field("9:16", description="Shape of the picture")
    clip_start: float = Field(0.0, ge=0, le=LONGEST_S, description="Start of a clip, seconds")
    clip_end: float | None = Field(
        None, gt=0, le=LONGEST_S, description="End of a clip, seconds; that of the film when absent"
    )
    clip_position: float | None = Field(
        None,
        ge=0,
        le=1,
        description="Middle of a clip's crop, 0..1; it follows what moves when absent",
    )
    clip_sound: Literal["m4a", "mp3"] | None = Field(
        None,
        description="Cut the sound alone; else sound without picture becomes a film of its waveform",
    )
    output_format: Literal["mp4", "webm", "mkv", "mov"] = Field("mp4", description="Container of the file")


#: The operation of the options that begin with a word.
OPERATION_OF = {
    "silence": Operation.REMOVE_SILENCE,
    "loudness": Operation.NORMALIZE_LOUDNESS,
    "denoise": Operation.DENOISE_AUDIO,
    "stabilize": Operation.STABILIZE,
    "reframe": Operation.REFRAME,
    "clip": Operation.CUT_CLIP,
}

_SIZE = r"^(source|360p|480p|720p|1080p|[1-9]\d{1,4}x[1-9]\d{1,4})$"
_FPS = r"^[1-9]\d{0,5}(/[1-9]\d{0,5})?$"
Resolution = Annotated[
    str,
    Field(pattern=_SIZE, description="Height as 720p, or width x height; the timeline's own when absent"),
    in_words(_SIZE, "must be source, 360p, 480p, 720p, 1080p or a size such as 1280x720"),
]
FrameRate = Annotated[
    str,
    Field(pattern=_FPS, description="Frames a second, as 25 or 30000/1001; the timeline's own when absent"),
    in_words(_FPS, "must be a number or a fraction such as 30000/1001"),
]
Quality = Literal["low", "medium", "high"]
FilmFormat = Literal["mp4", "mov", "mkv", "webm"]


class ExportOptions(_Part):
    """Options of the file that a timeline is rendered to."""

    output_filename: str | None = Field(None, min_length=1, max_length=200, description="Name of the file")
    quality_preset: Quality = Field("medium", description="Size against quality")
    format: FilmFormat = Field("mp4", description="Container of the file")
    resolution: Resolution = "source"
    fps: FrameRate | None = None


class ProcessingOptions(BaseModel):
    """Options of one job. All are optional; an unknown one, or one of another type of JSON, is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, protected_namespaces=())

    audio_format: Literal["wav", "mp3", "flac"] = Field("wav", description="File format of the extracted audio")
    audio_quality: Literal["low", "medium", "high"] = Field("high", description="Sample rate and bit rate of the audio")
    audio_track: AudioTrack | None = Field(
        None,
        description="Which audio track of the source is used: its number from 0, or its language; the one that players "
        "begin with when absent",
    )
    language: Language | None = Field(None, description="Language spoken, as ISO 639 code; detected when absent")
    model_size: ModelSize | None = Field(None, description="Whisper model; the server's WHISPER_MODEL when absent")
    word_timestamps: bool = Field(True, description="Times of single words, so that a click on a word can seek")
    task: Literal["transcribe", "translate"] = Field(
        "transcribe", description="Write down what is said in its language, or translated to English (Whisper alone)"
    )
    prompt: str | None = Field(
        None, min_length=1, max_length=2000, description="Text in the style and with the spellings to expect"
    )
    hotwords: Hotwords = Field(
        (), description="Names and terms to expect in all of the speech, before those of the server's HOTWORDS"
    )
    temperature: float = Field(
        0.0, ge=0, le=1, description="Of sampling; 0 is the most likely text, raised by itself where that fails"
    )
    speakers: Speakers = Field(
        False, description="Find who speaks when: true, or how many people speak, which makes it surer"
    )
    clip_duration: float = Field(30.0, ge=1, le=600, description="Length of a clip to aim for, seconds")
    overlap_duration: float = Field(2.0, ge=0, le=300, description="Seconds that two clips may share at most")
    max_clips: int = Field(10, ge=1, le=100, description="How many clips at most")
    sentiment_analysis: bool = Field(True, description="Find the mood of each segment and of the whole")
    topic_modeling: bool = Field(True, description="Find the topics")
    keyword_extraction: bool = Field(True, description="Find keywords with their weight")
    output_format: Literal["mp4", "webm", "mkv", "mov"] = Field("mp4", description="Container of the clips")
    resolution: Literal["source", "360p", "480p", "720p", "1080p"] = Field(
        "source", description="Height of the clips, never scaled up; or of a generated film"
    )
    min_confidence: float = Field(
        0.0, ge=0, le=1, description="Segments below it are marked weak and left out of analysis and clips"
    )
    burn_captions: bool = Field(False, description="Draw the captions into the picture of the clips")
    aspect: Literal["source", "16:9", "9:16", "1:1"] = Field(
        "source", description="Shape of the clips, cropped around what moves; or of a generated film"
    )
    vision: bool = Field(False, description="Find what is seen: labels of scenes, words on screen, faces")
    findings: bool = Field(False, description="Check for what could be wrong: flashing, loudness, personal data, …")
    metadata_extraction: bool = Field(False, description="Read everything that the file states about its streams")
    include_location: bool = Field(False, description="Keep the places that the file states, in its metadata")
    fail_on: Literal["info", "warning", "critical"] | None = Field(
        None,
        description="End the job as failed when there is a finding of this severity or above; brings findings along",
    )
    segmentation_method: Segmentation = Field(
        "cut-based", description="At which changes of picture a scene analysis begins a scene"
    )
    segments: Literal["proxy", "mezzanine", "both"] | None = Field(
        None, description="Files that are cut of each scene; by the server's MEZZANINE when absent"
    )
    engine: Literal["whisper", "assemblyai"] | None = Field(
        None,
        description="What transcribes: whisper here, or AssemblyAI, with speakers; TRANSCRIPTION_ENGINE when absent",
    )
    operation: Operation | None = Field(None, strict=False, description="What a media_operation does")
    operation_options: OperationOptions | None = Field(None, description="Options of the operation")
    export: ExportOptions | None = Field(None, description="The file that a timeline_export renders")
    duration_seconds: float | None = Field(
        None, gt=0, le=600, description="Length of a generated film; the provider's own when absent"
    )
    seed: int | None = Field(
        None, ge=0, le=MOST_SEED, description="The same one draws a generated film again, where the provider can"
    )
    refresh: bool = Field(
        False, description="Download the link anew, also where it was downloaded before and seems to be unchanged"
    )


class Contradiction(NamedTuple):
    """An option that cannot be with a type of job, and why."""

    option: str
    why: str


def contradiction(job_type: JobType, options: ProcessingOptions) -> Contradiction | None:
    """The option that such a job cannot have, or lacks; None if it can run as it is."""
    if (why := _never_fails(job_type, options)) is not None:
        return Contradiction("fail_on", why)
    if (wrong := _operates(job_type, options)) is not None:
        return wrong
    if options.engine == "assemblyai" and (found := whisper_alone(options)) is not None:
        return found
    if options.export is not None and job_type not in OF_TIMELINES:
        return Contradiction("export", f"only jobs of type {JobType.TIMELINE_EXPORT} have it")
    for option in ("duration_seconds", "seed"):
        if getattr(options, option) is not None and job_type not in OF_PROMPTS:
            return Contradiction(option, f"only jobs of type {JobType.GENERATION} have it")
    return None


def _operates(job_type: JobType, options: ProcessingOptions) -> Contradiction | None:
    """The option of an operation that such a job cannot have, or lacks."""
    operates = job_type is JobType.MEDIA_OPERATION
    if operates and options.operation is None:
        return Contradiction("operation", f"a {job_type} needs one of {', '.join(Operation)}")
    for option, wanted in (("operation", operates), ("operation_options", operates)):
        if not wanted and getattr(options, option) is not None:
            return Contradiction(option, f"only jobs of type {JobType.MEDIA_OPERATION} have it")
    if options.operation is not None and options.operation_options is not None:
        for name in sorted(options.operation_options.model_fields_set):
            if (of := OPERATION_OF.get(name.partition("_")[0])) is not None and of is not options.operation:
                return Contradiction("operation_options", f"{name} is for {of}, not for {options.operation}")
    part = options.operation_options
    if part is not None and part.clip_end is not None and part.clip_end <= part.clip_start:
        return Contradiction("operation_options", "clip_end is not after clip_start")
    return None


def whisper_alone(options: ProcessingOptions) -> Contradiction | None:
    """The option that no other engine has; None if it has none of them."""
    if options.task == "translate":
        return Contradiction("task", "only the engine whisper translates")
    return Contradiction("hotwords", "only the engine whisper takes them") if options.hotwords else None


def _never_fails(job_type: JobType, options: ProcessingOptions) -> str | None:
    """Why `fail_on` could never end such a job; None if it can, or is not set."""
    if options.fail_on is None:
        return None
    if job_type not in WITH_FINDINGS:
        return f"jobs of type {job_type} have no findings; {' and '.join(sorted(WITH_FINDINGS))} have"
    unwanted = "findings" in options.model_fields_set and not options.findings
    return "needs findings, which are false" if unwanted else None


def with_defaults_of(job_type: JobType, options: ProcessingOptions) -> ProcessingOptions:
    """The options with the type's own defaults where the client set none; `fail_on` brings findings along."""
    defaults = (*TRUE_BY_TYPE.get(job_type, ()), *(("findings",) if options.fail_on else ()))
    fresh = {name: True for name in defaults if name not in options.model_fields_set}
    return options.model_copy(update=fresh) if fresh else options
