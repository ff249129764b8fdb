"""A scene of a film and its files, in messages and in its analysis."""

from typing import Any

from app.api.v1.paths import files_path, segment_path
from app.jobs.events import SceneFileMade, SceneFound
from app.jobs.scenes import scene_id


def scene_row(job_id: str, scene: SceneFound) -> dict[str, Any]:
    """The facts of a scene, with its picture."""
    thumbnail = None if scene.thumbnail_id is None else f"{files_path(job_id)}/{scene.thumbnail_id}?inline=1"
    return {
        "scene_id": scene_id(job_id, scene.index),
        "index": scene.index,
        "start": scene.start_s,
        "end": scene.end_s,
        "duration": round(scene.end_s - scene.start_s, 6),
        "start_frame": scene.start_frame,
        "end_frame": scene.end_frame,
        "transition": scene.transition,
        "thumbnail_url": thumbnail,
    }


def scene_file_row(job_id: str, made: SceneFileMade) -> dict[str, Any]:
    """The facts of a file of a scene."""
    return {
        "scene_id": scene_id(job_id, made.index),
        "index": made.index,
        "kind": made.file_kind,
        "frames": made.frames,
        "width": made.width,
        "height": made.height,
        "size_bytes": made.size_bytes,
        "artifact_id": made.artifact_id,
        "url": segment_path(job_id, made.file_kind, made.filename),
    }
