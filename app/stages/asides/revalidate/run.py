"""Check whether a link still leads to the fetched file, before a recorded download is reused."""

from app.sources import ytdlp
from app.sources.checked_source import checked_source
from app.sources.netguard import intranet_judge
from app.stages.asides.revalidate.contract import RevalidateInput, RevalidateOutput
from app.stages.tools import Tools


def run(params: RevalidateInput, tools: Tools) -> RevalidateOutput:
    """Send one conditional request, over guarded connections. Raises JobFailure as `fetch` does."""
    source = checked_source(params.url, params.allow_private_networks, params.allowed_private_hosts)
    judge = intranet_judge(
        allow_private_networks=params.allow_private_networks, allowed_hosts=params.allowed_private_hosts
    )
    with ytdlp.opened(source, work_dir=tools.work_dir, judge=judge, log=tools.log) as site:
        return RevalidateOutput(same=site.is_same(params.validators))
