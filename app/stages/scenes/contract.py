"""Stage `scenes`: changes of picture, motion, poster and storyboard."""

from typing import Any

from app.jobs.estimate import Rate
from app.jobs.events import SceneFound
from app.jobs.measures import PictureMeasures
from app.jobs.options import JobType, Operation
from app.jobs.record import Artifact, JobRecord
from app.jobs.results import Blob, Cut, MediaInfo, Result
from app.jobs.scenes import SceneSpan, Segmentation
from app.media.ffmpeg import MOST_FILM_PIXELS, MOST_PIXELS
from app.stages.fetch.contract import STAGE as FETCH
from app.stages.stage import ChildKind, Resource, ShownPiece, Stage, StageContext, StageFile
from app.stages.stage_artifacts import piece_artifact, stem_of

#: The types of jobs of which recognition can be a part.
RECOGNISED = frozenset({JobType.FULL_PROCESSING, JobType.VIDEO_ANALYSIS})
#: The switches of clips whose crop may follow what moves.
CROPPED_CLIPS = tuple(f"operation=cut_clip&aspect={aspect}" for aspect in ("16:9", "9:16", "1:1"))
#: The types of jobs that get the scenes of the film one by one.
DIVIDED = frozenset({JobType.SCENE_ANALYSIS})


class ScenesInput(Result):
    """`media` is the probe's result for `source`. The limits count pixels, of one picture and of all together.

    `samples`: larger pictures are written too, for recognition. `segmentation`: the film is divided into scenes, each
    of which is committed as soon as it is known; `done` are those of an earlier run.
    """

    source: Blob
    media: MediaInfo
    max_pixels: int = MOST_PIXELS
    max_film_pixels: int = MOST_FILM_PIXELS
    samples: bool = False
    segmentation: Segmentation | None = None
    done: tuple[SceneSpan, ...] = ()


class Sprite(Result):
    """A sheet of small pictures, row by row, one every `interval_s` seconds."""

    image: Blob
    columns: int
    rows: int
    count: int
    interval_s: float
    tile_width: int
    tile_height: int


class Sample(Result):
    """The picture that the film shows at `at_s`, at most 1280 pixels wide and high."""

    at_s: float
    image: Blob


class ScenesOutput(Result):
    """The changes of picture, and images for the page. `has_video` is False for audio alone.

    `samples` are pictures for recognition, in order of time.
    """

    has_video: bool
    cuts: tuple[Cut, ...] = ()
    poster: Blob | None = None
    sprite: Sprite | None = None
    focus: tuple[
        tuple[float, float, float], ...
    ] = ()  # (time_s, x, y) centre of motion, fractions 0..1, about 2 a second
    picture: PictureMeasures | None = None
    samples: tuple[Sample, ...] = ()


def _input(context: StageContext) -> ScenesInput:
    s, fetched = context.settings, context.output_of(FETCH)
    return ScenesInput(
        source=fetched.source,
        media=fetched.media,
        max_pixels=s.max_pixels,
        max_film_pixels=s.max_film_pixels,
        samples=_has_samples(context.job),
        segmentation=context.job.options.segmentation_method if context.job.job_type in DIVIDED else None,
    )


def _has_samples(job: JobRecord) -> bool:
    """Whether a later stage recognises pictures: what is seen, or the faces that a reframed film keeps in view."""
    if job.job_type is JobType.MEDIA_OPERATION and job.options.operation is Operation.REFRAME:
        return True
    # clips of a job whose pictures are recognised use its scenes
    return job.options.vision and job.job_type in RECOGNISED | {JobType.MEDIA_OPERATION}


def _is_not_used(context: StageContext) -> bool:
    """Whether the crop of a clip follows nothing, since people have placed it."""
    options = context.job.options
    placed = options.operation_options is not None and options.operation_options.clip_position is not None
    return options.operation is Operation.CUT_CLIP and placed


def _key_content(content: dict[str, Any], _: JobRecord) -> dict[str, Any]:
    """Jobs that neither recognise nor divide anything share the outputs from before there was that."""
    plain = {"samples": False, "segmentation": None}
    return {name: value for name, value in content.items() if name not in plain or value != plain[name]}


def scene_found(job_id: str, scene: SceneSpan) -> SceneFound:
    """A scene with the id of its thumbnail."""
    thumbnails = _thumbnails(job_id, scene, "")
    facts = {name: getattr(scene, name) for name in type(scene).model_fields if name != "thumbnail"}
    return SceneFound(**facts, thumbnail_id=thumbnails[0].id if thumbnails else None)


def _thumbnails(job_id: str, scene: SceneSpan, title: str) -> list[Artifact]:
    if scene.thumbnail is None:
        return []
    name = f"{stem_of(title)} scene {scene.index}{scene.thumbnail.suffix}"
    return [piece_artifact(job_id, STAGE, "scene_thumbnail", name, scene.thumbnail, scene.index)]


def _shown(job_id: str, _: int, scene: SceneSpan, title: str) -> ShownPiece:
    return ShownPiece((scene_found(job_id, scene),), tuple(_thumbnails(job_id, scene, title)))


def _files(output: ScenesOutput) -> list[StageFile]:
    files = [StageFile("poster", " poster.jpg", output.poster)] if output.poster else []
    if output.sprite:
        files.append(StageFile("sprite", " storyboard.jpg", output.sprite.image, index=1))
    return files


STAGE = Stage(
    name="scenes",
    title="Scenes",
    doing="Finding scenes",
    about="Cuts and storyboard",
    version=6,
    order=40,
    job_types=RECOGNISED | DIVIDED | {JobType.CLIP_GENERATION, JobType.MEDIA_OPERATION},
    switches_in={JobType.MEDIA_OPERATION: ("operation=reframe", *CROPPED_CLIPS)},
    needs=(FETCH.name,),
    input=ScenesInput,
    output=ScenesOutput,
    piece=SceneSpan,
    show_piece=_shown,
    entry="app.stages.scenes.run:run",
    resource=lambda _: Resource.ENCODE,
    child_kind=lambda _: ChildKind.MEDIA,
    prior=Rate(0.06, 1.0),
    build_input=_input,
    skips=_is_not_used,
    neutral_fields=frozenset({"max_pixels", "max_film_pixels"}),
    key_content=_key_content,
    artifacts=_files,
)
