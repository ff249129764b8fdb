"""Videos: a file or a link becomes one, that jobs can name; reads, lists, deletes them."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query
from starlette.requests import Request
from starlette.responses import Response

from app.api.declared_bodies import FormBody, JsonBody, is_json
from app.api.dependencies import CallerDep, IntakeDep, Json, Services, ServicesDep, StoreDep, checked_id
from app.api.ownership import Shows, shows
from app.api.policy import declares
from app.api.query_names import KNOWN_NAMES
from app.api.uploads import received
from app.api.v1 import stored_videos
from app.api.v1.answers import problems
from app.api.v1.json_bodies import parsed
from app.api.v1.schemas.base import SearchText, ShortText, Wording
from app.api.v1.schemas.orders import VideoCreate
from app.api.v1.schemas.stored_videos import VideoPage, VideoTaken, VideoView
from app.api.v1.submission import checked_key, error_row, link_request, upload_request
from app.core.caller import Caller
from app.core.errors import WrongState
from app.db.video_order import NEWEST_FIRST, SORTS
from app.db.video_tags import MOST_TAGS
from app.db.videos import VideoFilter
from app.jobs.options import JobType
from app.jobs.record import Video
from app.jobs.videos import VideoStatus
from app.service.intake import Intake
from app.service.job_request import JobRequest

router = APIRouter(prefix="/api/v1/videos", tags=["videos"])
#: The form's field, or what the body itself may be, MAX_UPLOAD_BYTES at most, counted while it is received; or a link.
UPLOAD = FormBody(file="file", raw=("video/*", "audio/*", "application/octet-stream"), or_json=JsonBody(), limit=None)
#: Values of `sort`.
ORDERS = sorted([*SORTS, *(f"-{name}" for name in SORTS)])
LINK = {"application/json": {"schema": {"$ref": "#/components/schemas/VideoCreate"}}}


class VideoGone(WrongState):
    """The video that an Idempotency-Key made was deleted."""

    code = "video_deleted"


@router.post(
    "",
    status_code=201,
    response_model=VideoTaken,
    responses=problems(409, 413, 415, 422, 429, 503)
    | {200: {"model": VideoTaken, "description": "The video that this Idempotency-Key made before"}},
    openapi_extra={"requestBody": {"required": True, "content": UPLOAD.content() | LINK}},
)
@declares(body=UPLOAD)
@shows(Shows.OWN)
async def take_video(
    request: Request,
    intake: IntakeDep,
    services: ServicesDep,
    caller: CallerDep,
    filename: Annotated[str | None, Query(max_length=1000, description="Name of a file sent as the body")] = None,
    process: Annotated[JobType | None, Query(description="Start a job of this type on the upload")] = None,
    user_id: Annotated[ShortText | None, Query(description="Whose upload it is")] = None,
    idempotency_key: Annotated[
        str | None, Header(description="Same key and body: same video; for links, and uploads with `process`")
    ] = None,
) -> Any:
    """Take in a link, as JSON: nothing is fetched before this answers, and a job begins with it. Or upload a file, as a
    form's field `file` or as the body itself: it is probed before this answers; `process` starts a job on it."""
    key = checked_key(idempotency_key)
    if is_json(request.headers.get("content-type", "")):
        if process is not None:
            raise error_row(["query", "process"], "is for files; the order of a link has job_type")
        order = parsed(VideoCreate, await request.body())
        return await _answer(services, link_request(services.settings, order, key), caller)
    user_id = caller.owner_of(user_id)
    if process is not None:
        services.jobs.check_room()
    folder, limit = services.settings.data_dir / "work" / "uploads", services.settings.max_upload_bytes
    async with received(request, UPLOAD, folder=folder, limit=limit, intake=intake) as upload:
        if process is None:
            video = await intake.accept_upload(upload.path, upload.name, user_id)
            return Json(stored_videos.new(video, None), 201, {"Location": f"/api/v1/videos/{video.id}"})
        video = await intake.probe(upload.path, upload.name, user_id)
    return await _process(services, intake, video, process, key, caller)


