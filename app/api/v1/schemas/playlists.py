"""Playlists."""

from typing import Annotated

from pydantic import Field

from app.api.v1.schemas.base import Incoming, Outgoing


class PlaylistQuery(Incoming):
    """A playlist to list."""

    url: Annotated[str, Field(max_length=4096, description="The playlist's address")]
    limit: Annotated[int, Field(strict=True, ge=1, le=1000, description="How many videos at most")] = 200


class PlaylistEntry(Outgoing):
    """One video of a playlist."""

    url: str
    title: str | None
    duration: float | None


class Playlist(Outgoing):
    """The videos of a playlist. `count` is how many it has; `items` are the first of them."""

    title: str
    items: list[PlaylistEntry]
    count: int
