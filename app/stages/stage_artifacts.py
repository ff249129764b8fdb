"""What clients get to see of stages: files to download, lines of transcript, clips."""

import uuid
from typing import Any

from app.jobs.events import ClipCut, Event, SegmentTranscribed
from app.jobs.record import Artifact
from app.jobs.results import Blob, Clip, Result, Segment
from app.stages.clips.contract import STAGE as CLIPS
from app.stages.stage import AnyStage
from app.text.scripts import one_line

#: Endings of the files that stages write, and of pictures that sites give.
MEDIA_TYPES = {
    ".mkv": "video/x-matroska",
    ".webm": "video/webm",
    ".mp4": "video/mp4",
    ".m4a": "audio/mp4",
    ".mov": "video/quicktime",
    ".wav": "audio/wav",
    ".flac": "audio/flac",
    ".mp3": "audio/mpeg",
    ".vtt": "text/vtt",
    ".srt": "application/x-subrip",
    ".txt": "text/plain",
    ".json": "application/json",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
#: Longest stem of a file name that is offered, characters.
STEM_LENGTH = 80


def media_type_of(suffix: str) -> str:
    """The media type of a file that the server itself made, by its ending with the dot."""
    return MEDIA_TYPES.get(suffix, "application/octet-stream")


def stem_of(title: str) -> str:
    """A title as the stem of a file name: no separators, no control characters, not too long."""
    kept = "".join(" " if c in '\\/:*?"<>|' else c for c in title).strip(". ")
    return one_line(kept, STEM_LENGTH).strip(". ") or "video"


def _artifact(
    job_id: str, stage: str, kind: str, filename: str, blob: Blob, index: int = 0, media_type: str | None = None
) -> Artifact:
    artifact_id = _id(job_id, stage, kind, index)
    return Artifact(artifact_id, job_id, stage, kind, filename, media_type or media_type_of(blob.suffix), blob)


def _id(job_id: str, made_by: str, kind: str, index: int) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{job_id}/{made_by}/{kind}/{index}"))


def artifacts_of(job_id: str, stage: AnyStage, output: Result, title: str) -> list[Artifact]:
    """The files of a finished stage; those of clips come one by one, see `piece_event`."""
    stem = stem_of(title)
    return [
        Artifact(
            # the same id whichever stage made it, so that the later replaces the earlier
            _id(job_id, "", file.kind, 0) if file.one_of_a_job else _id(job_id, stage.name, file.kind, file.index),
            job_id,
            stage.name,
            file.kind,
            f"{stem}{file.tail}",
            file.media_type or media_type_of(file.blob.suffix),
            file.blob,
        )
        for file in stage.artifacts(output)
    ]


def piece_event(job_id: str, index: int, piece: Result, title: str) -> tuple[Event, list[Artifact]]:
    """The event of a piece, and the files that come with it."""
    if isinstance(piece, Clip):
        return clip_cut(job_id, piece), clip_artifacts(job_id, piece, title)
    if isinstance(piece, Segment):
        return SegmentTranscribed(index=index, segment=piece), []
    raise TypeError(f"no event shows a {type(piece).__name__}")


def clip_artifacts(job_id: str, clip: Clip, title: str) -> list[Artifact]:
    """The video of a clip and its thumbnail."""
    stem = f"{stem_of(title)} clip {clip.index + 1}"
    artifacts = [_artifact(job_id, CLIPS.name, "clip", f"{stem}{clip.video.suffix}", clip.video, clip.index)]
    if clip.thumbnail:
        name = f"{stem}{clip.thumbnail.suffix}"
        artifacts.append(_artifact(job_id, CLIPS.name, "clip_thumbnail", name, clip.thumbnail, clip.index))
    return artifacts


def clip_cut(job_id: str, clip: Clip) -> ClipCut:
    """A clip with the ids of its files."""
    ids = [artifact.id for artifact in clip_artifacts(job_id, clip, "")]
    facts = {name: getattr(clip, name) for name in type(clip).model_fields if name not in ("video", "thumbnail")}
    return ClipCut(**facts, artifact_id=ids[0], thumbnail_id=ids[1] if len(ids) > 1 else None)


def blobs_in(value: Any) -> list[Blob]:
    """Every file that an output or a piece refers to, however deep."""
    if isinstance(value, Blob):
        return [value]
    if isinstance(value, Result):
        return [blob for name in type(value).model_fields for blob in blobs_in(getattr(value, name))]
    if isinstance(value, list | tuple):
        return [blob for item in value for blob in blobs_in(item)]
    return []