async def _process(
    services: Services, intake: Intake, video: Video, process: JobType, key: str | None, caller: Caller
) -> Json:
    """Store a probed upload with its job; of a refused one nothing is kept."""
    stored = False
    try:
        answer = await _answer(services, upload_request(video, process, key), caller)
        stored = answer.status_code == 201
        return answer
    finally:
        if not stored:
            await intake.discard(video)


async def _answer(services: Services, order: JobRequest, caller: Caller) -> Json:
    """Store a video with its job, and answer with it; or with the one that the Idempotency-Key made before."""
    job, is_new = await services.jobs.submit(order, caller)
    if job.video_id is None:
        raise VideoGone("The video that this Idempotency-Key made was deleted. Use a new key.")
    headers = {"Location": f"/api/v1/videos/{job.video_id}"}
    if is_new and order.new_video is not None:
        video = replace(order.new_video, user_id=job.user_id, created_ms=job.created_ms, updated_ms=job.created_ms)
        return Json(stored_videos.new(video, job.id), 201, headers)
    found = await stored_videos.read_whole(services.store, job.video_id, caller)
    return Json(await stored_videos.rendered(found) | {"job_id": job.id}, 200, headers)


@router.get("", response_model=VideoPage, responses=problems(422, 503), dependencies=[KNOWN_NAMES])
@shows(Shows.OWN)
async def list_videos(
    store: StoreDep,
    caller: CallerDep,
    status: Annotated[list[str] | None, Query(description="Repeated or separated by commas")] = None,
    q: Annotated[
        Wording | None,
        Query(description="Looked for in name, link, id and user, and in what its jobs are found by"),
    ] = None,
    user_id: Annotated[SearchText | None, Query(description="Whose video it is, or whose job is on it")] = None,
    tag: Annotated[
        list[SearchText] | None, Query(max_length=MOST_TAGS, description="Repeated: videos with all of these tags")
    ] = None,
    fetched: Annotated[
        bool, Query(description="Also links that jobs have fetched, not only what was taken in")
    ] = False,
    sort: Annotated[str, Query(description=f"One of {', '.join(ORDERS)}")] = NEWEST_FIRST,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0, le=2**31)] = 0,
) -> Any:
    """Videos without their results, newest first unless `sort` says otherwise."""
    if sort not in ORDERS:
        raise error_row(["query", "sort"], f"must be one of {', '.join(ORDERS)}")
    tags = tuple(one for one in tag or () if one.strip())
    wanted = VideoFilter(
        _statuses(status), caller.narrowed(user_id or None), q, owner=caller.user, tags=tags, fetched=fetched
    )
    found, total = await stored_videos.read_page(store, wanted, limit, offset, sort)
    items = [stored_videos.summary(parts) for parts in found]
    return Json({"items": items, "total": total, "limit": limit, "offset": offset})


def _statuses(named: list[str] | None) -> tuple[VideoStatus, ...]:
    words = [word.strip().upper() for part in named or () for word in part.split(",") if word.strip()]
    if any(word not in list(VideoStatus) for word in words):
        raise error_row(["query", "status"], f"must be one of {', '.join(VideoStatus)}")
    return tuple(VideoStatus(word) for word in words)


@router.get("/{video_id}", response_model=VideoView, responses=problems(404))
async def read_video(video_id: str, store: StoreDep, caller: CallerDep) -> Any:
    """One video, how far its jobs are, and all that they found so far."""
    return Json(
        await stored_videos.rendered(await stored_videos.read_whole(store, checked_id(video_id, "video"), caller))
    )


@router.delete("/{video_id}", status_code=204, responses=problems(404, 409, 503))
async def delete_video(video_id: str, intake: IntakeDep) -> Response:
    """Delete a video and its file; its finished jobs stay, with `video_id` null. Not while a job on it is active."""
    await intake.delete(checked_id(video_id, "video"))
    return Response(status_code=204)
