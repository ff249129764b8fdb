"""Stage `subtitles`: what is said in each scene, with times from the scene's start."""

from app.jobs.estimate import Rate
from app.jobs.options import JobType
from app.jobs.results import Result, Segment
from app.jobs.scenes import SceneSpan
from app.stages.scenes.contract import STAGE as SCENES
from app.stages.stage import ChildKind, Resource, Stage, StageContext
from app.stages.transcribe.contract import STAGE as TRANSCRIBE
from app.stages.transcript_lines import RENEWED_BY, lines_of


class SubtitlesInput(Result):
    """The scenes, without their files, and the lines of the transcript."""

    scenes: tuple[SceneSpan, ...]
    segments: tuple[Segment, ...]


class SubtitledScene(Result):
    """A scene, without its files, and its lines with times from its start."""

    scene: SceneSpan
    lines: tuple[Segment, ...]


class SubtitlesOutput(Result):
    """All scenes by their index. They outlive the scenes' files."""

    scenes: tuple[SubtitledScene, ...]


def _input(context: StageContext) -> SubtitlesInput:
    scenes = context.pieces_of(SCENES, SceneSpan)
    return SubtitlesInput(
        scenes=tuple(scene.model_copy(update={"thumbnail": None}) for scene in scenes),
        segments=lines_of(context),
    )


STAGE = Stage(
    name="subtitles",
    title="Subtitles",
    doing="Dividing the transcript",
    about="What is said in each scene",
    version=1,
    order=85,
    job_types=frozenset({JobType.SCENE_ANALYSIS}),
    options=("segmentation_method",),
    needs=(SCENES.name, TRANSCRIBE.name),
    uses=(RENEWED_BY,),
    input=SubtitlesInput,
    output=SubtitlesOutput,
    entry="app.stages.subtitles.run:run",
    resource=lambda _: Resource.ANALYZE,
    child_kind=lambda _: ChildKind.MEDIA,
    prior=Rate(0.0001, 0.2),
    build_input=_input,
    keeps_words=True,
)
