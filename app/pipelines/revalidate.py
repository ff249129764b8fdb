"""Whether a link still leads to the file that was fetched from it: asked before a recorded download is used again."""

from app.jobs.results import Result, Validators
from app.pipelines.fetch import checked_source
from app.pipelines.stage import Tools


class RevalidateGiven(Result):
    """`validators` is what the site told of the file that was fetched."""

    url: str
    validators: Validators
    allow_private_networks: bool = False
    allowed_private_hosts: tuple[str, ...] = ()


class RevalidateOutput(Result):
    """`same` is None where the site tells nothing by which one could see it."""

    same: bool | None


def run(given: RevalidateGiven, tools: Tools) -> RevalidateOutput:
    """One conditional request, over guarded connections. Raises JobFailure as `fetch` does."""
    from app.media import ytdlp
    from app.media.netguard import intranet_judge

    source = checked_source(given.url, given.allow_private_networks, given.allowed_private_hosts)
    judge = intranet_judge(
        allow_private_networks=given.allow_private_networks, allowed_hosts=given.allowed_private_hosts
    )
    with ytdlp.opened(source, work_dir=tools.work_dir, judge=judge, log=tools.log) as site:
        return RevalidateOutput(same=site.is_same(given.validators))
