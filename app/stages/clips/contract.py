"""Stage `clips`: chooses the best parts and cuts each into a file of its own."""

from typing import Any, Literal

from app.jobs.estimate import Rate
from app.jobs.events import ClipCut
from app.jobs.options import JobType, ProcessingOptions
from app.jobs.record import Artifact, JobRecord
from app.jobs.results import Blob, Chapter, Clip, Cut, MediaInfo, Result, Segment, SegmentSentiment
from app.media.ffmpeg import MOST_PIXELS
from app.stages.fetch.contract import STAGE as FETCH
from app.stages.machine import fonts_here
from app.stages.scenes.contract import STAGE as SCENES
from app.stages.source_media import AUDIO_TRACK, media_with_sound
from app.stages.stage import ChildKind, Resource, ShownPiece, Stage, StageContext, duration_of
from app.stages.stage_artifacts import piece_artifact, stem_of
from app.stages.transcribe.contract import STAGE as TRANSCRIBE
from app.stages.transcript_lines import RENEWED_BY, confident_lines

#: Bytes per second of a clip: 1080p at 8 Mbit/s.
BYTES_PER_S = 1_000_000


class ClipsInput(Result):
    """Results of earlier stages, and the options. `done` are clips of an earlier run.

    Without `sentiments` the moods of English speech come from a lexicon: clips do not wait for the analysis.
    `by_speaker`: the speakers of lines are known.
    """

    source: Blob
    media: MediaInfo
    max_pixels: int = MOST_PIXELS
    segments: tuple[Segment, ...]
    language: str | None = None
    sentiments: tuple[SegmentSentiment, ...] = ()
    cuts: tuple[Cut, ...] = ()
    focus: tuple[tuple[float, float, float], ...] = ()
    has_video: bool = True
    chapters: tuple[Chapter, ...] = ()
    clip_duration_s: float = 30.0
    overlap_duration_s: float = 2.0
    max_clips: int = 10
    output_format: Literal["mp4", "webm", "mkv", "mov"] = "mp4"
    resolution: Literal["source", "360p", "480p", "720p", "1080p"] = "source"
    burn_captions: bool = False
    by_speaker: bool = False
    fonts_dir: str = ""
    aspect: Literal["source", "16:9", "9:16", "1:1"] = "source"
    done: tuple[Clip, ...] = ()


class ClipsOutput(Result):
    """The number of clips; the clips are committed one by one as pieces of the stage."""

    clip_count: int


def _input(context: StageContext) -> ClipsInput:
    options, fetched, scenes = context.job.options, context.output_of(FETCH), context.output_of(SCENES)
    lines = confident_lines(context)
    return ClipsInput(
        source=fetched.source,
        media=media_with_sound(context),
        max_pixels=context.settings.max_pixels,
        segments=lines,
        by_speaker=any(line.speaker for line in lines),
        language=context.output_of(TRANSCRIBE).language,
        cuts=scenes.cuts,
        focus=scenes.focus,
        has_video=scenes.has_video,
        chapters=fetched.chapters,
        clip_duration_s=options.clip_duration,
        overlap_duration_s=options.overlap_duration,
        max_clips=options.max_clips,
        output_format=options.output_format,
        resolution=options.resolution,
        burn_captions=options.burn_captions,
        fonts_dir=context.settings.caption_fonts_dir if options.burn_captions else "",
        aspect=options.aspect,
    )


def clip_cut(job_id: str, clip: Clip) -> ClipCut:
    """A clip with the ids of its files."""
    ids = [artifact.id for artifact in _files(job_id, clip, "")]
    facts = {name: getattr(clip, name) for name in type(clip).model_fields if name not in ("video", "thumbnail")}
    return ClipCut(**facts, artifact_id=ids[0], thumbnail_id=ids[1] if len(ids) > 1 else None)


def _files(job_id: str, clip: Clip, title: str) -> list[Artifact]:
    """The video of a clip and its thumbnail."""
    found = [("clip", clip.video), *([("clip_thumbnail", clip.thumbnail)] if clip.thumbnail else [])]
    stem = f"{stem_of(title)} clip {clip.index + 1}"
    return [piece_artifact(job_id, STAGE, kind, f"{stem}{blob.suffix}", blob, clip.index) for kind, blob in found]


def _shown(job_id: str, _: int, clip: Clip, title: str) -> ShownPiece:
    return ShownPiece((clip_cut(job_id, clip),), tuple(_files(job_id, clip, title)))


def _key_content(content: dict[str, Any], _: JobRecord) -> dict[str, Any]:
    """Where the speakers are known, clips are chosen by rules of their own; those of other jobs stay as they are."""
    return {name: value for name, value in content.items() if name != "by_speaker" or value}


def _work_s(job: JobRecord) -> float:
    return min(duration_of(job), job.options.max_clips * job.options.clip_duration)


def _disk_bytes(options: ProcessingOptions, duration_s: float) -> float:
    return options.max_clips * min(options.clip_duration, duration_s) * BYTES_PER_S


STAGE = Stage(
    name="clips",
    title="Clips",
    doing="Cutting clips",
    about="Choose and cut the best parts",
    version=4,
    order=70,
    job_types=frozenset({JobType.CLIP_GENERATION, JobType.FULL_PROCESSING}),
    options=(
        AUDIO_TRACK,
        "min_confidence",
        "max_clips",
        "clip_duration",
        "overlap_duration",
        "aspect",
        "resolution",
        "output_format",
        "burn_captions",
    ),
    needs=(TRANSCRIBE.name, SCENES.name),
    uses=(RENEWED_BY,),
    input=ClipsInput,
    output=ClipsOutput,
    piece=Clip,
    show_piece=_shown,
    entry="app.stages.clips.run:run",
    resource=lambda _: Resource.ENCODE,
    child_kind=lambda _: ChildKind.MEDIA,
    prior=Rate(0.3, 1.0),
    build_input=_input,
    of_machine=fonts_here,
    variant=lambda job, _: f"{job.options.output_format} {job.options.resolution} {job.options.aspect}",
    work_s=_work_s,
    neutral_fields=frozenset({"max_pixels"}),
    key_content=_key_content,
    disk_bytes=_disk_bytes,
)
