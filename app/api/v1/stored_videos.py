"""A video as clients see it: composed of its row, its jobs, and the newest result of each kind that they have."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from app.api.v1 import result_views, video_views
from app.api.v1.job_view import MANY_LINES, frames_per_second
from app.api.v1.paths import files_path
from app.api.v1.result_views import Layout, Results
from app.api.v1.times import iso
from app.core.caller import Caller
from app.core.errors import NotFound
from app.db import video_parts
from app.db.job_parts import JobParts
from app.db.store import Store
from app.db.video_order import NEWEST_FIRST
from app.db.video_parts import VideoParts, WholeVideo
from app.db.videos import VideoFilter
from app.jobs.record import Video
from app.jobs.states import TERMINAL, JobState
from app.jobs.videos import VideoStatus
from app.media.file_extensions import title_of_file

#: The stages whose outputs a list shows, and those that the whole view shows too, by the names of its parts.
LISTED = ("fetch", "findings")
PARTS = {
    "transcript": "transcribe",
    "analysis": "analyse",
    "vision": "vision",
    "findings": "findings",
    "metadata": "metadata",
}
#: The kinds of files that show what a video looks like, the best first.
POSTERS = ("poster", "thumbnail")
#: Those that show it over its time: the sheet of pictures, and the loudness of its sound.
OVER_TIME = ("sprite", "waveform")
#: Jobs of each video in a list, at most.
LISTED_JOBS = 100
SEVERITIES = ("critical", "warning", "info")
#: The error of a video whose newest job was cancelled.
CANCELLED = {"code": "cancelled", "message": "The newest job was cancelled.", "stage": None, "retryable": True}


async def read_whole(store: Store, video_id: str, caller: Caller) -> WholeVideo:
    """Read one video with all that its jobs found, as far as the caller may see them. Raises NotFound."""
    return await store.read(
        video_parts.read_whole,
        video_id,
        stages=[*LISTED, *PARTS.values()],
        kinds=(*POSTERS, *OVER_TIME),
        owner=caller.user,
    )


async def read_summary(store: Store, video_id: str, caller: Caller) -> dict[str, Any]:
    """Render one video without its results. Raises NotFound."""
    kinds = (*POSTERS, *OVER_TIME)
    return summary(await store.read(video_parts.read_one, video_id, stages=LISTED, kinds=kinds, owner=caller.user))


async def read_page(
    store: Store, wanted: VideoFilter, limit: int, offset: int, sort: str = NEWEST_FIRST
) -> tuple[list[VideoParts], int]:
    """Read a page of videos, and the number of all that match."""
    read = store.search if wanted.reads_all or sort != NEWEST_FIRST else store.read
    return await read(
        video_parts.page,
        wanted,
        limit=limit,
        offset=offset,
        jobs=LISTED_JOBS,
        stages=LISTED,
        kinds=(*POSTERS, *OVER_TIME),
        sort=sort,
    )


async def read_storyboard(store: Store, video_id: str, caller: Caller) -> dict[str, Any]:
    """The sheet of small pictures of a video, and how it is laid out. Raises NotFound."""
    found = await store.read(video_parts.storyboard, video_id, caller.user)
    if found is None:
        raise NotFound("This video has no storyboard.")
    job_id, artifact_id, layout = found
    return {"url": f"{files_path(job_id)}/{artifact_id}?inline=1"} | Layout.model_validate(layout).model_dump()


async def rendered(found: WholeVideo) -> dict[str, Any]:
    """Render a video with its results; a long transcript in a thread, so that the event loop is not blocked."""
    if all(len(job.segments) < MANY_LINES for job in found.made_by.values()):
        return whole(found)
    return await asyncio.to_thread(whole, found)


def whole(found: WholeVideo) -> dict[str, Any]:
    """Render a video with its results."""
    return summary(found.parts) | {"results": _results(found.made_by)}


def summary(parts: VideoParts) -> dict[str, Any]:
    """Render a video without its results."""
    video = parts.video
    fetched = parts.made.get("fetch")
    source = fetched.output if fetched else {}
    media = video.media or source.get("media") or {}
    blob = source.get("source") or {}
    return {
        "video_id": video.id,
        "status": parts.status.value,
        "url": video.url,
        "filename": video.filename,
        "title": _title(parts),
        "source_title": _source_title(parts),
        "tags": list(parts.tags),
        "size_bytes": video.blob.size_bytes if video.blob else blob.get("size_bytes"),
        "sha256": video.blob.sha256 if video.blob else blob.get("sha256"),
        "duration": media.get("duration_s"),
        "width": media.get("width"),
        "height": media.get("height"),
        "fps": frames_per_second(media.get("fps")),
        "fps_exact": media.get("fps"),
        "container": media.get("container"),
        "video_codec": media.get("video_codec"),
        "audio_codec": media.get("audio_codec"),
        "user_id": video.user_id,
        "jobs": [job.id for job in parts.jobs],
        "finding_counts": _counts(parts),
        "poster_url": _file_url(parts, POSTERS),
        "storyboard_url": f"/api/v1/videos/{video.id}/storyboard" if "sprite" in parts.files else None,
        "waveform_url": _file_url(parts, ["waveform"]),
        "error": _error(parts),
        "created_at": iso(video.created_ms),
        "updated_at": iso(max([video.updated_ms, *(job.updated_ms for job in parts.jobs)])),
    }


def new(video: Video, job_id: str | None) -> dict[str, Any]:
    """Render a video that was just taken in, with the job that began with it."""
    parts = VideoParts(video, VideoStatus.UPLOADED)
    view = whole(WholeVideo(parts, {}))
    return view if job_id is None else view | {"jobs": [job_id], "job_id": job_id}


def _title(parts: VideoParts) -> str | None:
    return parts.video.title or _title_of_source(parts)


def _source_title(parts: VideoParts) -> str | None:
    """The title that the video has by itself, whatever people call it."""
    return _title_of_source(parts) if parts.video.title is None else parts.video.source_title


def _title_of_source(parts: VideoParts) -> str | None:
    found = next((job.title for job in parts.jobs if job.title), None)
    name = parts.video.filename
    return found or (title_of_file(name) if name else None)


def _counts(parts: VideoParts) -> dict[str, int] | None:
    found = parts.made.get("findings")
    if found is None:
        return None
    by_severity = Counter(one.severity for one in video_views.Found.model_validate(found.output).findings)
    return {severity: by_severity[severity] for severity in SEVERITIES}


def _file_url(parts: VideoParts, kinds: Sequence[str]) -> str | None:
    """The address of the first of these kinds of files that there is."""
    for kind in kinds:
        if kind in parts.files:
            job_id, artifact_id = parts.files[kind]
            return f"{files_path(job_id)}/{artifact_id}?inline=1"
    return None


def _error(parts: VideoParts) -> dict[str, Any] | None:
    """Why the newest finished job did not succeed, if the video's status is due to it; None for one of others."""
    job = next((job for job in parts.jobs if job.status in TERMINAL), None)
    if parts.status is not VideoStatus.FAILED or job is None:
        return None
    return CANCELLED if job.status is JobState.CANCELLED else job.error


def _results(made_by: Mapping[str, JobParts]) -> dict[str, Any]:
    found = dict.fromkeys([*PARTS, "language"])
    found |= {part: _part(stage, made_by[stage]) for part, stage in PARTS.items() if stage in made_by}
    if "transcribe" in made_by:
        job = made_by["transcribe"]
        transcribed = Results.of(job.outputs).transcribed
        found["language"] = result_views.language(transcribed, job.job.options.language, spoken=bool(job.segments))
    return found


def _part(stage: str, job: JobParts) -> Any:
    """The result of one stage, as in the view of its job."""
    results = Results.of(job.outputs)
    lines = result_views.segments(job.segments, job.job.options.min_confidence)
    match stage:
        case "transcribe":
            return result_views.text(lines)
        case "analyse":
            least = job.job.options.min_confidence
            return result_views.analysis(results.analysed, lines, job.recognised, least)
        case "vision":
            return video_views.vision(results.seen)
        case "findings":
            return video_views.findings(results.found)
        case _:
            return video_views.metadata(results.metadata)
