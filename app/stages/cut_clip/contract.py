"""Stage `cut_clip`: a part that people chose as a file of its own, in a shape, with captions; or its sound alone."""

from typing import Any, Literal

from app.jobs.estimate import Rate
from app.jobs.options import RESULT_KIND, ProcessingOptions
from app.jobs.record import JobRecord
from app.jobs.results import Blob
from app.media.ffmpeg import MOST_PIXELS
from app.stages.clips.clip_look import ClipLook
from app.stages.clips.contract import BYTES_PER_S
from app.stages.clips.near import near
from app.stages.fetch.contract import STAGE as FETCH
from app.stages.machine import fonts_here
from app.stages.operation import OF_OPERATIONS, OPTIONS, Operated, options_of
from app.stages.scenes.contract import STAGE as SCENES
from app.stages.source_media import media_with_sound
from app.stages.stage import ChildKind, Resource, Stage, StageContext, StageFile, duration_of
from app.stages.transcribe.contract import STAGE as TRANSCRIBE
from app.stages.transcript_lines import RENEWED_BY, confident_lines

NAME = "cut_clip"
ClipForm = Literal["mp4", "webm", "mkv", "mov", "m4a", "mp3"]
#: Forms of sound alone.
SOUND_FORMS = ("m4a", "mp3")


class CutClipInput(ClipLook):
    """The part of the source, and how it is to look.

    It has no title, so that a clip with another name is the same one. Without a picture the waveform is shown.
    """

    source: Blob
    max_pixels: int = MOST_PIXELS
    output_format: ClipForm = "mp4"


class CutClip(Operated):
    """The clip's own start and end, on frames of a film, a still unless it is sound, and how many lines were drawn."""

    start_s: float
    end_s: float
    thumbnail: Blob | None
    lines: int


def _input(context: StageContext) -> CutClipInput:
    options, wanted = context.job.options, options_of(context)
    media = media_with_sound(context)
    start_s = wanted.clip_start
    end_s = media.duration_s if wanted.clip_end is None else wanted.clip_end
    common: dict[str, Any] = {
        "source": context.output_of(FETCH).source,
        "media": media,
        "max_pixels": context.settings.max_pixels,
        "start_s": start_s,
        "end_s": end_s,
    }
    if wanted.clip_sound is not None:
        return CutClipInput(**common, output_format=wanted.clip_sound)
    scenes = context.output_if(SCENES)
    follows = scenes is not None and options.aspect != "source" and wanted.clip_position is None
    lines = confident_lines(context) if options.burn_captions else ()
    return CutClipInput(
        **common,
        aspect=options.aspect,
        resolution=options.resolution,
        output_format=wanted.output_format,
        position=wanted.clip_position if options.aspect != "source" else None,
        cuts=tuple(cut for cut in scenes.cuts if near(cut.start_s, cut.end_s, start_s, end_s))
        if scenes is not None and follows
        else (),
        focus=tuple(point for point in scenes.focus if near(point[0], point[0], start_s, end_s))
        if scenes is not None and follows
        else (),
        burn_captions=options.burn_captions,
        segments=tuple(line for line in lines if near(line.start_s, line.end_s, start_s, end_s)),
        fonts_dir=context.settings.caption_fonts_dir if options.burn_captions else "",
    )


def _length_s(options: ProcessingOptions, duration_s: float) -> float:
    """The length of the clip, seconds; at most that of the film."""
    wanted = options.operation_options
    start_s, end_s = (wanted.clip_start, wanted.clip_end) if wanted is not None else (0.0, None)
    return max(0.0, min(duration_s, duration_s if end_s is None else end_s) - start_s)


def _work_s(job: JobRecord) -> float:
    return _length_s(job.options, duration_of(job))


def _disk_bytes(options: ProcessingOptions, duration_s: float) -> float:
    wanted = options.operation is not None and options.operation.value == NAME
    return BYTES_PER_S * _length_s(options, duration_s) if wanted else 0.0


def _files(output: CutClip) -> list[StageFile]:
    files = [StageFile(RESULT_KIND, f" clip{output.file.suffix}", output.file)]
    if (still := output.thumbnail) is not None:
        files.append(StageFile("clip_thumbnail", f" clip{still.suffix}", still))
    return files


STAGE = Stage(
    name=NAME,
    title="Clip",
    doing="Cutting the clip",
    about="Cut a part of the film",
    version=1,
    order=95,
    job_types=OF_OPERATIONS,
    options=(*OPTIONS, "min_confidence", "aspect", "resolution", "burn_captions"),
    switches=(f"operation={NAME}",),
    needs=(FETCH.name,),
    uses=(SCENES.name, TRANSCRIBE.name, RENEWED_BY),
    input=CutClipInput,
    output=CutClip,
    entry="app.stages.cut_clip.run:run",
    resource=lambda _: Resource.ENCODE,
    child_kind=lambda _: ChildKind.MEDIA,
    prior=Rate(0.3, 1.0),
    build_input=_input,
    of_machine=fonts_here,
    variant=lambda job, _: f"{job.options.resolution} {job.options.aspect}",
    work_s=_work_s,
    neutral_fields=frozenset({"max_pixels"}),
    artifacts=_files,
    disk_bytes=_disk_bytes,
)
