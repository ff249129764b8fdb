"""Stage `render`: a timeline becomes one film."""

from typing import Any, Literal

from app.jobs.estimate import Rate
from app.jobs.options import ExportOptions, JobType, ProcessingOptions
from app.jobs.record import JobRecord
from app.jobs.results import Blob, Result, Segment
from app.media.ffmpeg import MOST_PIXELS
from app.stages.machine import fonts_here
from app.stages.stage import ChildKind, Resource, Stage, StageContext, StageFile
from app.timeline.material import Resolved

#: Bytes per second of a render and of its parts together: twice 1080p at 8 Mbit/s.
BYTES_PER_S = 2_000_000


class RenderPart(Result):
    """A part of the render: the sound of all of it, without a file if there is none, or some of its pictures."""

    kind: Literal["sound", "pictures"]
    file: Blob | None
    frames: int = 0


class Transcript(Result):
    """What is spoken in the sources of one job, line by line."""

    transcript_id: str
    lines: tuple[Segment, ...]


class RenderInput(Result):
    """A timeline with its files. `done` are the parts of an earlier run: the sound first, then the pictures in order.

    `transcripts` are those of the sources, where captions are wanted.
    """

    resolved: Resolved
    quality_preset: Literal["low", "medium", "high"] = "medium"
    format: Literal["mp4", "mov", "mkv", "webm"] = "mp4"
    resolution: str = "source"
    fps: str | None = None
    transcripts: tuple[Transcript, ...] = ()
    fonts_dir: str = ""
    max_pixels: int = MOST_PIXELS
    done: tuple[RenderPart, ...] = ()


class RenderOutput(Result):
    """The film. `fps` is an exact fraction; the captions are files beside it, where something is spoken."""

    film: Blob
    frames: int
    fps: str
    width: int
    height: int
    duration_s: float
    copied_frames: int = 0
    srt: Blob | None = None
    vtt: Blob | None = None


def _input(context: StageContext) -> RenderInput:
    export = context.job.options.export or ExportOptions.model_validate({})
    stored = context.timeline or {}
    resolved = Resolved.model_validate({name: stored[name] for name in ("timeline", "materials")})
    captions = resolved.timeline.captions
    lines: dict[str, Any] = stored.get("lines", {}) if captions is not None else {}
    return RenderInput(
        resolved=resolved,
        quality_preset=export.quality_preset,
        format=export.format,
        resolution=export.resolution,
        fps=export.fps,
        transcripts=tuple(Transcript(transcript_id=name, lines=found) for name, found in sorted(lines.items())),
        fonts_dir=context.settings.caption_fonts_dir if captions is not None and captions.burn else "",
        max_pixels=context.settings.max_pixels,
    )


def _key_content(content: dict[str, Any], _: JobRecord) -> dict[str, Any]:
    """Sources are keyed by their content, not by how a client names them."""
    materials = content["resolved"]["materials"]
    number = {_name(material["source"]): index for index, material in enumerate(materials)}
    for track in content["resolved"]["timeline"]["tracks"]:
        del track["name"]
        for clip in track["clips"]:
            clip["source"] = number[_name(clip["source"])]
            del clip["name"]
    for material in materials:
        del material["source"], material["name"]
    return content


def _name(source: dict[str, Any]) -> str:
    return str(sorted(source.items()))


def _files(output: RenderOutput) -> list[StageFile]:
    film = StageFile("film", output.film.suffix, output.film)
    captions = [blob for blob in (output.srt, output.vtt) if blob is not None]
    return [film, *(StageFile("captions", blob.suffix, blob, index) for index, blob in enumerate(captions))]


def _disk_bytes(_: ProcessingOptions, duration_s: float) -> float:
    return duration_s * BYTES_PER_S


STAGE = Stage(
    name="render",
    title="Render",
    doing="Rendering",
    about="Cut, mix and encode the timeline",
    version=1,
    order=90,
    job_types=frozenset({JobType.TIMELINE_EXPORT}),
    options=("export",),
    input=RenderInput,
    output=RenderOutput,
    piece=RenderPart,
    drops_pieces=True,
    entry="app.stages.render.run:run",
    resource=lambda _: Resource.ENCODE,
    child_kind=lambda _: ChildKind.MEDIA,
    prior=Rate(0.6, 2.0),
    build_input=_input,
    of_machine=fonts_here,
    variant=lambda job, _: _variant(job.options.export),
    neutral_fields=frozenset({"max_pixels"}),
    key_content=_key_content,
    artifacts=_files,
    disk_bytes=_disk_bytes,
)


def _variant(export: ExportOptions | None) -> str:
    chosen = export or ExportOptions.model_validate({})
    return f"{chosen.format} {chosen.resolution} {chosen.quality_preset}"
