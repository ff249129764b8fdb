"""Aside `feed`: list what a link has, as a podcast's feed or as a playlist, so that new entries can become jobs."""

from typing import Literal

from pydantic import Field

from app.jobs.results import Result
from app.stages.asides.aside import Aside


class FeedInput(Result):
    """`limit` is the most entries to list, from the first on."""

    url: str
    limit: int = Field(ge=1)
    allow_private_networks: bool = False
    allowed_private_hosts: tuple[str, ...] = ()


class FeedItem(Result):
    """One entry as the site lists it; `guid` is the site's name of it, `identity` equal for links to the same source.

    `published_ms` is Unix milliseconds.
    """

    url: str
    identity: str
    guid: str | None = None
    title: str | None = None
    published_ms: int | None = None
    duration_s: float | None = None


class FeedOutput(Result):
    """The list in the site's order. `kind` is what the link turned out to be; a channel is a playlist."""

    kind: Literal["playlist", "podcast"]
    title: str
    items: tuple[FeedItem, ...]


FEED = Aside(
    name="feed",
    input=FeedInput,
    output=FeedOutput,
    entry="app.stages.asides.feed.run:run",
    connects=True,
)
