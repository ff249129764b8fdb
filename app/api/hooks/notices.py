"""What media servers report, each in its own words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["added", "played"]
EVENTS: Mapping[str, Kind] = {
    "library.new": "added",
    "media.play": "played",
    "itemadded": "added",
    "playbackstart": "played",
    "playback.start": "played",
    "added": "added",
    "created": "added",
    "played": "played",
    "play": "played",
}
#: Kinds of items that are one film; a show or an album is none.
FILMS = frozenset({"movie", "episode", "video", "clip", "musicvideo", ""})


@dataclass(frozen=True, slots=True)
class Notice:
    """A reported film: `kind` None is something else that happened. It has a path, or an id to ask by."""

    kind: Kind | None
    path: str = ""
    item_id: str = ""


def _texts(message: Mapping[str, Any], *names: str) -> list[str]:
    """The values of these fields, as text; empty for what is neither text nor a number."""
    values = (message.get(name) for name in names)
    return [str(one).strip() if isinstance(one, str | int) and not isinstance(one, bool) else "" for one in values]


def _part(message: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = message.get(name)
    return part if isinstance(part, Mapping) else {}


def _notice(event: str, kind_of_item: str, *, path: str = "", item_id: str = "") -> Notice:
    kind = EVENTS.get(event.lower()) if kind_of_item.lower() in FILMS else None
    return Notice(kind if path or item_id else None, path, item_id)


def of_plex(message: Mapping[str, Any]) -> Notice:
    """`{"event": "library.new", "Metadata": {"ratingKey", "type"}}`."""
    (event,) = _texts(message, "event")
    item_id, kind = _texts(_part(message, "Metadata"), "ratingKey", "type")
    return _notice(event, kind, item_id=item_id)


def of_jellyfin(message: Mapping[str, Any]) -> Notice:
    """`{"NotificationType": "ItemAdded", "ItemId", "ItemType"}`."""
    event, item_id, kind = _texts(message, "NotificationType", "ItemId", "ItemType")
    return _notice(event, kind, item_id=item_id)


def of_emby(message: Mapping[str, Any]) -> Notice:
    """`{"Event": "library.new", "Item": {"Id", "Type", "Path"}}`."""
    (event,) = _texts(message, "Event")
    item_id, kind, path = _texts(_part(message, "Item"), "Id", "Type", "Path")
    return _notice(event, kind, path=path, item_id=item_id)


def of_tautulli(message: Mapping[str, Any]) -> Notice:
    """`{"event": "added", "file": "…"}`, as the operator writes it in Tautulli."""
    event, path = _texts(message, "event", "file")
    return _notice(event, "", path=path)


READERS: Mapping[str, Callable[[Mapping[str, Any]], Notice]] = {
    "plex": of_plex,
    "jellyfin": of_jellyfin,
    "emby": of_emby,
    "tautulli": of_tautulli,
}
