"""Converts yt-dlp's description of a video or playlist to our types: texts of one line, checked URLs, all bounded."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from app.core.errors import Refusal
from app.jobs.results import Chapter
from app.sources.source_url import SourceUrl, parse_source_url
from app.text.scripts import one_line

MAX_TITLE_CHARS: Final = 300
MAX_CHAPTERS: Final = 1000


@dataclass(frozen=True, slots=True)
class Description:
    """The site's description of a video."""

    title: str
    uploader: str | None
    webpage_url: str | None
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One video of a playlist, as its site lists it."""

    url: str
    title: str | None
    duration_s: float | None


@dataclass(frozen=True, slots=True)
class Listing:
    """A playlist. `count` is its number of videos if the site states it; `entries` may be fewer.

    `is_empty`: the site says that it is one, and that nothing is in it.
    """

    title: str
    entries: tuple[Entry, ...]
    count: int | None
    is_empty: bool = False


def describe(info: dict[str, Any], source: SourceUrl) -> Description:
    """The site's description of the video for users."""
    uploader = info.get("uploader") or info.get("channel") or info.get("creator")
    return Description(
        title=title_of(info, source),
        uploader=_line(str(uploader)) if uploader else None,
        webpage_url=_shown_url(info.get("webpage_url")),
        chapters=tuple(_chapters(info.get("chapters") or ())),
    )


def title_of(info: dict[str, Any], source: SourceUrl) -> str:
    """The title as one line of at most 300 characters; the host if there is none."""
    title = _line(str(info.get("title") or ""))
    if info.get("extractor") in {"generic", "html5"} and not info.get("direct"):
        title = title.removesuffix(" (1)")  # the first video of a page, which is all that we take
    return title or source.host


def part_name(info: dict[str, Any], part: dict[str, Any]) -> str:
    """The file name of a format, distinct for formats and versions, so that no `.part` mixes two of them."""
    distinguishing = [info.get("id"), info.get("timestamp"), info.get("modified_timestamp")]
    distinguishing += [part.get(key) for key in ("format_id", "protocol", "ext", "filesize")]
    return f"source-{hashlib.sha256(json.dumps(distinguishing, default=str).encode()).hexdigest()[:12]}.media"


def parts_of(info: dict[str, Any]) -> list[dict[str, Any]]:
    """The chosen formats: one, or picture and sound."""
    return list(info.get("requested_formats") or [info])


def declared_bytes(info: dict[str, Any]) -> int:
    """Disk space for the download, bytes, as far as sizes are stated; picture and sound count twice, for merging."""
    parts = parts_of(info)
    return sum(int(part.get("filesize") or 0) for part in parts) * min(len(parts), 2)


def listing_of(info: dict[str, Any], source: SourceUrl) -> Listing:
    """The videos that a page lists; a single video is a list of one."""
    is_list = info.get("_type") in {"playlist", "multi_video"}
    rows = list(info.get("entries") or ()) if is_list else [info]
    page = info.get("webpage_url") if "entries" in info else None
    found = [entry for row in rows if row and (entry := _entry(row, page)) is not None]
    title, count = title_of(info, source), info.get("playlist_count")
    return Listing(title, tuple(found), count, is_empty=is_list and not rows and not count)


def _entry(row: dict[str, Any], page: str | None) -> Entry | None:
    """Convert a row to an entry that can be posted; None if it has no http URL.

    `page` is the playlist's own URL: videos that are embedded in the page have no other URL than that of their media.
    """
    media = row.get("url") or next((each.get("url") for each in reversed(row.get("formats") or ())), None)
    url = row.get("webpage_url")
    if not url or url == page or row.get("_type") in {"url", "url_transparent"}:
        url = media
    try:
        checked = parse_source_url(str(url or "")).url
    except Refusal:
        return None
    title, duration = row.get("title"), row.get("duration")
    return Entry(
        url=checked, title=_line(str(title)) if title else None, duration_s=float(duration) if duration else None
    )


def _chapters(rows: Any) -> Iterator[Chapter]:
    for row in list(rows)[:MAX_CHAPTERS]:
        start_s, end_s = row.get("start_time"), row.get("end_time")
        if start_s is not None and end_s is not None and 0 <= start_s < end_s:
            yield Chapter(start_s=float(start_s), end_s=float(end_s), title=_line(str(row.get("title") or "")))


def _shown_url(url: Any) -> str | None:
    try:
        return parse_source_url(str(url or "")).shown
    except Refusal:
        return None


def _line(text: str) -> str:
    return one_line(text, MAX_TITLE_CHARS)


def playlist_sentence(info: dict[str, Any]) -> str:
    count = info.get("playlist_count")
    what = f"a playlist of {count} videos" if count else "a playlist"
    return f"This address is {what}. Post the address of each video that you want as a job of its own."
