"""Aside `playlist`: what videos a playlist has, so that the API can offer one job per entry."""

from pydantic import Field

from app.jobs.results import Result
from app.stages.asides.aside import Aside


class PlaylistInput(Result):
    """`limit` is how many entries are listed at most, from the first one on. `credentials` are what `url` hides."""

    url: str
    limit: int
    credentials: str | None = Field(default=None, repr=False)
    allow_private_networks: bool = False
    allowed_private_hosts: tuple[str, ...] = ()


class PlaylistEntry(Result):
    """One video; `title` and `duration_s` where the list tells them."""

    url: str
    title: str | None = None
    duration_s: float | None = None


class PlaylistOutput(Result):
    """The list. `count` is how many videos the site says there are, where it does."""

    title: str
    entries: tuple[PlaylistEntry, ...]
    count: int | None = None


PLAYLIST = Aside(
    name="playlist", input=PlaylistInput, output=PlaylistOutput, entry="app.stages.asides.playlist.run:run"
)
