"""Stage `transcribe`: speech to text, segment by segment, each committed as soon as it is decoded."""

import os
from typing import TYPE_CHECKING, Any, Literal

from app.editing.chapters import SHORTEST_RECORDING_S
from app.inference.layouts import Kind
from app.inference.model_catalog import NeededModel
from app.inference.weights import resolve
from app.jobs.estimate import Rate
from app.jobs.events import SegmentTranscribed
from app.jobs.options import JobType
from app.jobs.record import JobRecord
from app.jobs.results import Blob, Chapter, Result, Segment
from app.stages import chapter_files
from app.stages.chapter_files import ChapterFiles
from app.stages.dictation.contract import STAGE as DICTATION
from app.stages.dictation.contract import DictationPiece, lines_in
from app.stages.fetch.contract import STAGE as FETCH
from app.stages.speech.contract import STAGE as SPEECH
from app.stages.speech.contract import WITH_CAPTIONS
from app.stages.stage import ChildKind, Model, Resource, ShownPiece, Stage, StageContext, StageFile
from app.storage.data_folder import TUNING

if TYPE_CHECKING:
    from app.core.settings import Settings

#: Codes of warnings: most of the transcript is doubtful; the model does not know the requested language.
DOUBTFUL, NOT_COVERED = "transcript_doubtful", "language_not_covered"
#: Code of the warning that an engine or a model takes no hotwords.
HOTWORDS_NOT_COVERED = "hotwords_not_covered"
#: The engine whose transcripts the stage `dictation` brings.
ASSEMBLYAI: Literal["assemblyai"] = "assemblyai"


class Dictated(Result):
    """What a service has heard: its lines, and its id of the order."""

    order_id: str | None
    model: str
    language: str | None
    language_confidence: float
    lines: tuple[Segment, ...]


class TranscribeInput(Result):
    """`done` are the segments that an earlier run committed; this run continues after them.

    `workers` and `threads` are the operator's, 0 for "not set": then the measurements in the file `tuning` decide how
    the `cores` are used (0: all that this process may use), and without one it is one worker with all of them. Without
    `required`, a model that is neither on disk nor can be fetched is a warning. `dictated` is what a service has heard,
    None with whisper. `find_chapters`: the recording is long, and its source has no chapters of its own.
    """

    engine: Literal["whisper", "assemblyai"] = "whisper"
    pcm: Blob | None
    duration_s: float
    model: str
    models_dir: str
    language: str | None = None
    task: Literal["transcribe", "translate"] = "transcribe"
    prompt: str | None = None
    hotwords: tuple[str, ...] = ()
    temperature: float = 0.0
    word_timestamps: bool = True
    decoding: Literal["auto", "sequential", "batched"] = "auto"
    device: Literal["cpu", "cuda", "auto"] = "cpu"
    workers: int = 0
    threads: int = 0
    cores: int = 0
    tuning: str = ""
    batch_size: int = 8
    offline: bool = False
    required: bool = True
    dictated: Dictated | None = None
    find_chapters: bool = False
    done: tuple[Segment, ...] = ()


class TranscribeOutput(Result):
    """The transcript's properties and files; segments are committed one by one as pieces of the stage.

    `response_id` is a service's own id of the transcript, None with whisper. `chapters` are those that were found.
    """

    language: str
    language_probability: float
    model: str
    decoding: Literal["sequential", "batched", "remote", "none"]
    segment_count: int
    engine: Literal["whisper", "assemblyai"] = "whisper"
    response_id: str | None = None
    srt: Blob | None = None
    vtt: Blob | None = None
    txt: Blob | None = None
    chapters: tuple[Chapter, ...] = ()
    chapter_files: ChapterFiles | None = None


def segments_of(context: StageContext) -> tuple[Segment, ...]:
    """The segments for further stages; what is equal for them is equal, wherever it was decoded."""
    return tuple(segment.model_copy(update={"decoded_at": None}) for segment in context.pieces_of(STAGE, Segment))


