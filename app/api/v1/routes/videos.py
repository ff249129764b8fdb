"""Uploads: a file becomes a video that jobs can name."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from app.api.declared_bodies import FormBody
from app.api.dependencies import IntakeDep, Json, SettingsDep, StoreDep, checked_id
from app.api.policy import declares
from app.api.uploads import received
from app.api.v1 import job_view
from app.api.v1.answers import problems
from app.api.v1.schemas.uploads import VideoView
from app.db import queries

router = APIRouter(prefix="/api/v1/videos", tags=["videos"])
#: The form's field, or what the body itself may be; MAX_UPLOAD_BYTES at most, counted while it is received.
UPLOAD = FormBody(file="file", raw=("video/*", "audio/*", "application/octet-stream"), limit=None)


@router.post(
    "",
    status_code=201,
    response_model=VideoView,
    responses=problems(413, 415, 422, 503),
)
@declares(body=UPLOAD)
async def upload_video(
    request: Request,
    intake: IntakeDep,
    settings: SettingsDep,
    filename: Annotated[str | None, Query(max_length=1000, description="Name of a file sent as the body")] = None,
) -> Any:
    """Upload a file, as a form's field `file` or as the body itself. It is probed before this answers."""
    folder = settings.data_dir / "work" / "uploads"
    async with received(request, UPLOAD, folder=folder, limit=settings.max_upload_bytes, intake=intake) as upload:
        video = await intake.accept_upload(upload.path, upload.name)
    return Json(job_view.video_row(video), 201, {"Location": f"/api/v1/videos/{video.id}"})


@router.get("/{video_id}", response_model=VideoView, responses=problems(404))
async def read_video(video_id: str, store: StoreDep) -> Any:
    """One upload, and what was found in it."""
    return Json(job_view.video_row(await store.read(queries.video, checked_id(video_id, "video"))))
