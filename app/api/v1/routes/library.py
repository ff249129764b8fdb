"""Videos as a library: names that people give them, tags, saved lists, and the pictures that a list shows."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.api.dependencies import CallerDep, Json, StoreDep, checked_id
from app.api.error_shapes import Failure, problem_of
from app.api.ownership import Shows, shows
from app.api.query_names import KNOWN_NAMES
from app.api.v1 import stored_videos
from app.api.v1.answers import problems
from app.api.v1.schemas.library import (
    SavedViewList,
    SavedViewView,
    StoryboardView,
    TagAnswer,
    TagList,
    TagOrder,
    VideoPatch,
    ViewName,
)
from app.api.v1.schemas.stored_videos import VideoSummary
from app.core.caller import Caller
from app.core.errors import NotFound, Refusal
from app.db import owners, saved_views, video_tags, video_titles
from app.db.saved_views import SavedView
from app.db.transaction import Transaction
from app.media.file_extensions import title_of_file

router = APIRouter(prefix="/api/v1/videos", tags=["videos"])


@router.get("/tags", response_model=TagList, responses=problems())
@shows(Shows.OWN)
async def list_tags(store: StoreDep, caller: CallerDep) -> Any:
    """All tags of videos, with the number of videos that have each."""
    found = await store.read(video_tags.counted, caller.user)
    return Json({"items": [{"tag": tag, "videos": number} for tag, number in found], "total": len(found)})


@router.post("/tags", response_model=TagAnswer, responses=problems(413, 415, 422, 503))
@shows(Shows.OWN)
async def tag_videos(order: TagOrder, store: StoreDep, caller: CallerDep) -> Any:
    """Add tags to several videos and remove others from them. Each video succeeds or fails alone."""
    results = await store.write(_tag_all, order, caller)
    good = sum(result["ok"] for result in results)
    return Json({"total": len(results), "succeeded": good, "failed": len(results) - good, "results": results})


def _tag_all(tx: Transaction, order: TagOrder, caller: Caller) -> Sequence[dict[str, Any]]:
    return [_tag_one(tx, order, video_id, caller) for video_id in dict.fromkeys(map(str.lower, order.video_ids))]


def _tag_one(tx: Transaction, order: TagOrder, video_id: str, caller: Caller) -> dict[str, Any]:
    try:
        owner = owners.of_video(tx.conn, checked_id(video_id, "video"))
        if owner is None or not caller.sees(owner[0]):
            raise NotFound(f"There is no video {video_id}.")
        done = video_tags.change(tx, video_id, add=order.add, remove=order.remove)
    except Refusal as refusal:
        error = problem_of(Failure.of(refusal))
        return {"video_id": video_id, "status": refusal.status, "ok": False, "error": error}
    changed = {"tags": done.tags, "added": done.added, "removed": done.removed}
    return {"video_id": video_id, "status": 200, "ok": True} | changed


@router.get("/views", response_model=SavedViewList, responses=problems())
@shows(Shows.OWN)
async def list_views(store: StoreDep, caller: CallerDep) -> Any:
    """The lists of videos that were saved: the caller's own, or those of all callers whose key has no user."""
    found = await store.read(saved_views.of_user, caller.user)
    return Json({"items": [view.query | {"name": view.name} for view in found], "total": len(found)})


@router.post("/views", response_model=SavedViewView, responses=problems(413, 415, 422, 503))
@shows(Shows.OWN)
async def save_view(order: SavedViewView, store: StoreDep, caller: CallerDep) -> Any:
    """Save a list of videos under a name; one that has the name is replaced."""
    query = order.model_dump(mode="json", exclude={"name"})
    await store.write(saved_views.save, caller.user, SavedView(order.name, query))
    return Json(query | {"name": order.name})


@router.delete("/views", status_code=204, responses=problems(404, 422, 503), dependencies=[KNOWN_NAMES])
@shows(Shows.OWN)
async def delete_view(
    name: Annotated[ViewName, Query(description="That of the view")], store: StoreDep, caller: CallerDep
) -> Response:
    """Delete a saved list. The videos stay."""
    await store.write(saved_views.remove, caller.user, name)
    return Response(status_code=204)


@router.patch("/{video_id}", response_model=VideoSummary, responses=problems(404, 412, 413, 415, 422, 503))
async def change_video(video_id: str, change: VideoPatch, store: StoreDep, caller: CallerDep) -> Any:
    """Give a video a name, or other tags. The titles of its jobs follow the name; null takes it back."""
    video_id = checked_id(video_id, "video")
    await store.write(_change, video_id, change)
    return Json(await stored_videos.read_summary(store, video_id, caller))


def _change(tx: Transaction, video_id: str, change: VideoPatch) -> None:
    if change.is_conditional:
        video_titles.check(tx, video_id, change.if_title or None)
    if change.tags is not None:
        video_tags.replace(tx, video_id, change.tags)
    if change.renames:
        video_titles.rename(tx, video_id, change.title or None, title_of_file)


@router.get("/{video_id}/storyboard", response_model=StoryboardView, responses=problems(404))
async def read_storyboard(video_id: str, store: StoreDep, caller: CallerDep) -> Any:
    """Small pictures of a video over its time: the address of the sheet, and how it is laid out."""
    return Json(await stored_videos.read_storyboard(store, checked_id(video_id, "video"), caller))