def cores_of(settings: "Settings") -> int:
    """The cores that one transcription may use."""
    return max(1, (os.cpu_count() or 1) // settings.transcribe_slots)


def _model(job: JobRecord, settings: "Settings") -> str:
    if job.options.engine == ASSEMBLYAI:
        return ASSEMBLYAI
    return job.options.model_size or settings.whisper_model


def _is_required(context: StageContext, model: str) -> bool:
    """Whether the job fails without the model: an analysis of a video or its scenes has other parts.

    A model on disk is required of all, so that their keys are the same.
    """
    if context.job.options.engine == ASSEMBLYAI:
        return True
    if context.job.job_type not in (JobType.VIDEO_ANALYSIS, JobType.SCENE_ANALYSIS):
        return True
    return resolve(Kind.WHISPER, model, context.settings.models_dir).path is not None


def _input(context: StageContext) -> TranscribeInput:
    s, options, speech = context.settings, context.job.options, context.output_of(SPEECH)
    dictated = _dictated(context)
    return TranscribeInput(
        engine="whisper" if dictated is None else ASSEMBLYAI,
        dictated=dictated,
        pcm=speech.pcm,
        duration_s=speech.duration_s,
        model=_model(context.job, s),
        language=options.language,
        task=options.task,
        prompt=options.prompt,
        hotwords=options.hotwords if dictated else tuple(dict.fromkeys((*options.hotwords, *s.hotwords))),
        temperature=options.temperature,
        word_timestamps=options.word_timestamps,
        decoding=s.whisper_decoding,
        required=_is_required(context, _model(context.job, s)),
        find_chapters=_wants_chapters(context, speech.duration_s),
        **_of_machine(s, context.job),
    )


def _wants_chapters(context: StageContext, duration_s: float) -> bool:
    fetched = context.output_if(FETCH)
    return duration_s >= SHORTEST_RECORDING_S and (fetched is None or not fetched.chapters)


def _of_machine(settings: "Settings", job: JobRecord) -> dict[str, Any]:
    """How this machine transcribes."""
    return {
        "models_dir": str(settings.models_dir),
        "device": settings.whisper_device,
        "workers": 1 if job.memory_level else settings.whisper_workers,
        "threads": settings.whisper_threads,
        "cores": cores_of(settings),
        "tuning": str(settings.data_dir / TUNING),
        "batch_size": max(1, (settings.whisper_batch_size or (16 if settings.enable_gpu else 2)) >> job.memory_level),
        "offline": settings.hf_hub_offline,
    }


def _dictated(context: StageContext) -> Dictated | None:
    """What a service has heard; None if whisper is to listen."""
    if context.job.options.engine != ASSEMBLYAI:
        return None
    heard = context.output_of(DICTATION)
    return Dictated(
        order_id=heard.order_id,
        model=heard.model,
        language=heard.language,
        language_confidence=heard.language_confidence,
        lines=lines_in(context.pieces_of(DICTATION, DictationPiece)),
    )


def _key_content(content: dict[str, Any], _: JobRecord) -> dict[str, Any]:
    """Keys from before there were these fields stay the same."""
    plain = {"engine": "whisper", "required": True, "dictated": None}
    plain |= {"task": "transcribe", "prompt": None, "hotwords": [], "temperature": 0.0}
    return {name: value for name, value in content.items() if name not in plain or value != plain[name]}


def _files(output: TranscribeOutput) -> list[StageFile]:
    texts = [blob for blob in (output.srt, output.vtt, output.txt) if blob]
    files = [StageFile("transcript", blob.suffix, blob, index) for index, blob in enumerate(texts)]
    return files + chapter_files.shown(output.chapter_files)


def _shown(_: str, index: int, segment: Segment, __: str) -> ShownPiece:
    shown = segment.model_copy(update={"decoded_at": None})
    return ShownPiece((SegmentTranscribed(index=index, segment=shown),))


STAGE = Stage(
    name="transcribe",
    title="Transcribe",
    doing="Transcribing",
    about="Speech to text with times",
    version=1,
    order=50,
    job_types=SPEECH.job_types,
    options=(
        *("language", "engine", "model_size", "word_timestamps", "task"),
        *("prompt", "hotwords", "temperature", "min_confidence"),
    ),
    switches_in=WITH_CAPTIONS,
    needs=(SPEECH.name,),
    uses=(DICTATION.name,),
    input=TranscribeInput,
    output=TranscribeOutput,
    piece=Segment,
    show_piece=_shown,
    entry="app.stages.transcribe.run:run",
    resource=lambda params: Resource.ENCODE if params and params.dictated else Resource.TRANSCRIBE,
    child_kind=lambda params: ChildKind.MEDIA if params and params.dictated else ChildKind.ASR,
    prior=Rate(0.15, 2.0),
    build_input=_input,
    of_machine=_of_machine,
    variant=_model,
    untypical=frozenset({DOUBTFUL, NOT_COVERED}),
    needed_models=lambda settings: (NeededModel(Kind.WHISPER, settings.whisper_model, required=True),),
    models=lambda params: () if params.dictated else (Model(Kind.WHISPER, params.model),),
    neutral_fields=frozenset(
        {"models_dir", "device", "workers", "threads", "cores", "tuning", "batch_size", "offline", "find_chapters"}
    ),
    key_content=_key_content,
    artifacts=_files,
    keeps_words=True,
    is_transcript=True,
)
