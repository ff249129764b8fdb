"""Clips that people make of a job's film: each is cut by a job of its own."""

import asyncio
import hashlib
import json
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Request, Response
from pydantic import AfterValidator

from app.api.dependencies import (
    BlobsDep,
    CallerDep,
    ClipPreviewsDep,
    JobId,
    Json,
    Services,
    ServicesDep,
    StoreDep,
    checked_id,
)
from app.api.disconnects import while_connected
from app.api.editor.processing import request_of
from app.api.editor.processing_schemas import Process, ProcessingOrder, StartOptions
from app.api.files import Redirect, answer_of
from app.api.forwarded import client_key
from app.api.v1 import clip_views
from app.api.v1.answers import problems, stored_file
from app.api.v1.schemas.clips import SOUND_FORMS, ClipChange, ClipLook, ClipOrder, ClipPreview, MadeClip, MadeClips
from app.api.v1.submission import checked_key, error_row
from app.core.caller import Caller
from app.core.errors import NotFound
from app.db import job_parts, made_clips, queries
from app.db.job_parts import JobParts
from app.editing.clip_texts import ClipTexts
from app.jobs.record import ClipOf, JobRecord
from app.jobs.transcripts import Line, as_recognised
from app.service import clip_previews
from app.service.job_request import JobRequest, owned
from app.text.scripts import one_line

router = APIRouter(prefix="/api/v1/jobs/{job_id}/clips", tags=["results"])
ClipId = Annotated[
    str,
    Path(description="The clip's id: that of the job that cuts it"),
    AfterValidator(lambda text: checked_id(text, "clip")),
]
#: A clip may end that much after its film, seconds: lengths are rounded. What is there is cut.
ROUNDING_S = 0.5
#: Longest title that is made of what is said, characters.
TITLE_LENGTH = 80


@router.post(
    "",
    status_code=201,
    response_model=MadeClip,
    responses=problems(404, 409, 413, 415, 422, 429, 503) | {200: {"description": "The clip of the first request"}},
)
async def make_clip(
    job_id: JobId,
    order: ClipOrder,
    services: ServicesDep,
    caller: CallerDep,
    idempotency_key: Annotated[str | None, Header(description="Same key and body: same clip")] = None,
) -> Any:
    """Cut a part of the job's film. A part that was cut before in the same way is taken from the record."""
    job = await services.store.read(queries.job, job_id)
    if job.video_duration is not None:
        _refuse_beyond(order, job.video_duration)
    request = await _request(services, job, order, checked_key(idempotency_key), caller)
    replaced = None if order.replaces is None else checked_id(order.replaces, "clip")
    if replaced is not None:
        key = owned(request, caller).idempotency_key
        await services.store.read(made_clips.check_replaced, job_id, replaced, key)
    made, fresh = await services.jobs.submit(request, caller)
    if replaced is not None:  # also of a repeated request: the first one may have ended between the two
        await asyncio.shield(_remove(services, replaced))
    clip = await services.store.read(made_clips.clip, job_id, made.id)
    headers = {"Location": f"/api/v1/jobs/{job_id}/clips/{made.id}"}
    return Json(clip_views.made_clip(clip), 201 if fresh else 200, headers)


def _refuse_beyond(order: ClipOrder, duration_s: float) -> None:
    """Raise InvalidRequest for a part that the film does not have."""
    for name, at_s, most_s in (("start", order.start, duration_s), ("end", order.end, duration_s + ROUNDING_S)):
        if at_s > most_s:
            raise error_row(["body", name], f"is {at_s:g} s, past the end of the film, which is {duration_s:g} s long")


async def _request(services: Services, job: JobRecord, order: ClipOrder, key: str | None, caller: Caller) -> JobRequest:
    options: dict[str, Any] = {
        "clip_start": order.start,
        "clip_end": order.end,
        "clip_position": order.position,
        "aspect": order.aspect,
        "resolution": order.resolution,
        **({"clip_sound": form} if (form := order.output_format) in SOUND_FORMS else {"output_format": form}),
        "burn_captions": order.captions,
        "vision": job.options.vision,  # so that both share their scenes
    }
    values = {"job_id": job.id, "operation": Process.CUT_CLIP, "priority": job.priority, "user_id": job.user_id}
    process = ProcessingOrder.model_validate(values | {"options": StartOptions.model_validate(options)})
    request = await request_of(services, process, key, caller)
    title = order.title or await _title(services, job.id, order)
    hashed = hashlib.sha256(json.dumps([job.id, order.model_dump(mode="json")], sort_keys=True).encode()).hexdigest()
    return replace(request, clip_of=ClipOf(job.id, title), request_hash=None if key is None else hashed)


