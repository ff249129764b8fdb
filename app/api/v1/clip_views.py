"""Clips that people made, as clients see them."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from app.api.v1.paths import files_path
from app.api.v1.times import iso
from app.api.v1.wire import percent
from app.db.made_clips import MadeClip
from app.jobs.options import RESULT_KIND, OperationOptions
from app.jobs.record import Artifact
from app.jobs.states import JobState
from app.service.clip_previews import Planned
from app.stages.stage_artifacts import stem_of


def made_clip(clip: MadeClip) -> dict[str, Any]:
    """Render a clip as far as it is."""
    job, found = clip.job, clip.output or {}
    options = job.options
    wanted = options.operation_options or OperationOptions.model_validate({})
    file, still = (file_of(clip, kind) for kind in (RESULT_KIND, "clip_thumbnail"))
    return {
        "id": job.id,
        "job_id": clip.of_job_id,
        "title": clip.title,
        "start": found.get("start_s", wanted.clip_start),
        "end": found.get("end_s", wanted.clip_end),
        "aspect": options.aspect,
        "position": wanted.clip_position,
        "captions": options.burn_captions,
        "resolution": options.resolution,
        "output_format": wanted.clip_sound or wanted.output_format,
        "status": job.status.value,
        "progress": 100.0 if job.status is JobState.COMPLETED else percent(job.progress),
        "error": job.error,
        "width": found.get("width") or None,
        "height": found.get("height") or None,
        "size_bytes": file.blob.size_bytes if file else None,
        "artifact_id": file.id if file else None,
        "url": f"/api/v1/jobs/{clip.of_job_id}/clips/{job.id}/file" if file else None,
        "thumbnail_url": f"{files_path(job.id)}/{still.id}" if still else None,
        "created_at": iso(job.created_ms),
    }


def preview(planned: Planned) -> dict[str, Any]:
    """Render how a clip would look."""
    plan = planned.plan
    return {
        "axis": plan.axis,
        "share": plan.share,
        "moves": [
            {"start": move.from_s, "end": move.to_s, "at": move.from_at, "to": move.to_at} for move in plan.moves
        ],
        "follows": planned.known,
        "bottom": plan.bottom,
        "captions": [
            {"start": cue.start_s, "end": cue.end_s, "lines": list(cue.lines), "rtl": cue.rtl, "size": cue.size}
            for cue in plan.cues
        ],
        "warning": plan.warning,
    }


def file_of(clip: MadeClip, kind: str = RESULT_KIND) -> Artifact | None:
    """The file of a clip, or its still; None before it is cut, and after the retention."""
    return next((one for one in clip.artifacts if one.kind == kind), None)


def named_files(clips: Sequence[MadeClip]) -> list[Artifact]:
    """The files of clips that are there, under the titles of the clips."""
    files = [(clip, file_of(clip)) for clip in clips]
    return [replace(file, filename=name_of(clip, file)) for clip, file in files if file is not None]


def name_of(clip: MadeClip, file: Artifact) -> str:
    """The name under which a file of the clip is downloaded."""
    return f"{stem_of(clip.title)}{PurePath(file.filename).suffix}"
