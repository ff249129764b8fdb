"""Parses feeds of podcasts: RSS and Atom, of whatever version, as sites write them.

In children only: the document is a stranger's. The parser expands no entities that a document declares and opens no
other resource; a document is bounded before it is parsed.
"""

import calendar
import hashlib
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final
from urllib.parse import urljoin

import feedparser  # type: ignore[import-untyped]

from app.core.errors import ErrorCode, JobFailure, Refusal
from app.sources.source_url import parse_source_url
from app.text.scripts import one_line

ROOT: Final = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE)
MEDIA: Final = re.compile(r"(?:audio|video)/", re.IGNORECASE)
MEDIA_PATH: Final = re.compile(
    r"\.(?:mp3|m4a|m4b|aac|ogg|oga|opus|flac|wav|mp4|m4v|mov|webm|mkv)(?:\?|$)", re.IGNORECASE
)
REFERENCE: Final = re.compile(rb"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
UNKNOWN: Final = b"&#65533;"
MAX_TITLE_CHARS: Final = 300
#: Longest name of an entry that is kept as it is: indexes of PostgreSQL hold no text of more than 2,700 bytes.
MAX_GUID_BYTES: Final = 500


@dataclass(frozen=True, slots=True)
class Episode:
    """An entry of a podcast, with a checked link; `published_ms` is Unix milliseconds."""

    url: str
    identity: str
    guid: str | None
    title: str | None
    published_ms: int | None
    duration_s: float | None


@dataclass(frozen=True, slots=True)
class Podcast:
    """A podcast with its episodes, in the order of the document."""

    title: str | None
    episodes: tuple[Episode, ...]


def is_podcast(head: bytes) -> bool:
    """Whether a document with these first bytes is RSS or Atom."""
    head = head.replace(b"\0", b"")  # of two bytes a letter
    return ROOT.search(head) is not None and b"<html" not in head.lower()


def podcast_of(content: bytes, url: str, *, limit: int) -> Podcast:
    """Parse a document that was found at `url`. Raises JobFailure if it is no feed.

    Entries without a link that can be fetched are left out. Of more than `limit` the newest are returned, by their
    times if all have one, else the first ones.
    """
    document = BytesIO(REFERENCE.sub(_character, content))  # as a stream: a text would be taken for a file to open
    try:
        parsed = feedparser.parse(document, response_headers={"content-location": url}, sanitize_html=False)
    except (ValueError, OverflowError) as error:
        message = "The feed at this address cannot be read: it has characters that there are not."
        raise JobFailure(ErrorCode.UNSUPPORTED_MEDIA, message) from error
    if not parsed.version and not parsed.entries:
        raise JobFailure(ErrorCode.UNSUPPORTED_MEDIA, "The feed at this address cannot be read: it is no RSS or Atom.")
    title = _line(parsed.feed.get("title"))
    found = [episode for entry in parsed.entries if (episode := _episode(entry, url)) is not None]
    if len(found) > limit and all(one.published_ms is not None for one in found):
        found.sort(key=lambda one: one.published_ms or 0, reverse=True)
    return Podcast(title, tuple(found[:limit]))


def _character(reference: re.Match[bytes]) -> bytes:
    """A reference to a character, or to none where it names none: the parser fails at halves of emoji."""
    hexadecimal, decimal = (None if digits is None else digits.lstrip(b"0")[:9] for digits in reference.groups())
    number = int(hexadecimal or b"0", 16) if hexadecimal is not None else int(decimal or b"0")
    return reference[0] if number <= sys.maxunicode and not 0xD800 <= number <= 0xDFFF else UNKNOWN


def _episode(entry: Mapping[str, Any], base: str) -> Episode | None:
    for link in _links(entry):
        try:
            source = parse_source_url(urljoin(base, link))
        except (Refusal, ValueError):  # the latter of an address that cannot be joined
            continue
        if source.credentials:
            continue
        return Episode(
            url=source.url,
            identity=source.identity,
            guid=_guid(str(entry.get("id") or "")),
            title=_line(entry.get("title")),
            published_ms=_published_ms(entry),
            duration_s=_duration_s(str(entry.get("itunes_duration") or "")),
        )
    return None


def _guid(text: str) -> str | None:
    """The name of an entry, by which it is known for ever; of a long one its hash."""
    name = text.replace("\0", "").encode()
    return (name.decode() if len(name) <= MAX_GUID_BYTES else hashlib.sha256(name).hexdigest()) or None


def _links(entry: Mapping[str, Any]) -> Iterator[str]:
    """The links of an entry that may lead to its recording, the surest first: media, then the page about it."""
    enclosed = [*entry.get("enclosures", ()), *entry.get("media_content", ())]
    yield from _addresses(one for one in enclosed if MEDIA.match(str(one.get("type") or "")))
    yield from (link for link in _addresses(enclosed) if MEDIA_PATH.search(link))
    if entry.get("link"):
        yield str(entry["link"])


def _addresses(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    yield from (str(address) for row in rows if (address := row.get("href") or row.get("url")))


def _published_ms(entry: Mapping[str, Any]) -> int | None:
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    try:
        published_s = calendar.timegm(moment) if moment else 0
    except (ValueError, OverflowError):
        return None
    return published_s * 1000 if 0 < published_s < 253_402_300_800 else None


def _duration_s(text: str) -> float | None:
    """The seconds of `1:02:03`, `62:03` or `3723`; None for anything else."""
    if re.fullmatch(r"\d{1,6}(?::\d{1,2}){0,2}", text.strip()) is None:
        return None
    seconds = 0
    for part in text.strip().split(":"):
        seconds = seconds * 60 + int(part)
    return float(seconds) or None


def _line(text: Any) -> str | None:
    return one_line(str(text), MAX_TITLE_CHARS) or None if text else None
