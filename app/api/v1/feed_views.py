"""Feeds and their entries, as clients see them."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.api.v1.times import iso
from app.jobs.feeds import Feed, FeedEntry, FeedKind, Found, Listing

#: Entries that a preview shows.
SHOWN = 100


def feed_view(one: Feed, counts: Mapping[str, int], now_ms: int) -> dict[str, Any]:
    """A feed with the number of its entries by state."""
    own = one.preset_id is None
    return {
        "id": one.id,
        "name": one.name,
        "kind": one.kind.value,
        "url": None if one.is_folder else one.location,
        "folder": one.location if one.is_folder else None,
        "title": one.title,
        "user_id": one.user_id,
        "every": one.schedule.every_s,
        "at": one.schedule.at,
        "time_zone": one.schedule.time_zone if one.schedule.at is not None else None,
        "last": one.last,
        "max_new": one.max_new,
        "preset_id": one.preset_id,
        "job_type": one.job_type if own else None,
        "options": dict(one.options) if own else None,
        "priority": one.priority if own else None,
        "paused": one.paused,
        "checking": (one.until_ms or 0) > now_ms,
        "last_check_at": iso(one.last_ms),
        "next_check_at": iso(one.next_ms),
        "failures": one.failures,
        "error": one.error,
        "entries": dict(counts),
        "created_at": iso(one.created_ms),
    }


def entry_view(one: FeedEntry, kind: FeedKind, status: str | None, error: Mapping[str, Any] | None) -> dict[str, Any]:
    """An entry with the status and the error of its job."""
    return {
        "entry": one.num,
        "title": one.title,
        **_place(one.place, kind),
        "published_at": iso(one.published_ms),
        "duration": one.duration_s,
        "status": one.state.value,
        "reason": one.reason,
        "job_id": one.job_id,
        "job_status": status,
        "job_error": None if error is None else error.get("message"),
        "found_at": iso(one.seen_ms),
        "ended_at": iso(one.ended_ms),
    }


def preview_view(listing: Listing, taken: Sequence[bool]) -> dict[str, Any]:
    """What a feed would find, newest first."""
    rows = list(zip(listing.entries, taken, strict=True))[::-1]
    return {
        "kind": listing.kind.value,
        "title": listing.title,
        "items": [_found(one, listing.kind, is_taken) for one, is_taken in rows[:SHOWN]],
        "count": len(rows),
        "taken": sum(taken),
    }


def _found(one: Found, kind: FeedKind, is_taken: bool) -> dict[str, Any]:
    times = {"published_at": iso(one.published_ms), "duration": one.duration_s}
    return {"title": one.title, **_place(one.place, kind), **times, "taken": is_taken}


def _place(place: str, kind: FeedKind) -> dict[str, str | None]:
    in_folder = kind is FeedKind.FOLDER
    return {"url": None if in_folder else place, "path": place if in_folder else None}
