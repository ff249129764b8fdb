"""Stage `edit_list`: what was kept of a film without its pauses, as a timeline that people can go on with."""

from app.jobs.estimate import Rate
from app.jobs.results import Blob, MediaInfo, Result
from app.media.file_extensions import extension_of
from app.stages.fetch.contract import STAGE as FETCH
from app.stages.operation import OF_OPERATIONS
from app.stages.remove_silence.contract import STAGE as REMOVE_SILENCE
from app.stages.remove_silence.contract import KeptStretch
from app.stages.stage import ChildKind, Resource, Stage, StageContext, StageFile
from app.stages.stage_artifacts import id_of, stem_of

#: Kind of the files.
KIND = "edit_list"


class EditListInput(Result):
    """The source by the id of its video; without one it is a file of the job. `kept` are its frames at `fps`."""

    video_id: str | None
    job_id: str | None = None
    artifact_id: str | None = None
    source: Blob
    media: MediaInfo
    name: str
    fps: str
    kept: tuple[KeptStretch, ...]


class EditListOutput(Result):
    """The timeline as JSON and as OpenTimelineIO; None if it has more clips than a timeline may have."""

    clips: int
    timeline: Blob | None
    otio: Blob | None


def _input(context: StageContext) -> EditListInput:
    job, fetched, short = context.job, context.output_of(FETCH), context.output_of(REMOVE_SILENCE)
    (source,) = (file for file in FETCH.artifacts(fetched) if file.blob == fetched.source)
    stored = job.video_id is not None
    return EditListInput(
        video_id=job.video_id,
        job_id=None if stored else job.id,
        artifact_id=None if stored else id_of(job.id, FETCH.name, source.kind, source.index),
        source=fetched.source,
        media=fetched.media,
        name=f"{stem_of(fetched.title)}{extension_of(fetched.media, f'x{fetched.source.suffix}')}",
        fps=short.fps,
        kept=short.kept,
    )


def _files(output: EditListOutput) -> list[StageFile]:
    found = ((".json", output.timeline), (".otio", output.otio))
    return [
        StageFile(KIND, f" edit list{ending}", blob, index, media_type="application/json")
        for index, (ending, blob) in enumerate(found)
        if blob is not None
    ]


STAGE = Stage(
    name="edit_list",
    title="Edit list",
    doing="Writing the edit list",
    about="What was kept, as a timeline",
    version=1,
    order=96,
    job_types=OF_OPERATIONS,
    switches=("operation=remove_silence",),
    needs=(FETCH.name, REMOVE_SILENCE.name),
    input=EditListInput,
    output=EditListOutput,
    entry="app.stages.edit_list.run:run",
    resource=lambda _: Resource.ANALYZE,
    child_kind=lambda _: ChildKind.MEDIA,
    prior=Rate(0.0, 0.5),
    build_input=_input,
    artifacts=_files,
)
