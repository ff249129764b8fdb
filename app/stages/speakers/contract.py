"""Stage `speakers`: who says which line of a transcript."""

from typing import TYPE_CHECKING, Any

from pydantic import Field

from app.core.errors import ErrorCode
from app.inference.layouts import Kind
from app.inference.model_catalog import NeededModel
from app.jobs.estimate import Rate
from app.jobs.options import JobType
from app.jobs.record import JobRecord
from app.jobs.results import Blob, Result, Segment
from app.stages.machine import models_here
from app.stages.speech.contract import STAGE as SPEECH
from app.stages.stage import ChildKind, Model, Resource, Stage, StageContext, StageFile
from app.stages.transcribe.contract import ASSEMBLYAI, segments_of
from app.stages.transcribe.contract import STAGE as TRANSCRIBE

if TYPE_CHECKING:
    from app.core.settings import Settings


class SpeakersInput(Result):
    """The sound and the lines. `count` is how many people speak, None if that is to be found; `model` may be empty.

    With `voices` the voices of the speakers are part of the output. `done` are the lines that an earlier run committed.
    """

    pcm: Blob
    segments: tuple[Segment, ...]
    count: int | None
    model: str
    models_dir: str
    offline: bool = False
    voices: bool = False
    done: tuple[Segment, ...] = ()


class SpeakersOutput(Result):
    """How many people speak, and the transcript's files; the lines are committed as pieces of the stage.

    Without a model there are no lines, and `speaker_count` is 0. `voices` are vectors of length 1, by the labels of
    those speakers who say enough to be known again.
    """

    speaker_count: int
    model: str | None
    line_count: int
    voices: dict[str, tuple[float, ...]] = Field(default_factory=dict)
    srt: Blob | None = None
    vtt: Blob | None = None
    txt: Blob | None = None


def _input(context: StageContext) -> SpeakersInput:
    s, pcm, wanted = context.settings, context.output_of(SPEECH).pcm, context.job.options.speakers
    assert pcm is not None  # else it is skipped
    return SpeakersInput(
        pcm=pcm,
        segments=segments_of(context),
        count=None if wanted is True else int(wanted),
        model=s.speaker_model,
        voices=s.remember_voices,
        **models_here(s, context.job),
    )


def _skips(context: StageContext) -> bool:
    """Without speech nobody speaks; what a service has written down has speakers already."""
    dictated = context.job.options.engine == ASSEMBLYAI
    return dictated or context.output_of(SPEECH).pcm is None or not segments_of(context)


def _needed_models(settings: "Settings") -> tuple[NeededModel, ...]:
    return (NeededModel(Kind.SPEAKER, settings.speaker_model, required=False),) if settings.speaker_model else ()


def _key_content(content: dict[str, Any], _: JobRecord) -> dict[str, Any]:
    """Keys from before voices were remembered stay the same."""
    return {name: value for name, value in content.items() if name != "voices" or value}


def _files(output: SpeakersOutput) -> list[StageFile]:
    texts = [blob for blob in (output.srt, output.vtt, output.txt) if blob]
    return [
        StageFile("transcript", blob.suffix, blob, index, instead_of=TRANSCRIBE.name)
        for index, blob in enumerate(texts)
    ]


STAGE = Stage(
    name="speakers",
    title="Speakers",
    doing="Telling speakers apart",
    about="Who says which line",
    version=1,
    order=55,
    job_types=SPEECH.job_types - {JobType.MEDIA_OPERATION},
    options=("speakers",),
    switches=("speakers",),
    needs=(SPEECH.name, TRANSCRIBE.name),
    input=SpeakersInput,
    output=SpeakersOutput,
    piece=Segment,
    entry="app.stages.speakers.run:run",
    resource=lambda _: Resource.ANALYZE,
    child_kind=lambda _: ChildKind.TEXT,
    prior=Rate(0.04, 3.0),
    build_input=_input,
    of_machine=models_here,
    skips=_skips,
    variant=lambda _, settings: settings.speaker_model,
    untypical=frozenset({ErrorCode.MODEL_UNAVAILABLE.value}),
    models=lambda params: (Model(Kind.SPEAKER, params.model),) if params.model else (),
    needed_models=_needed_models,
    key_content=_key_content,
    neutral_fields=frozenset({"models_dir", "offline"}),
    artifacts=_files,
    keeps_words=True,
    renews_transcript=True,
    optional=True,
)