async def _title(services: Services, job_id: str, order: ClipOrder) -> str:
    """A title from what is said in the clip, or else from its time."""
    parts = await services.store.read(job_parts.transcript_parts, job_id)
    return await asyncio.to_thread(_titled, parts, order)


def _titled(parts: JobParts, order: ClipOrder) -> str:
    lines = as_recognised(Line.model_validate_json(piece, extra="ignore") for piece in parts.segments)
    said = ClipTexts.of(lines).of_clip(order.start, order.end)[0] if lines else ""
    minutes, seconds = divmod(int(order.start), 60)
    return one_line(said, TITLE_LENGTH) or f"Clip at {minutes}:{seconds:02}"


@router.post("/preview", response_model=ClipPreview, responses=problems(404, 409, 413, 415, 422, 429, 503))
async def preview_clip(job_id: JobId, look: ClipLook, previews: ClipPreviewsDep, request: Request) -> Any:
    """How a clip would look: what of the picture stays at each time, and its captions line by line. Nothing is cut.

    A POST, though it changes nothing, since it starts a process.
    """
    wanted = clip_previews.ClipLook(
        start_s=look.start,
        end_s=look.end,
        aspect=look.aspect,
        resolution=look.resolution,
        position=look.position,
        captions=look.captions,
    )
    planned = await while_connected(request, previews.plan(job_id, wanted, client_key(request.scope)))
    return Json(clip_views.preview(planned))


@router.get("", response_model=MadeClips, responses=problems(404, 422))
async def list_clips(job_id: JobId, store: StoreDep) -> Any:
    """The clips that people made of the job's film; those that were chosen by themselves are its `generated_clips`."""
    await store.read(queries.job, job_id)
    rows = [clip_views.made_clip(clip) for clip in await store.read(made_clips.clips_of, job_id)]
    return Json({"items": rows, "total": len(rows)})


@router.get("/{clip_id}", response_model=MadeClip, responses=problems(404, 422))
async def read_clip(job_id: JobId, clip_id: ClipId, store: StoreDep) -> Any:
    """One clip."""
    return Json(clip_views.made_clip(await store.read(made_clips.clip, job_id, clip_id)))


@router.patch("/{clip_id}", response_model=MadeClip, responses=problems(404, 413, 415, 422, 503))
async def rename_clip(job_id: JobId, clip_id: ClipId, change: ClipChange, store: StoreDep) -> Any:
    """Give a clip another title. Nothing is cut again."""
    await store.write(made_clips.rename, job_id, clip_id, change.title)
    return Json(clip_views.made_clip(await store.read(made_clips.clip, job_id, clip_id)))


@router.delete("/{clip_id}", status_code=204, responses=problems(404, 409, 422, 503))
async def remove_clip(job_id: JobId, clip_id: ClipId, services: ServicesDep) -> Response:
    """Delete a clip with the job that cuts it, which is cancelled if it is active."""
    await services.store.read(made_clips.clip, job_id, clip_id)
    await asyncio.shield(_remove(services, clip_id))
    return Response(status_code=204)


async def _remove(services: Services, clip_id: str) -> None:
    """End and delete the job that cuts a clip; another request may have done so."""
    try:
        await services.jobs.end(clip_id)
        await services.jobs.delete(clip_id)
    except NotFound:
        return


@router.get(
    "/{clip_id}/file",
    responses=stored_file("video/*", is_what="The film"),
    response_class=Response,
)
@router.head("/{clip_id}/file", include_in_schema=False)
async def download_clip(
    job_id: JobId,
    clip_id: ClipId,
    store: StoreDep,
    blobs: BlobsDep,
    request: Request,
    inline: Annotated[bool, Query(description="Let a player show it instead of a download")] = False,
    redirect: Redirect = False,
) -> Any:
    """Download a clip, under its title."""
    clip = await store.read(made_clips.clip, job_id, clip_id)
    file = clip_views.file_of(clip)
    if file is None:
        raise NotFound("The file of this clip is not there: it is not cut yet, or was deleted.")
    name = clip_views.name_of(clip, file)
    return await answer_of(
        request, blobs, file.blob, filename=name, media_type=file.media_type, inline=inline, redirect=redirect
    )
