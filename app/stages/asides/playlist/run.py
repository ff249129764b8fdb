"""List the videos of a playlist. Not a stage of a plan: the API runs it to offer one job per entry."""

from app.core.errors import ErrorCode, JobFailure
from app.sources import ytdlp
from app.sources.checked_source import checked_source
from app.sources.netguard import intranet_judge
from app.stages.asides.playlist.contract import PlaylistEntry, PlaylistInput, PlaylistOutput
from app.stages.tools import Tools


def run(params: PlaylistInput, tools: Tools) -> PlaylistOutput:
    """List the playlist; a single video is a list of one. Raises JobFailure as `fetch` does."""
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
