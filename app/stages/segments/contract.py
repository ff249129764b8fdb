"""Stage `segments`: the files of all scenes, small ones for playing and large ones for cutting."""

from typing import TYPE_CHECKING, Any

from app.jobs.estimate import Rate
from app.jobs.events import SceneFileMade
from app.jobs.options import JobType, ProcessingOptions
from app.jobs.record import Artifact, JobRecord
from app.jobs.results import Blob, MediaInfo, Result
from app.jobs.scenes import SceneSpan, SegmentKind
from app.media.ffmpeg import MOST_PIXELS
from app.media.scene_formats import MezzanineFormat
from app.stages.fetch.contract import STAGE as FETCH
from app.stages.scenes.contract import STAGE as SCENES
from app.stages.source_media import AUDIO_TRACK, media_with_sound
from app.stages.stage import ChildKind, Resource, ShownPiece, Stage, StageContext
from app.stages.stage_artifacts import piece_artifact

if TYPE_CHECKING:
    from app.core.settings import Settings

#: Bytes per second of proxies, 540p at 2.5 Mbit/s; mezzanines are forecast when the size of the picture is known.
PROXY_BYTES_PER_S = 320_000


class SceneFile(Result):
    """The file of a scene by the scene's number from 0. Times are seconds of the film, exact to the unit of the files.

    `frames` is the number of its pictures.
    """

    kind: SegmentKind
    index: int
    start_s: float
    end_s: float
    frames: int
    width: int
    height: int
    file: Blob


class SegmentsInput(Result):
    """`starts` are the numbers of the first frames of the scenes. `done` are the files of an earlier run.

    `reserve_bytes` is the disk space that must stay free.
    """

    source: Blob
    media: MediaInfo
    max_pixels: int = MOST_PIXELS
    reserve_bytes: int = 0
    starts: tuple[int, ...]
    frames: int
    kinds: tuple[SegmentKind, ...]
    mezzanine_format: MezzanineFormat = "h264"
    done: tuple[SceneFile, ...] = ()


class SegmentsOutput(Result):
    """The number of scenes with files, and of frames in them; the files are committed as pieces of the stage."""

    scenes: int
    frames: int


def _input(context: StageContext) -> SegmentsInput:
    s, fetched = context.settings, context.output_of(FETCH)
    scenes = context.pieces_of(SCENES, SceneSpan)
    return SegmentsInput(
        source=fetched.source,
        media=media_with_sound(context),
        max_pixels=s.max_pixels,
        reserve_bytes=s.disk_reserve_bytes,
        starts=tuple(scene.start_frame for scene in scenes),
        frames=scenes[-1].end_frame if scenes else 0,
        kinds=kinds_of(context.job.options, s),
        mezzanine_format=s.mezzanine_format,
    )


def kinds_of(options: ProcessingOptions, settings: "Settings") -> tuple[SegmentKind, ...]:
    """The kinds of files that a job cuts."""
    wanted = options.segments or ("both" if settings.mezzanine == "always" else "proxy")
    kinds: tuple[SegmentKind, ...] = ("proxy", "mezzanine") if wanted == "both" else (wanted,)
    return tuple(kind for kind in kinds if kind == "proxy" or settings.mezzanine != "never")


def _key_content(content: dict[str, Any], _: JobRecord) -> dict[str, Any]:
    """Proxies are the same whatever form mezzanines would have."""
    plain = "mezzanine" not in content["kinds"]
    return {name: value for name, value in content.items() if not (plain and name == "mezzanine_format")}


def file_of(job_id: str, made: SceneFile) -> Artifact:
    """The file of a scene for download; its id depends on the job, its kind and the scene alone."""
    name = f"scene-{made.index:04}-{made.kind}{made.file.suffix}"
    return piece_artifact(job_id, STAGE, made.kind, name, made.file, made.index)


def scene_file_made(job_id: str, made: SceneFile) -> SceneFileMade:
    """The event of a complete file."""
    file = file_of(job_id, made)
    return SceneFileMade(
        index=made.index,
        file_kind=made.kind,
        frames=made.frames,
        width=made.width,
        height=made.height,
        size_bytes=made.file.size_bytes,
        artifact_id=file.id,
        filename=file.filename,
    )


def _shown(job_id: str, _: int, made: SceneFile, __: str) -> ShownPiece:
    return ShownPiece((scene_file_made(job_id, made),), (file_of(job_id, made),))


def _disk_bytes(options: ProcessingOptions, duration_s: float) -> float:
    return duration_s * PROXY_BYTES_PER_S


STAGE = Stage(
    name="segments",
    title="Segments",
    doing="Cutting scenes",
    about="A small and a large file of each scene",
    version=1,
    order=75,
    job_types=frozenset({JobType.SCENE_ANALYSIS}),
    options=("segmentation_method", "segments", AUDIO_TRACK),
    needs=(FETCH.name, SCENES.name),
    input=SegmentsInput,
    output=SegmentsOutput,
    piece=SceneFile,
    show_piece=_shown,
    entry="app.stages.segments.run:run",
    resource=lambda _: Resource.ENCODE,
    child_kind=lambda _: ChildKind.MEDIA,
    prior=Rate(0.4, 1.0),
    build_input=_input,
    neutral_fields=frozenset({"max_pixels", "reserve_bytes"}),
    key_content=_key_content,
    disk_bytes=_disk_bytes,
)
