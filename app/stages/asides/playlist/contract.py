"""Aside `playlist`: list the videos of a playlist, so that the API can offer one job per entry."""

from pydantic import Field

from app.jobs.results import Result
from app.stages.asides.aside import Aside


class PlaylistInput(Result):
    """`limit` is the most entries to list, from the first on. `credentials` are those that were removed from `url`."""

    url: str
    limit: int
    credentials: str | None = Field(default=None, repr=False)
    allow_private_networks: bool = False
    allowed_private_hosts: tuple[str, ...] = ()


class PlaylistEntry(Result):
    """One video; `title` and `duration_s` if the list has them."""

    url: str
    title: str | None = None
    duration_s: float | None = None


class PlaylistOutput(Result):
    """The list. `count` is the site's number of videos, if stated."""

    title: str
    entries: tuple[PlaylistEntry, ...]
    count: int | None = None


PLAYLIST = Aside(
    name="playlist",
    input=PlaylistInput,
    output=PlaylistOutput,
    entry="app.stages.asides.playlist.run:run",
    connects=True,
)
