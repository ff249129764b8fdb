"""A scene analysis as clients see it: its state, what the file is, and its scenes with their files."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.api.v1.job_view import frames_per_second
from app.api.v1.paths import segment_path
from app.api.v1.result_views import Results, is_transcribed
from app.api.v1.scene_rows import scene_row
from app.api.v1.shown import Shown
from app.api.v1.video_views import metadata
from app.api.v1.wire import percent
from app.db.analysis_parts import AnalysisParts
from app.jobs.record import Artifact, StageState
from app.jobs.results import Segment
from app.jobs.scenes import SceneSpan, scene_id
from app.jobs.states import WAITING, JobState
from app.stages.scenes.contract import scene_found
from app.stages.stage_artifacts import id_of

#: The stages whose outputs the view shows.
STAGES = ("fetch", "metadata", "transcribe")
#: The kinds of a scene's files that are served below `/api/segment`.
SEGMENTS = ("proxy", "mezzanine")


class SubtitledScene(Shown):
    """What is said in a scene, with times from its start."""

    lines: tuple[Segment, ...]


class Subtitles(Shown):
    """What is said in each scene."""

    scenes: tuple[SubtitledScene, ...]


def analysis(parts: AnalysisParts) -> dict[str, Any]:
    """Render an analysis as far as it is."""
    job, results = parts.job, Results.of(parts.outputs)
    subtitled = _has(parts, "subtitles")
    return {
        "analysis_id": job.id,
        "job_id": job.id,
        "status": "queued" if job.status in WAITING else job.status.value,
        "progress": 100.0 if job.status is JobState.COMPLETED else percent(job.progress),
        "segmentation_method": job.options.segmentation_method,
        "metadata": _metadata(results),
        "scenes": scenes(job.id, spans_of(parts), parts.artifacts, parts.later_id, subtitled=subtitled),
        "transcript_id": job.id if _is_transcribed(parts, results) else None,
        "error": job.error,
    }


def spans_of(parts: AnalysisParts) -> list[SceneSpan]:
    """The scenes that are known."""
    return [SceneSpan.model_validate(piece) for piece in parts.scenes]


def scenes(
    job_id: str,
    spans: Sequence[SceneSpan],
    artifacts: Mapping[str, Artifact],
    later_id: str | None,
    *,
    subtitled: bool,
) -> list[dict[str, Any]]:
    """Render scenes, each with the URLs of its files as far as they are there; job `later_id` may have cut some."""
    owners = [job_id] if later_id is None else [job_id, later_id]
    makers = {kind: {one.stage for one in artifacts.values() if one.kind == kind} for kind in SEGMENTS}
    rows = []
    for span in spans:
        files = {kind: _file(owners, kind, span.index, makers[kind], artifacts) for kind in SEGMENTS}
        urls = {
            f"{kind}_url": None if file is None else segment_path(job_id, kind, file.filename)
            for kind, file in files.items()
        }
        subtitles = f"/api/analysis/{job_id}/scenes/{scene_id(job_id, span.index)}/subtitles" if subtitled else None
        rows.append(scene_row(job_id, scene_found(job_id, span)) | urls | {"subtitles_url": subtitles})
    return rows


def _file(
    owners: Sequence[str], kind: str, index: int, makers: set[str], artifacts: Mapping[str, Artifact]
) -> Artifact | None:
    """The file of a scene, by the number of the piece that it came with."""
    ids = (id_of(owner, maker, kind, index) for owner in owners for maker in makers)
    return next((artifacts[one] for one in ids if one in artifacts), None)


def _metadata(results: Results) -> dict[str, Any] | None:
    """What the file states about itself, and what its probe found; the former is empty until it is read."""
    if results.fetched is None:
        return None
    media = results.fetched.media
    stated = metadata(results.metadata) or {
        "container": media.get("container"),
        "bit_rate": media.get("bit_rate"),
        "creation_time": None,
        "streams": [],
        "chapters": [],
        "tags": {},
    }
    return stated | {
        "duration": media.get("duration_s"),
        "width": media.get("width"),
        "height": media.get("height"),
        "fps": frames_per_second(media.get("fps")),
        "fps_exact": media.get("fps"),
        "video_codec": media.get("video_codec"),
        "audio_codec": media.get("audio_codec"),
    }


def _has(parts: AnalysisParts, stage: str) -> bool:
    return stage in parts.stages and parts.stages[stage].status is StageState.COMPLETED


def _is_transcribed(parts: AnalysisParts, results: Results) -> bool:
    """Whether there is a transcript, perhaps of a part; as `is_transcribed`, without reading its lines."""
    stage = parts.stages.get("transcribe")
    return (stage is not None and stage.published > 0) or is_transcribed(results.transcribed, ())
