"""What videos a playlist has. Not a stage of a plan: the API runs it to offer one job per entry."""

from app.core.errors import ErrorCode, JobFailure
from app.jobs.results import Result
from app.stages.fetch import checked_source
from app.stages.stage import Tools


class PlaylistInput(Result):
    """`limit` is how many entries are listed at most, from the first one on. `credentials` are what `url` hides."""

    url: str
    limit: int
    credentials: str | None = None
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


def run(params: PlaylistInput, tools: Tools) -> PlaylistOutput:
    """List the playlist; a single video is a list of one. Raises JobFailure as `fetch` does."""
    from app.sources import ytdlp
    from app.sources.netguard import intranet_judge

    source = checked_source(params.url, params.allow_private_networks, params.allowed_private_hosts, params.credentials)
    judge = intranet_judge(
        allow_private_networks=params.allow_private_networks, allowed_hosts=params.allowed_private_hosts
    )
    with ytdlp.opened(source, work_dir=tools.work_dir, judge=judge, log=tools.log, max_entries=params.limit) as site:
        listing = site.list_entries()
    if not listing.entries:
        raise JobFailure(ErrorCode.UNSUPPORTED_MEDIA, "There is no playlist at this address, and no video.")
    tools.reached(1.0)
    rows = [PlaylistEntry(url=row.url, title=row.title, duration_s=row.duration_s) for row in listing.entries]
    return PlaylistOutput(title=listing.title, entries=tuple(rows[: params.limit]), count=listing.count)
