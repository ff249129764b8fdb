"""List what a link has. Sites that yt-dlp knows are listed by it; of all others the document itself decides."""

from app.core.errors import ErrorCode, JobFailure
from app.sources import ytdlp
from app.sources.checked_source import checked_source
from app.sources.netguard import intranet_judge
from app.sources.podcasts import is_podcast, podcast_of
from app.sources.source_url import parse_source_url
from app.stages.asides.feed.contract import FeedInput, FeedItem, FeedOutput
from app.stages.tools import Tools


def run(params: FeedInput, tools: Tools) -> FeedOutput:
    """List the entries; an empty podcast or playlist is a list of none. Raises JobFailure as `fetch` does."""
    source = checked_source(params.url, params.allow_private_networks, params.allowed_private_hosts)
    judge = intranet_judge(
        allow_private_networks=params.allow_private_networks, allowed_hosts=params.allowed_private_hosts
    )
    with ytdlp.opened(source, work_dir=tools.work_dir, judge=judge, log=tools.log, max_entries=params.limit) as site:
        document = None if site.is_known else site.document(is_podcast)
        if document is not None:
            tools.reached(1.0)
            found = podcast_of(document.content, document.url, limit=params.limit)
            items = tuple(
                FeedItem(
                    url=one.url,
                    identity=one.identity,
                    guid=one.guid,
                    title=one.title,
                    published_ms=one.published_ms,
                    duration_s=one.duration_s,
                )
                for one in found.episodes
            )
            return FeedOutput(kind="podcast", title=found.title or source.host, items=items)
        listing = site.list_entries()
    if not listing.entries and not listing.is_empty:
        raise JobFailure(ErrorCode.UNSUPPORTED_MEDIA, "There is no playlist, no podcast and no video at this address.")
    tools.reached(1.0)
    rows = listing.entries[: params.limit]
    items = tuple(
        FeedItem(url=row.url, identity=parse_source_url(row.url).identity, title=row.title, duration_s=row.duration_s)
        for row in rows
    )
    if [one.identity for one in items] == [source.identity]:  # so yt-dlp takes an empty or unknown document, too
        message = (
            "This address is no list now, but one video or an empty document. A feed needs a podcast or a playlist."
        )
        raise JobFailure(ErrorCode.UNSUPPORTED_MEDIA, message)
    return FeedOutput(kind="playlist", title=listing.title, items=items)
