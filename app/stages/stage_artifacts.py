"""The files of stages that clients may download: their names, media types and ids."""

import uuid
from typing import Any

from app.jobs.record import Artifact
from app.jobs.results import Blob, Result
from app.stages.stage import AnyStage, StageFile
from app.text.scripts import one_line

#: Suffixes of the files that stages write, and of pictures from sites.
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
    ".ffmeta": "text/plain",
    ".csv": "text/csv",
    ".json": "application/json",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
#: Longest stem of a file name that clients are offered, characters.
STEM_LENGTH = 80


def media_type_of(suffix: str) -> str:
    """The media type of a file that the server itself wrote, by its suffix with the dot."""
    return MEDIA_TYPES.get(suffix, "application/octet-stream")


def stem_of(title: str) -> str:
    """A title as the stem of a file name: no separators, no control characters, not too long."""
    kept = "".join(" " if c in '\\/:*?"<>|' else c for c in title).strip(". ")
    return one_line(kept, STEM_LENGTH).strip(". ") or "video"


def piece_artifact(job_id: str, stage: AnyStage, kind: str, filename: str, blob: Blob, index: int) -> Artifact:
    """A file that comes with piece `index` of a stage."""
    artifact_id = id_of(job_id, stage.name, kind, index)
    return Artifact(artifact_id, job_id, stage.name, kind, filename, media_type_of(blob.suffix), blob)


def id_of(job_id: str, made_by: str, kind: str, index: int) -> str:
    """The id of a stage's file, by its number among those of its kind."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{job_id}/{made_by}/{kind}/{index}"))


def artifacts_of(job_id: str, stage: AnyStage, output: Result, title: str) -> list[Artifact]:
    """The files of a finished stage; those of pieces are added one by one, see `Stage.show_piece`."""
    stem = stem_of(title)
    return [
        Artifact(
            _id_of(job_id, stage, file),
            job_id,
            stage.name,
            file.kind,
            f"{stem}{file.tail}",
            file.media_type or media_type_of(file.blob.suffix),
            file.blob,
        )
        for file in stage.artifacts(output)
    ]


def _id_of(job_id: str, stage: AnyStage, file: StageFile) -> str:
    """The id of a file: one that replaces another stage's has the same."""
    if file.one_of_a_job:
        return id_of(job_id, "", file.kind, 0)
    return id_of(job_id, file.instead_of or stage.name, file.kind, file.index)


def blobs_in(value: Any) -> list[Blob]:
    """Every file that an output or a piece refers to, at any depth."""
    if isinstance(value, Blob):
        return [value]
    if isinstance(value, Result):
        return [blob for name in type(value).model_fields for blob in blobs_in(getattr(value, name))]
    if isinstance(value, list | tuple):
        return [blob for item in value for blob in blobs_in(item)]
    return []
