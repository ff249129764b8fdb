"""Feeds: create, preview, list, change, check now, delete; and the log of their entries."""

import json
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from app.api.dependencies import CallerDep, FeedsDep, Json, SettingsDep, StoreDep, checked_id
from app.api.disconnects import while_connected
from app.api.ownership import Shows, shows
from app.api.query_names import KNOWN_NAMES
from app.api.v1.answers import problems
from app.api.v1.feed_views import entry_view, feed_view, preview_view
from app.api.v1.schemas.feeds import (
    EVERY_S,
    EntryPage,
    FeedCreate,
    FeedPage,
    FeedPatch,
    FeedPreview,
    FeedSource,
    FeedView,
)
from app.api.v1.submission import checked_content, checked_link, error_row
from app.core.settings import Settings
from app.db import feed_entries, feeds
from app.db.store import Store
from app.jobs.feeds import EntryState, Feed, FeedKind, Schedule
from app.jobs.options import JobType, ProcessingOptions
from app.sources.source_url import parse_source_url

router = APIRouter(prefix="/api/v1/feeds", tags=["feeds"])
Limit = Annotated[int, Query(ge=1, le=200)]
Offset = Annotated[int, Query(ge=0, le=2**31)]


@router.post("", status_code=201, response_model=FeedView, responses=problems(409, 413, 415, 422, 503))
@shows(Shows.OWN)
async def create_feed(
    body: FeedCreate, settings: SettingsDep, own: FeedsDep, store: StoreDep, caller: CallerDep
) -> Any:
    """Check a link or a folder on a schedule; each new entry becomes a job, once. The first check is at once.

    A folder of the server is only for keys with the scope admin and without a user.
    """
    kind, location = _place(body, settings)
    job_type, options = body.job_type or JobType.FULL_PROCESSING, body.options or ProcessingOptions.model_validate({})
    new = Feed(
        id="",
        name=body.name or _name_of(kind, location),
        kind=kind,
        location=location,
        schedule=_schedule(body.every, body.at, body.time_zone) or Schedule(EVERY_S),
        last=body.last,
        max_new=body.max_new,
        preset_id=None if body.preset_id is None else checked_id(body.preset_id, "preset"),
        job_type="" if body.preset_id else job_type.value,
        options={} if body.preset_id else checked_content(job_type, options),
        priority=5 if body.priority is None else body.priority,
        user_id=body.user_id,
        paused=body.paused,
    )
    made = await own.create(new, caller)
    return Json(await _view(store, made), 201, {"Location": f"/api/v1/feeds/{made.id}"})


@router.post("/preview", response_model=FeedPreview, responses=problems(413, 415, 422, 429, 503))
@shows(Shows.COMMON)
async def preview_feed(
    body: FeedSource, request: Request, settings: SettingsDep, own: FeedsDep, caller: CallerDep
) -> Any:
    """What a feed would find now, and what of it would become jobs. Nothing is stored."""
    kind, location = _place(body, settings)
    found, taken = await while_connected(request, own.preview(kind, location, body.last, caller))
    return Json(preview_view(found, taken))


@router.get("", response_model=FeedPage, responses=problems(422), dependencies=[KNOWN_NAMES])
@shows(Shows.OWN)
async def list_feeds(store: StoreDep, caller: CallerDep, limit: Limit = 50, offset: Offset = 0) -> Any:
    """Feeds, newest first."""
    found, total = await store.read(feeds.page, caller.user, limit=limit, offset=offset)
    counts = await store.read(feed_entries.counts, [one.id for one in found])
    items = [feed_view(one, counts[one.id], store.now_ms()) for one in found]
    return Json({"items": items, "total": total, "limit": limit, "offset": offset})


@router.get("/{feed_id}", response_model=FeedView, responses=problems(404))
async def read_feed(feed_id: str, store: StoreDep) -> Any:
    """One feed."""
    return Json(await _view(store, await store.read(feeds.feed, checked_id(feed_id, "feed"))))


@router.patch("/{feed_id}", response_model=FeedView, responses=problems(404, 413, 415, 422, 503))
async def change_feed(feed_id: str, body: FeedPatch, own: FeedsDep, store: StoreDep) -> Any:
    """Change a feed: its name, schedule, what its jobs do; pause it, or let it go on, which checks it at once."""
    return Json(await _view(store, await own.change(checked_id(feed_id, "feed"), lambda known: _changed(known, body))))


@router.delete("/{feed_id}", status_code=204, responses=problems(404, 503))
async def delete_feed(feed_id: str, own: FeedsDep) -> Response:
    """Delete a feed and its log; its jobs stay."""
    await own.remove(checked_id(feed_id, "feed"))
    return Response(status_code=204)


@router.post("/{feed_id}/check", status_code=202, response_model=FeedView, responses=problems(404, 503))
async def check_feed(feed_id: str, own: FeedsDep, store: StoreDep) -> Any:
    """Check a feed now, also a paused one; the check has ended when `last_check_at` has changed."""
    return Json(await _view(store, await own.check_soon(checked_id(feed_id, "feed"))), 202)


@router.get("/{feed_id}/entries", response_model=EntryPage, responses=problems(404, 422), dependencies=[KNOWN_NAMES])
async def list_entries(
    feed_id: str,
    store: StoreDep,
    status: Annotated[EntryState | None, Query(description="Only entries of this status")] = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> Any:
    """The log of a feed: every entry that it has had, newest first, with its job or the reason why there is none."""
    known = await store.read(feeds.feed, checked_id(feed_id, "feed"))
    rows, total = await store.read(feed_entries.page, known.id, status, limit=limit, offset=offset)
    items = [entry_view(entry, known.kind, state, error) for entry, state, error in rows]
    return Json({"items": items, "total": total, "limit": limit, "offset": offset})


@router.post(
    "/{feed_id}/entries/{entry}/take", status_code=202, response_model=FeedView, responses=problems(404, 409, 422, 503)
)
async def take_entry(feed_id: str, entry: Annotated[int, Path(ge=0, le=2**62)], own: FeedsDep, store: StoreDep) -> Any:
    """Make a job of an entry that was skipped or refused, by a check that begins now."""
    return Json(await _view(store, await own.take(checked_id(feed_id, "feed"), entry)), 202)


async def _view(store: Store, one: Feed) -> dict[str, Any]:
    counts = await store.read(feed_entries.counts, [one.id])
    return feed_view(one, counts[one.id], store.now_ms())


def _place(body: FeedSource, settings: Settings) -> tuple[FeedKind, str]:
    """What a feed is to be, and its link or folder. Raises InvalidRequest."""
    if body.url is None:
        assert body.folder is not None
        return FeedKind.FOLDER, body.folder
    source = checked_link(body.url, "url", settings)
    if source.credentials:
        raise error_row(["body", "url"], "must have no user name and password: those of feeds are not kept")
    return FeedKind.LINK, source.url


def _name_of(kind: FeedKind, location: str) -> str:
    """What a feed is called that gets no name; its jobs and the log say it, so a link is without its secrets."""
    return (location if kind is FeedKind.FOLDER else parse_source_url(location).shown)[:200]


def _schedule(every: int | None, at: str | None, time_zone: str | None) -> Schedule | None:
    """The schedule that a body states; None if it states none."""
    if at is not None:
        return Schedule(at=at, time_zone=time_zone or "UTC")
    return None if every is None else Schedule(every)


def _changed(known: Feed, body: FeedPatch) -> Feed:
    """A feed with the changes of a body. Raises InvalidRequest."""
    schedule = _schedule(body.every, body.at, body.time_zone) or known.schedule
    changed = replace(
        known,
        name=body.name or known.name,
        schedule=schedule,
        max_new=body.max_new or known.max_new,
        paused=known.paused if body.paused is None else body.paused,
    )
    if body.preset_id is not None:
        return replace(changed, preset_id=checked_id(body.preset_id, "preset"), job_type="", options={}, priority=5)
    if body.job_type is None and body.options is None and body.priority is None:
        return changed
    job_type = body.job_type or JobType(known.job_type or JobType.FULL_PROCESSING)
    options = body.options or ProcessingOptions.model_validate_json(json.dumps(dict(known.options)))
    content = checked_content(job_type, options)
    priority = known.priority if body.priority is None else body.priority
    return replace(changed, preset_id=None, job_type=job_type.value, options=content, priority=priority)
